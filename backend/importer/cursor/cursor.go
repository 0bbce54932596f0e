// Package cursor reads the conversations of Cursor (FORMATS.md §11): its database state.vscdb.
package cursor

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "cursor"

// Source reads Cursor.
var Source = source.Source{Key: key, Name: "Cursor", Detect: Detect, Belongs: belongs, Read: Read}

// Detect says whether the file is a database of Cursor: the one for all folders, or that of one folder.
func Detect(p *source.Probe) bool {
	tables := sqlite.Tables(p)
	return tables["cursorDiskKV"] || tables["ItemTable"]
}

// belongs recognises what stands beside a database.
func belongs(name string) bool {
	return name == "state.vscdb-wal" || name == "state.vscdb-shm" || name == "state.vscdb.backup"
}

// Read yields one conversation for each composer and each tab of the older chats.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, nil, yield), pull: source.NewPull()}
		for _, file := range in.Files {
			if !r.database(ctx, file) {
				return
			}
		}
	}
}
