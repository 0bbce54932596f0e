package codex

import (
	"context"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// findForks finds the files of sessions that were forked from others, by their first line.
func (r *reader) findForks(ctx context.Context, files []string) {
	if len(files) == 1 {
		return
	}
	for _, file := range files {
		s := source.Session{File: file, Glance: true}
		var first record
		_ = s.Lines(ctx, r.in, r.pull, func() { first.read(r.pull) }, func(source.Line) bool { return false }) // reading it will say why
		if from := first.item.forkedFrom; from != "" && first.item.parent == "" && first.kind == "session_meta" {
			r.forks[from] = append(r.forks[from], file)
		}
	}
}

// within is the id of a fork of c that begins with all of it, so that c is told there; empty when there is none.
func (r *reader) within(ctx context.Context, c *chat.Conversation) string {
	for _, file := range r.forks[c.ExternalID] {
		s := newSession(r, file)
		s.Glance = true
		if s.Lines(ctx, r.in, r.pull, func() { s.record.read(r.pull) }, s.take) != nil {
			continue // reading it will say why
		}
		if fork := s.conversation(); fork.ExternalID != c.ExternalID && begins(fork, c) {
			return fork.ExternalID
		}
	}
	return ""
}

// begins says whether a conversation begins with all that another one shows, and goes on.
func begins(long, short *chat.Conversation) bool {
	all, first := long.Thread(), short.Thread()
	if len(all) <= len(first) {
		return false
	}
	for i, m := range first {
		if told(m) != told(all[i]) {
			return false
		}
	}
	return len(first) > 0
}

// told is what a message says, with the results and the calls of tools.
func told(m *chat.Message) string {
	parts := []string{string(m.Role), m.Content, m.ToolCallID}
	for _, call := range m.ToolCalls {
		parts = append(parts, call.ID, call.Name, call.Arguments)
	}
	return strings.Join(parts, "\x00")
}
