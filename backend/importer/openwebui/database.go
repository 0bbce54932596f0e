package openwebui

import (
	"bytes"
	"context"
	"fmt"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// The columns of the table chat that make the envelope of an export, and of the tables with what stands beside it. Who
// the user is stays behind, and so does the table auth, which holds passwords.
var (
	idColumn = []sqlite.Column{{Name: "id"}}
	columns  = []sqlite.Column{{Name: "id"}, {Name: "title"}, {Name: "chat", JSON: true}, {Name: "created_at"}, {Name: "updated_at"},
		{Name: "archived"}, {Name: "pinned"}, {Name: "meta", JSON: true}, {Name: "folder_id"}, {Name: "current_message_id"}}
	messageColumns = []sqlite.Column{{Name: "id"}, {Name: "parent_id"}, {Name: "role"}, {Name: "content", JSON: true}, {Name: "output", JSON: true},
		{Name: "model_id"}, {Name: "files", JSON: true}, {Name: "error", JSON: true}, {Name: "usage", JSON: true}, {Name: "created_at"}}
	tagColumns    = []sqlite.Column{{Name: "tag_name"}}
	folderColumns = []sqlite.Column{{Name: "name"}}
)

// readDatabase yields the chats of a webui.db; false when the caller has enough.
func readDatabase(ctx context.Context, r *tree.Reader, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	ids, err := chatIDs(ctx, db)
	for n, id := range ids {
		record := source.Record{File: file, Offset: -1}
		problem := error(nil)
		if record.JSON, problem = chatRecord(ctx, db, id); problem != nil && ctx.Err() != nil {
			return r.Trouble(r.In.Stop(file, problem))
		}
		switch {
		case problem != nil: // a damaged page costs the chats on it
			problem = fmt.Errorf("chat %d: %w", n+1, problem)
		case record.JSON == nil:
			problem = fmt.Errorf("chat %d is too large to be read", n+1)
		}
		if problem != nil {
			if !r.Yield(*r.In.Failed(file, -1, problem.Error())) {
				return false
			}
		} else if !r.Take(record, nil) {
			return false
		}
	}
	switch {
	case err != nil:
		return r.Trouble(r.In.Stop(file, err))
	case len(ids) == 0:
		return r.Yield(*r.In.Skipped(file, -1, "", "", "there are no chats in this database"))
	}
	return true
}

// chatIDs are the ids of all chats, in the order in which they were written, up to an error.
func chatIDs(ctx context.Context, db *sqlite.Database) (ids []string, err error) {
	p := source.NewPull()
	for row, err := range db.Rows(ctx, "chat", idColumn...) {
		if err != nil {
			return ids, err
		}
		if p.Parse(row.JSON, func() {
			p.Object(func(string) { ids = append(ids, p.Text()) })
		}) != nil {
			continue // an id that is no text names no chat
		}
	}
	return ids, nil
}

// chatRecord is the row of a chat with what other tables hold of it: the messages of newer versions, which the chat
// itself may lack, the tags of older ones, and the name of its folder. It is nil when it is too large.
func chatRecord(ctx context.Context, db *sqlite.Database, id string) ([]byte, error) {
	var b bytes.Buffer
	of := sqlite.Clause{SQL: "WHERE id = ?", Values: []any{id}}
	for row, err := range db.Select(ctx, "chat", of, columns...) {
		if err != nil || row.Long {
			return nil, err
		}
		b.Reset()
		b.Write(bytes.TrimSuffix(row.JSON, []byte("}")))
	}
	for _, beside := range []struct {
		table, clause string
		columns       []sqlite.Column
	}{
		{"chat_message", "WHERE chat_id = ? ORDER BY created_at, rowid", messageColumns},
		{"chatidtag", "WHERE chat_id = ? ORDER BY rowid", tagColumns},
		{"folder", "WHERE id = (SELECT folder_id FROM chat WHERE chat.id = ?)", folderColumns},
	} {
		n := 0
		for row, err := range db.Select(ctx, beside.table, sqlite.Clause{SQL: beside.clause, Values: []any{id}}, beside.columns...) {
			if err != nil || row.Long || b.Len()+len(row.JSON) > source.MaxRecord {
				return nil, err
			}
			if n++; n == 1 {
				b.WriteString(`,"` + beside.table + `":[`)
			} else {
				b.WriteByte(',')
			}
			b.Write(row.JSON)
		}
		if n > 0 {
			b.WriteByte(']')
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
