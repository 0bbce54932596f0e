// Package geminicli reads the sessions of Gemini CLI (FORMATS.md §5c): one JSON object for each in older versions, one
// JSONL file in newer ones, the conversations that were saved by hand, and what a browser extension saves of Gemini's
// web chats in the older shape.
package geminicli

import (
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// The keys stored with every conversation.
const (
	key    = "gemini_cli"
	webKey = "gemini_web"
)

// Source reads Gemini CLI.
var Source = source.Source{Key: key, Name: "Gemini CLI", Detect: func(p *source.Probe) bool { return detect(p, false) },
	Read: func(ctx context.Context, in *source.Input) iter.Seq[source.Item] { return read(ctx, in, key) },
	Give: "the folder ~/.gemini/tmp, or session files from it", Places: places, Unit: source.InFirst}

// places: a folder for each project. (FORMATS.md §5c)
var places = []source.Place{{
	Paths:  []string{"~/.gemini/tmp", "$GEMINI_CLI_HOME/.gemini/tmp"},
	Holds:  []string{"*/chats/**/*.json", "*/chats/**/*.jsonl", "*/checkpoint*.json"},
	Counts: []string{"*/chats/session-*"}, // not the runs of sub-agents
}}

// Web reads web chats that an extension saved in the shape of Gemini CLI.
var Web = source.Source{Key: webKey, Name: "Gemini", Detect: func(p *source.Probe) bool { return detect(p, true) },
	Read: func(ctx context.Context, in *source.Input) iter.Seq[source.Item] { return read(ctx, in, webKey) },
	Give: "the JSON files that a browser extension saved"}

// webProject stands where Gemini CLI writes the hash of a folder.
const webProject = "gemini-web"

// detect looks at the first record: it says which session this is, and of which folder.
func detect(p *source.Probe, web bool) bool {
	s := p.Sample()
	switch {
	case isCheckpoint(s):
		return !web
	case s.Array || len(s.Objects) == 0:
		return false
	}
	first := s.Objects[0]
	return first.Has("sessionId", "projectHash") && (first.Text("projectHash") == webProject) == web
}

// read yields one conversation for each file.
func read(ctx context.Context, in *source.Input, key string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		s := &session{web: key == webKey}
		r := tree.NewReader(ctx, in, key, s, yield)
		saved := tree.NewReader(ctx, in, key, &checkpoint{}, yield)
		files := slices.Clone(in.Files) // sessions before the runs that they started
		slices.SortStableFunc(files, func(a, b string) int { return strings.Compare(parentOf(a), parentOf(b)) })
		for _, file := range files {
			if !one(ctx, r, saved, s, file) {
				return
			}
		}
	}
}

// one reads a file, whichever shape it has; false when the caller has enough.
func one(ctx context.Context, r, saved *tree.Reader, s *session, file string) bool {
	head := r.In.Probe(file, 1<<20).Sample()
	switch {
	case isCheckpoint(head) && head.Array:
		return saved.TakeWhole(ctx, file, "session")
	case isCheckpoint(head):
		return saved.TakeFile(ctx, file)
	case path.Ext(file) == ".jsonl" || head.Lines:
		return lines(ctx, r, s, file)
	}
	return r.TakeFile(ctx, file)
}

// lines reads a newer file; false when the caller has enough.
func lines(ctx context.Context, r *tree.Reader, s *session, file string) bool {
	*s = session{web: s.web}
	var l line
	return r.Session(ctx, file, nil, l.read, func() { s.apply(&l) }, s.Conversation)
}

// parentOf is the session that started the run of a sub-agent: those lie in a folder named by it.
func parentOf(file string) string {
	folder := path.Dir(file)
	if path.Base(path.Dir(folder)) == "chats" {
		return path.Base(folder)
	}
	return ""
}

// typeOf is what a session is: a coding agent's, or a chat of the web.
func typeOf(web bool) chat.Type {
	if web {
		return ""
	}
	return chat.TypeAgent
}
