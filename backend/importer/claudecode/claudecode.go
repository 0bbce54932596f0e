// Package claudecode reads the sessions of Claude Code (FORMATS.md §3): one JSONL file for each session, with the runs
// of sub-agents in it, beside it or in a folder of their own.
package claudecode

import (
	"cmp"
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"loquat/backend/importer/source"
)

// Key is the source key stored with every conversation.
const Key = "claude_code"

// Source is Claude Code in the table of sources.
var Source = source.Source{Key: Key, Name: "Claude Code", Detect: detect, Belongs: belongs, Read: read,
	Give: "the folder ~/.claude/projects, or session files from it", Places: places, Unit: source.InFirst}

// places: a folder for each project. Its sessions may repeat each other, and say which call started a sub-agent, so that
// they are read together. (FORMATS.md §3)
var places = []source.Place{{
	Paths: []string{"~/.claude/projects", "$CLAUDE_CONFIG_DIR/projects"},
	Linux: []string{"<config>/claude/projects"}, MacOS: []string{"~/.config/claude/projects"},
	Holds:  []string{"**/*.jsonl", "**/*.meta.json", "**/tool-results/**"},
	Counts: []string{"*/????????-????-????-????-????????????.jsonl"}, // not the runs of sub-agents
}}

// detect looks for the records of a session.
func detect(p *source.Probe) bool {
	s := p.Sample()
	return !s.Array && (slices.ContainsFunc(s.Objects, isOwn) || s.Most(isRecord))
}

// isOwn recognises a record that no other tool writes.
func isOwn(f source.Fields) bool {
	if !f.Has("sessionId") || f.Has("projectHash") {
		return false
	}
	switch f.Text("type") {
	case "summary", "file-history-snapshot", "queue-operation", "custom-title", "ai-title":
		return true
	}
	return f.Has("uuid", "parentUuid", "type")
}

// isRecord recognises what may be one, also of older versions and of files that other programs cut.
func isRecord(f source.Fields) bool {
	if isOwn(f) {
		return true
	}
	if f.Has("role") || f.Has("payload") || f.Has("id") {
		return false
	}
	switch f.Text("type") {
	case "user", "assistant":
		return f.Object("message").Has("content") && (f.Has("timestamp") || f.Has("uuid") || f.Has("session_id"))
	case "summary":
		return f.Has("leafUuid")
	case "file-history-snapshot":
		return f.Has("snapshot")
	case "attachment":
		return f.Object("attachment").Has("type")
	}
	return false
}

// belongs recognises the large outputs and the descriptions of agents beside the sessions.
func belongs(name string) bool {
	return strings.HasPrefix(name, "tool-results/") || strings.Contains(name, "/tool-results/") || strings.HasSuffix(name, ".meta.json")
}

// read yields the conversations of all files: sessions first, because they say which call started which sub-agent.
func read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		files := slices.Clone(in.Files)
		slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
		r := &reader{in: in, pull: source.NewPull(), links: map[string]link{}, agentFiles: map[string]bool{}, longer: map[string]string{}}
		for _, file := range files {
			if agent, ok := strings.CutPrefix(stem(file), "agent-"); ok {
				r.agentFiles[agent] = true
			}
		}
		r.findForks(ctx, files)
		for _, file := range files {
			if !r.file(ctx, file, yield) {
				return
			}
		}
	}
}

// rank puts the files of sub-agents behind the others.
func rank(file string) int {
	if strings.HasPrefix(path.Base(file), "agent-") {
		return 1
	}
	return 0
}

// reader is one reading of an input.
type reader struct {
	in         *source.Input
	pull       *source.Pull
	links      map[string]link   // session and agent, or session and prompt, to the call
	agentFiles map[string]bool   // ids of agents that have a file of their own
	within     map[string]string // file of a session to the one that repeats it and goes on
	longer     map[string]string // the same by the ids of the sessions
	alike      map[string]string // file of a session to another one that begins with the same messages
}

// hasFile says whether an agent's run has a file of its own in the input.
func (r *reader) hasFile(agent string) bool { return r.agentFiles[agent] }

// file reads one file; false when the caller has enough or nothing can follow.
func (r *reader) file(ctx context.Context, file string, yield func(source.Item) bool) bool {
	s := newSession(r, file)
	err := s.Lines(ctx, r.in, r.pull, func() { s.record.read(r.pull) }, s.take)
	if longer := r.within[file]; longer != "" {
		r.longer[s.id] = stem(longer)
	}
	all := s.conversations()
	if err != nil && ctx.Err() != nil {
		return yield(*r.in.Broke(ctx, file, err)) && false
	}
	for _, c := range all {
		item := source.Item{Conversation: c, Where: file, Offset: 0}
		if other := r.alike[file]; other != "" && r.within[other] != file {
			c.Notes = append(c.Notes, "it was forked: it begins with the same messages as session "+stem(other))
		}
		if longer := r.within[file]; longer != "" {
			item = *r.in.Skipped(file, 0, c.ExternalID, c.DisplayTitle(), "session "+stem(longer)+" repeats all of it and goes on")
		}
		if !yield(item) {
			return false
		}
	}
	switch {
	case err != nil:
		return yield(*r.in.Broke(ctx, file, err)) && len(r.in.Files) > 1
	case len(all) > 0:
		return true
	}
	reason := "it holds no messages"
	if len(s.main.c.Messages) > 0 {
		reason = "nothing was said in it: it holds only commands to the program"
	}
	if trouble := s.Trouble(); len(trouble) > 0 {
		reason += ": " + trouble[0]
	}
	return yield(*r.in.Skipped(file, 0, s.id, "", reason))
}
