package dataset

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// lists are the columns whose cells are JSON text.
var lists = []string{"messages", "conversations", "ability", "tags", "tools"}

// isCSV tells a CSV file of conversations by its header.
func isCSV(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	header, err := csv.NewReader(bytes.NewReader(line)).Read()
	return err == nil && len(header) > 1 && hasMessages(header)
}

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

// csvRows yields the rows of a CSV file as JSON records.
func csvRows(ctx context.Context, in *source.Input, file string) rows {
	return func(yield func(source.Record, *source.Item) bool) {
		f, err := in.Open(ctx, file)
		if err != nil {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		defer f.Close()
		text, begin := source.UTF8(f)
		limited := &limited{r: text, left: source.MaxRecord}
		table := csv.NewReader(limited)
		table.FieldsPerRecord, table.ReuseRecord = -1, true
		first, err := table.Read()
		header := slices.Clone(first)
		switch {
		case limited.cutOff(header, header, err, table.InputOffset()):
			err = errCut(begin + table.InputOffset())
		case err == nil && !hasMessages(header):
			err = noMessages(header)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		for {
			limited.left = source.MaxRecord
			offset := begin + table.InputOffset()
			cells, err := table.Read()
			if limited.cutOff(header, cells, err, table.InputOffset()) {
				err = errCut(begin + table.InputOffset())
			}
			if !csvRow(in, file, offset, header, cells, err, yield) {
				return
			}
		}
	}
}

// csvRow yields one row, or says why it is none; false at the end.
func csvRow(in *source.Input, file string, offset int64, header, cells []string, err error, yield func(source.Record, *source.Item) bool) bool {
	bad := (*csv.ParseError)(nil)
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		return yield(source.Record{}, in.Failed(file, offset, fmt.Sprintf("line %d: %v", bad.Line, bad.Err)))
	case err != nil:
		yield(source.Record{}, in.Stop(file, err))
		return false
	case len(cells) != len(header):
		return yield(source.Record{}, in.Failed(file, offset, fmt.Sprintf("the row has %d cells, the header has %d", len(cells), len(header))))
	}
	return yield(source.Record{JSON: rowJSON(header, cells), File: file, Offset: offset}, nil)
}

// rowJSON makes the JSON record of a row: cells that hold lists as they are, all others as texts, empty ones left out.
func rowJSON(header, cells []string) []byte {
	b := []byte{'{'}
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		// The error tells of bad UTF-8, which is replaced; the reader of the record counts it.
		b, _ = jsontext.AppendQuote(b, header[i])
		b = append(b, ':')
		if slices.Contains(lists, header[i]) && jsontext.Value(cell).IsValid() {
			b = append(b, cell...)
			continue
		}
		b, _ = jsontext.AppendQuote(b, cell)
	}
	return append(b, '}')
}

// errTooLong ends a file in which a quote is never closed, before it fills the memory.
var errTooLong = &chat.Error{Code: chat.CodeCorrupt, Reason: fmt.Sprintf("a row is longer than %d MiB; perhaps a quote is not closed", source.MaxRecord>>20),
	Advice: "check the file, or export it again"}

func errCut(at int64) error {
	return &chat.Error{Code: chat.CodeCorrupt, Place: fmt.Sprintf("byte %d", at), Reason: "the last row is cut off",
		Advice: "export again and import the new file; what was read before this place is kept"}
}

// limited is a stream of which one row may take only so much, and that knows how it ended.
type limited struct {
	r     io.Reader
	left  int64
	total int64
	last  byte
	ended bool
}

// Read reads until the limit of the row is reached.
func (l *limited) Read(b []byte) (int, error) {
	if l.left < 0 {
		return 0, errTooLong
	}
	n, err := l.r.Read(b)
	l.left -= int64(n)
	l.total += int64(n)
	if n > 0 {
		l.last = b[n-1]
	}
	l.ended = l.ended || errors.Is(err, io.EOF)
	return n, err
}

// cutOff says whether the row that ends at offset is the last one and not whole: a quote is open, cells are missing,
// or the line end is, which every program that writes our columns writes.
func (l *limited) cutOff(header, cells []string, err error, offset int64) bool {
	bad := (*csv.ParseError)(nil)
	switch {
	case !l.ended || offset < l.total || errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		return true
	case err != nil || l.last == '\n':
		return false
	}
	return len(cells) != len(header) || slices.Contains(header, "data_source")
}

// readFull is io.ReadFull for files that may be shorter.
func readFull(r io.Reader, b []byte) (int, error) {
	n, err := io.ReadFull(r, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}
