// Package codex reads the rollouts of OpenAI's Codex (FORMATS.md §4): one JSONL file for each session, of the command
// line and of the desktop program, also packed by zstd.
package codex

import (
	"cmp"
	"context"
	"iter"
	"path"
	"slices"

	"loquat/backend/importer/source"
)

// Key is the source key stored with every conversation.
const Key = "codex"

// Source is Codex in the table of sources.
var Source = source.Source{Key: Key, Name: "Codex", Detect: detect, Read: read,
	Give: "the folder ~/.codex/sessions, or rollout files from it", Places: places, Unit: unit}

// places: the folder of its settings too, of which only the sessions are read. (FORMATS.md §4)
var places = []source.Place{{
	Paths:  []string{"~/.codex", "$CODEX_HOME"},
	Holds:  []string{"sessions/**/rollout-*", "archived_sessions/**/rollout-*", indexFile},
	Counts: []string{"sessions/**", "archived_sessions/**"},
}}

// unit is the day of a session: a session and those that it started are read together, and the names of all always.
func unit(name string) string {
	if name == indexFile {
		return ""
	}
	return path.Dir(name)
}

// detect looks for the records of a rollout, or for the index of sessions, which has their names.
func detect(p *source.Probe) bool {
	s := p.Sample()
	return isWhole(s) || !s.Array && (slices.ContainsFunc(s.Objects, isOwn) || s.Most(isLegacy) || s.Most(isIndex))
}

// isOwn recognises a record that no other tool writes.
func isOwn(f source.Fields) bool {
	if f.Text("record_type") == "state" {
		return true
	}
	switch f.Text("type") {
	case "session_meta", "turn_context", "response_item", "event_msg", "compacted":
		return f.Object("payload") != nil
	}
	return false
}

// isLegacy recognises the records of 2025: a first line about the session, then bare items.
func isLegacy(f source.Fields) bool {
	if f.Has("id", "timestamp", "instructions") && !f.Has("type") {
		return true
	}
	switch f.Text("type") {
	case "message":
		parts := f.Objects("content")
		return f.Has("role") && len(parts) > 0 && (parts[0].Text("type") == "input_text" || parts[0].Text("type") == "output_text") && !f.Has("parentId")
	case "function_call", "function_call_output", "local_shell_call", "custom_tool_call", "custom_tool_call_output":
		return f.Has("call_id")
	case "reasoning":
		return f.Has("summary")
	}
	return false
}

func isIndex(f source.Fields) bool { return f.Has("id", "thread_name", "updated_at") && !f.Has("type") }

// indexFile holds the names of the sessions.
const indexFile = "session_index.jsonl"

// read yields the conversations of all files: the index first, because it names them, then the older sessions, because
// they started the others.
func read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		files := slices.Clone(in.Files)
		slices.SortStableFunc(files, func(a, b string) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(path.Base(a), path.Base(b)))
		})
		r := &reader{in: in, pull: source.NewPull(), names: map[string]string{}, started: map[string]start{}, forks: map[string][]string{}}
		r.findForks(ctx, files)
		for _, file := range files {
			if !r.file(ctx, file, yield) {
				return
			}
		}
	}
}

func rank(file string) int {
	if path.Base(file) == indexFile {
		return 0
	}
	return 1
}

// reader is one reading of an input.
type reader struct {
	in      *source.Input
	pull    *source.Pull
	names   map[string]string   // of sessions, by id
	started map[string]start    // which call started a session
	forks   map[string][]string // files of the sessions that were forked from a session
}

// start is the call that started a session.
type start struct{ session, call, role string }

// file reads one file; false when the caller has enough or nothing can follow.
func (r *reader) file(ctx context.Context, file string, yield func(source.Item) bool) bool {
	if shape := r.in.Probe(file, source.HeadBytes).Sample(); isWhole(shape) || path.Ext(file) == ".json" && !shape.Lines {
		return r.whole(ctx, file, yield)
	}
	s := newSession(r, file)
	err := s.Lines(ctx, r.in, r.pull, func() { s.record.read(r.pull) }, s.take)
	if err != nil && ctx.Err() != nil {
		return yield(*r.in.Broke(ctx, file, err)) && false
	}
	c := s.conversation()
	switch {
	case s.spoken:
		item := source.Item{Conversation: c, Where: file, Offset: 0}
		if fork := r.within(ctx, c); fork != "" {
			item = *r.in.Skipped(file, 0, c.ExternalID, c.DisplayTitle(), "session "+fork+", which was forked from it, repeats all of it and goes on")
		}
		if !yield(item) {
			return false
		}
	case err != nil:
	case s.index:
		reason := "it holds the names of sessions, not what was said in them"
		return yield(*r.in.Skipped(file, 0, "", "", reason))
	default:
		reason := "it holds no messages"
		if trouble := s.Trouble(); len(trouble) > 0 {
			reason += ": " + trouble[0]
		}
		return yield(*r.in.Skipped(file, 0, s.meta.id, "", reason))
	}
	if err != nil {
		return yield(*r.in.Broke(ctx, file, err)) && len(r.in.Files) > 1
	}
	return true
}
