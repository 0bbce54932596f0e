package anythingllm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/spool"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/table"
)

// talks are the conversations of a file, kept aside until all of it is known: their rows stand mixed.
type talks struct {
	*reader
	file  string
	shelf *spool.Shelf
	keys  []string          // in the order of the file
	about map[string]*about // by key
	done  bool              // the caller has enough
}

// about is what is known of a conversation.
type about struct {
	id, title, tag, system, model string
	notes                         []string
}

// file yields the conversations of one file; false when the caller has enough. No conversation of a file that is cut off
// is surely whole.
func (r *reader) file(ctx context.Context, file string) bool {
	shelf, err := spool.NewShelf()
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer shelf.Close()
	t := &talks{reader: r, file: file, shelf: shelf, about: map[string]*about{}}
	if sqlite.IsDatabase(r.In, file) {
		if err := t.database(ctx); err != nil {
			return r.Trouble(r.In.Stop(file, err))
		}
		if t.done {
			return false
		}
	} else if whole, more := t.export(ctx); !whole {
		return more
	}
	for _, key := range t.keys {
		if ctx.Err() != nil {
			return r.Trouble(r.In.Stop(file, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: ctx.Err()}))
		}
		if !t.give(key) {
			return false
		}
	}
	return true
}

// csvTable is the export as CSV.
var csvTable = table.CSV{Suits: func(columns []string) error {
	if isTable(columns) {
		return nil
	}
	return &chat.Error{Code: chat.CodeUnknownFormat, Reason: "the table is no export of chats", Advice: "export the chats again"}
}}

// rows yields the rows of an export.
func (t *talks) rows(ctx context.Context) iter.Seq2[source.Record, *source.Item] {
	one := t.In.Only(t.file)
	if t.isCSV() {
		return csvTable.Rows(ctx, one, t.file)
	}
	return source.Records(ctx, one)
}

func (t *talks) isCSV() bool {
	return isTable(table.Columns(t.In.Probe(t.file, 512).Head))
}

// mixed is the note of a conversation of an export.
const mixed = "the export does not tell the threads of a workspace apart: what was said in them follows each other"

// export gathers the rows of an export. whole says that it was read to its end.
func (t *talks) export(ctx context.Context) (whole, more bool) {
	for record, problem := range t.rows(ctx) {
		if problem != nil {
			if !t.Trouble(source.NoneKept(problem)) {
				return false, false
			}
			if problem.Err != nil {
				return false, true
			}
			continue
		}
		var e exchange
		if err := t.pull.Parse(record.JSON, func() { e = exchange{}; e.read(t.pull) }); err != nil {
			if !t.NotJSON(record, err) {
				return false, false
			}
			continue
		}
		a := &about{id: source.Join("/", e.workspace, e.user), title: e.workspace, notes: []string{mixed}}
		if err := t.put(a.id, record.JSON, a); err != nil {
			return false, t.Trouble(t.In.Stop(t.file, err))
		}
	}
	return true, true
}

// put adds a row to those of a conversation.
func (t *talks) put(key string, row []byte, a *about) error {
	if t.about[key] == nil {
		t.about[key] = a
		t.keys = append(t.keys, key)
	}
	return t.shelf.Put(key, row)
}

// give yields the conversation with that key; false when the caller has enough.
func (t *talks) give(key string) bool {
	a := t.about[key]
	rows, err := t.shelf.Get(key)
	if err != nil {
		if errors.Is(err, spool.ErrTooLarge) {
			err = fmt.Errorf("the conversation %s %w", a.id, err)
		}
		return t.Yield(*t.In.Failed(t.file, -1, err.Error()))
	}
	c := &chat.Conversation{ExternalID: a.id, Title: a.title, Notes: a.notes}
	broken := a.weave(c, rows, t.pull)
	if c.Raw = slicesOf(rows); len(c.Raw) > source.MaxRaw {
		c.Raw = nil
		c.Notes = append(c.Notes, fmt.Sprintf("the conversation is larger than %d MiB: its messages are kept, its own record is not", source.MaxRaw>>20))
	}
	return t.Give(source.Record{File: t.file, Offset: -1}, c, broken, "")
}

// slicesOf is the record of a conversation: a list of its rows.
func slicesOf(rows [][]byte) []byte {
	return append(append([]byte("["), bytes.Join(rows, []byte(",\n"))...), ']')
}
