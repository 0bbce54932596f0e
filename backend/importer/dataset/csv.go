package dataset

import (
	"errors"
	"io"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source/table"
)

// csvTable is a CSV file of conversations. Every program that writes our columns ends its rows.
var csvTable = table.CSV{
	JSON:  []string{"messages", "conversations", "ability", "tags", "tools"},
	Ended: func(columns []string) bool { return slices.Contains(columns, "data_source") },
	Suits: func(columns []string) error {
		if hasMessages(columns) {
			return nil
		}
		return noMessages(columns)
	},
}

// isCSV tells a CSV file of conversations by its header.
func isCSV(head []byte) bool { return hasMessages(table.Columns(head)) }

// noMessages is the error of a table in which nothing can be a conversation.
func noMessages(columns []string) error {
	return &chat.Error{Code: chat.CodeUnknownFormat, Advice: "name a table with a column of messages",
		Reason: "the table has no column of messages (messages, conversations, or prompt and completion); its columns are " + strings.Join(columns, ", ")}
}

// hasMessages says whether a table with these columns holds conversations: lists of messages, or pairs of texts.
func hasMessages(columns []string) bool {
	has := func(name string) bool { return slices.Contains(columns, name) }
	return has("messages") || has("conversations") || has("prompt") && has("completion") || has("chosen") && has("rejected")
}

// readFull is io.ReadFull for files that may be shorter.
func readFull(r io.Reader, b []byte) (int, error) {
	n, err := io.ReadFull(r, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}
