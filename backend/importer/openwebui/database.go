package openwebui

import (
	"context"
	"fmt"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// columns of the table chat that make the envelope of an export. Who the user is stays behind, and so does the table
// auth, which holds passwords.
var columns = []sqlite.Column{{Name: "id"}, {Name: "title"}, {Name: "chat", JSON: true}, {Name: "created_at"}, {Name: "updated_at"},
	{Name: "archived"}, {Name: "pinned"}, {Name: "meta", JSON: true}, {Name: "folder_id"}}

// readDatabase yields the chats of a webui.db; false when the caller has enough.
func readDatabase(ctx context.Context, r *tree.Reader, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	n := 0
	for row, err := range db.Rows(ctx, "chat", columns...) {
		n++
		more := false
		switch {
		case err != nil:
			more = r.Trouble(r.In.Stop(file, err))
		case row.Long:
			more = r.Yield(*r.In.Failed(file, -1, fmt.Sprintf("chat %d is too large to be read", n)))
		default:
			more = r.Take(source.Record{JSON: row.JSON, File: file, Offset: -1}, nil)
		}
		if !more {
			return false
		}
	}
	return true
}
