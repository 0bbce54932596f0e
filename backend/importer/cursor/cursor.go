// Package cursor reads the conversations of Cursor (FORMATS.md §11): its database state.vscdb, and the transcripts that
// its agent writes below ~/.cursor/projects, as lines of JSON or, in older versions, as a list or as text.
package cursor

import (
	"cmp"
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "cursor"

// Source reads Cursor.
var Source = source.Source{Key: key, Name: "Cursor", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "state.vscdb, the folder User of its settings, or the folder ~/.cursor/projects", Places: places, Unit: unit}

// places: the database for all folders and that of each, and the transcripts of the agent. (FORMATS.md §11)
var places = []source.Place{
	{
		Paths:  []string{"<config>/Cursor/User"},
		Holds:  []string{"globalStorage/state.vscdb", "globalStorage/state.vscdb-wal", "workspaceStorage/*/state.vscdb", "workspaceStorage/*/state.vscdb-wal"},
		Counts: []string{"globalStorage/state.vscdb", "workspaceStorage/*/state.vscdb"},
	},
	{
		Paths: []string{"~/.cursor/projects"},
		Holds: []string{"*/agent-transcripts/**/*.jsonl", "*/agent-transcripts/**/*.json", "*/agent-transcripts/**/*.txt"},
	},
}

// unit is a database, or the transcripts of a project, of which one may have started another.
func unit(name string) string {
	project, _, ok := strings.Cut(name, "/agent-transcripts/")
	if ok {
		return project
	}
	return path.Dir(name)
}

// Detect says whether the file is a database of Cursor (the one for all folders, or that of one folder), or a transcript.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil {
		return tables["cursorDiskKV"] || tables["ItemTable"]
	}
	s := p.Sample()
	return s.Array && slices.ContainsFunc(s.Objects, turns.IsCursor) || !s.Array && (s.Most(isLine) && slices.ContainsFunc(s.Objects, isSaid) || isPlain(p.Head))
}

// isSaid recognises a message of a transcript. Claude Code writes such messages with a type and an id.
func isSaid(f source.Fields) bool {
	role := f.Text("role")
	return (role == "user" || role == "assistant") && f.Object("message").Has("content") && !f.Has("type") && !f.Has("uuid") && !f.Has("id")
}

// isLine recognises any line of a transcript.
func isLine(f source.Fields) bool { return isSaid(f) || f.Text("type") == "turn_ended" }

// belongs recognises what stands beside a database.
func belongs(name string) bool {
	return sqlite.IsBeside(name, "state.vscdb") || name == "state.vscdb.backup"
}

// Read yields one conversation for each composer, each tab of the older chats, and each transcript; those of sub-agents
// come after the sessions that started them.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		listed := &listed{}
		r := &reader{Reader: tree.NewReader(ctx, in, key, listed, yield), listed: listed, pull: source.NewPull(), starts: map[start]string{}}
		files := slices.Clone(in.Files)
		slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(min(1, len(parentOf(a))), min(1, len(parentOf(b)))) })
		for _, file := range files {
			if !r.file(ctx, file) {
				return
			}
		}
	}
}

// file yields the conversations of one file; false when the caller has enough. A session may stand in lines and, of an
// older version, in text: the lines tell more.
func (r *reader) file(ctx context.Context, file string) bool {
	if sqlite.IsDatabase(r.In, file) {
		return r.database(ctx, file)
	}
	lines := strings.TrimSuffix(file, path.Ext(file)) + ".jsonl"
	if _, there := slices.BinarySearch(r.In.Files, lines); there && lines != file {
		return r.Yield(*r.In.Skipped(file, -1, transcriptID(file), "", "the same session stands in "+path.Base(lines)))
	}
	return r.transcript(ctx, file)
}
