package codex

import (
	"bytes"
	"context"

	"loquat/backend/importer/source"
)

// isWhole recognises a session of the first Codex, which was written in TypeScript: one object, {session, items}. Of a
// long one the head shows the session alone.
// (https://github.com/openai/codex/blob/rust-v0.1.0/codex-cli/src/utils/storage/save-rollout.ts)
func isWhole(s *source.Sample) bool {
	if s.Array || s.Lines || len(s.Objects) != 1 {
		return false
	}
	f := s.Objects[0]
	return f.Object("session").Has("id", "timestamp") && (f.Has("items") || len(f) == 1)
}

// whole yields the session of a file that is one object; false when the caller has enough.
func (r *reader) whole(ctx context.Context, file string, yield func(source.Item) bool) bool {
	for record, problem := range source.Records(ctx, r.in.Only(file)) {
		if problem != nil {
			return yield(*problem) && problem.Err == nil
		}
		s := newSession(r, file)
		if err := r.pull.Parse(record.JSON, func() { s.readWhole(r.pull) }); err != nil {
			return yield(*r.in.Failed(file, record.Offset, "the JSON is damaged: "+err.Error()))
		}
		c := s.conversation()
		if !s.spoken {
			return yield(*r.in.Skipped(file, record.Offset, c.ExternalID, "", "it holds no messages"))
		}
		c.Raw = bytes.Clone(record.JSON)
		if r.pull.Broken > 0 {
			c.Notes = append(c.Notes, source.BrokenNote(r.pull.Broken))
		}
		return yield(source.Item{Conversation: c, Where: file, Offset: record.Offset})
	}
	return true
}

// readWhole reads the session that comes next in p: what the lines of later versions hold, without their times.
func (s *session) readWhole(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "session":
			s.record.read(p)
			s.take(source.Line{})
		case "items":
			p.Array(func() {
				s.record.read(p)
				s.take(source.Line{})
			})
		}
	})
}
