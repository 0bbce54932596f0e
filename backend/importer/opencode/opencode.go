// Package opencode reads the sessions of OpenCode (FORMATS.md §12): the folder storage, in which each session, message
// and part is a file of its own, the database opencode.db of newer versions, and sessions that were exported.
package opencode

import (
	"context"
	"iter"
	"path"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "opencode"

// Source reads OpenCode.
var Source = source.Source{Key: key, Name: "OpenCode", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the folder ~/.local/share/opencode, opencode.db from it, or a file of opencode export", Places: places, Unit: unit}

// places: the same on every system. (https://opencode.ai/docs/troubleshooting#storage)
var places = []source.Place{{
	Paths: []string{"~/.local/share/opencode", "$XDG_DATA_HOME/opencode"},
	Holds: []string{"storage/session/**/*.json", "storage/message/**/*.json", "storage/part/**/*.json", "opencode.db", "opencode.db-wal",
		"project/*/storage/session/**/*.json"}, // before mid-2025
	Counts: []string{"storage/session/**", "project/*/storage/session/info/*", "opencode.db"},
}}

// unit tells the database, with what SQLite keeps beside it, from the files of a storage.
func unit(name string) string {
	first, _, _ := strings.Cut(name, "/")
	return strings.TrimSuffix(first, "-wal")
}

// Detect says whether the file is OpenCode's database, or one of the files of its storage.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil {
		return tables["session"] && tables["message"] && tables["part"]
	}
	s := p.Sample()
	return !s.Array && !s.Lines && s.Most(func(f source.Fields) bool { return kindOf(f) != 0 })
}

// belongs recognises what SQLite keeps beside a database in use.
func belongs(name string) bool { return sqlite.IsBeside(name, "opencode.db") }

// kind is what a file of the storage holds; 0 is none of them.
type kind int

const (
	kindSession kind = iota + 1
	kindMessage
	kindPart
	kindExport
)

func kindOf(f source.Fields) kind {
	switch {
	case f.Has("id", "sessionID", "messageID", "type"):
		return kindPart
	case f.Has("id", "sessionID", "role") && f.Object("time") != nil:
		return kindMessage
	case isExport(f):
		return kindExport
	case (f.Has("id", "directory") || f.Has("id", "title", "version")) && f.Object("time").Has("created") && !f.Has("sessionID"):
		return kindSession // before mid-2025 the folder was not named
	}
	return 0
}

// Read yields one conversation for each session, those that were started by others after all that were not.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, nil, yield), pull: source.NewPull(), runs: map[string]run{}}
		var files []string
		for _, file := range in.Files {
			if !sqlite.IsDatabase(in, file) {
				files = append(files, file)
			} else if !r.database(ctx, file) {
				return
			}
		}
		r.folder(ctx, files)
	}
}

// reader makes conversations of sessions.
type reader struct {
	*tree.Reader
	pull *source.Pull
	runs map[string]run // session id to the call that started it
}

// run is where the run of a sub-agent was started.
type run struct{ session, call string }

// finish yields the conversation of a session; false when the caller has enough.
func (r *reader) finish(s *session, file string) bool {
	c := s.conversation(r.runs)
	return r.Give(source.Record{File: file, Offset: -1}, c, s.broken, "")
}

// folderOf is the name of the folder of a file: the id of what the file is a piece of.
func folderOf(file string) string { return path.Base(path.Dir(file)) }
