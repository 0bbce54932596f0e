// Package zed reads the threads of Zed's agent panel from its database threads.db, the same as JSON files, and its text
// threads, which are files of their own (FORMATS.md §22; zed-industries/zed crates/agent/src/{db,legacy_thread}.rs and
// crates/assistant_text_thread/src/text_thread.rs).
package zed

import (
	"bytes"
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "zed"

// Source reads Zed.
var Source = source.Source{Key: key, Name: "Zed", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "threads.db, or threads as JSON files", Places: places}

// places: the database, and the folder of the text threads. (zed-industries/zed crates/paths/src/paths.rs)
var places = []source.Place{
	{
		Linux:   []string{"<local>/zed/threads/threads.db", "~/.var/app/dev.zed.Zed/data/zed/threads/threads.db"},
		MacOS:   []string{"<local>/Zed/threads/threads.db"},
		Windows: []string{"<local>/Zed/threads/threads.db"},
	},
	{
		Paths: []string{"~/.config/zed/conversations"},
		Linux: []string{"<local>/zed/conversations", "~/.var/app/dev.zed.Zed/data/zed/conversations"},
		Holds: []string{"*.json"},
	},
}

// Detect says whether the file is Zed's database of threads, or holds a thread or a text thread.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil {
		return tables["threads"] && !tables["turns"] && bytes.Contains(p.Head, []byte("data_type"))
	}
	s := p.Sample()
	return s.Most(isThread) || !s.Array && !s.Lines && s.Most(isText)
}

// isThread tells a thread by its messages: those of version 0.3.0 are named by who speaks, older ones have segments.
func isThread(f source.Fields) bool {
	messages := f.Objects("messages")
	if len(messages) == 0 || !f.Has("updated_at") {
		return false
	}
	m := messages[0]
	return m.Object("User").Has("content") || m.Object("Agent").Has("content") || f.Has("summary") && m.Has("id", "role", "segments")
}

// isText tells a text thread: one text, and the places in it at which messages begin.
func isText(f source.Fields) bool { return f.Text("zed") == "context" && f.Has("text", "messages") }

// belongs recognises what SQLite keeps beside a database in use.
func belongs(name string) bool { return sqlite.IsBeside(name, "threads.db") }

// Read yields one conversation for each thread, those that others started after all that were not.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, &document{}, yield), pull: source.NewPull(), runs: map[string]run{}}
		for _, file := range in.Files {
			if !r.file(ctx, file) {
				return
			}
		}
	}
}

// reader makes conversations of threads.
type reader struct {
	*tree.Reader
	pull *source.Pull
	runs map[string]run // thread id to the call that started it
}

// run is where the run of a sub-agent was started.
type run struct{ thread, call string }

// file yields the threads of one file; false when the caller has enough.
func (r *reader) file(ctx context.Context, file string) bool {
	if sqlite.IsDatabase(r.In, file) {
		return r.database(ctx, file)
	}
	return r.TakeFile(ctx, file)
}
