// Package openwebui reads the chats of Open WebUI (FORMATS.md §7): the JSON that it exports, one downloaded chat, and
// its database webui.db.
package openwebui

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "open_webui"

// Source reads Open WebUI.
var Source = source.Source{Key: key, Name: "Open WebUI", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the JSON file of exported chats, or webui.db", Places: places}

// Detect says whether the file holds chats of Open WebUI, with the envelope of an export or without.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil { // an update may have moved the table of the chats far into the file
		return tables["auth"] && (tables["chat"] || tables["migratehistory"])
	}
	return p.Sample().Most(isChat)
}

// belongs recognises what SQLite keeps beside a database in use.
func belongs(name string) bool { return sqlite.IsBeside(name, "webui.db") }

func isChat(f source.Fields) bool {
	if f.Has("mapping") {
		return false
	}
	if rated := f.Object("snapshot").Object("chat"); rated != nil {
		return isChat(rated)
	}
	if inner := f.Object("chat"); inner != nil {
		return inner.Object("history").Has("messages") || len(inner.Objects("messages")) > 0 && inner.Objects("messages")[0].Has("role")
	}
	return f.Object("history").Has("messages", "currentId")
}

// Read yields one conversation for each chat.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := tree.NewReader(ctx, in, key, &document{}, yield)
		for _, file := range in.Files {
			if !readFile(ctx, r, file) {
				return
			}
		}
	}
}

// readFile yields the chats of one file; false when the caller has enough.
func readFile(ctx context.Context, r *tree.Reader, file string) bool {
	if sqlite.IsDatabase(r.In, file) {
		return readDatabase(ctx, r, file)
	}
	return r.TakeFile(ctx, file)
}
