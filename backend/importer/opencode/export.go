package opencode

import (
	"context"

	"loquat/backend/importer/source"
)

// isExport recognises what `opencode export` writes: one session, with its messages and their parts inside each other.
func isExport(f source.Fields) bool {
	info, messages := f.Object("info"), f.Objects("messages")
	return info.Has("id", "time") && (len(messages) == 0 && f.Has("messages") || len(messages) > 0 && messages[0].Has("info", "parts"))
}

// export yields the session of an exported file; false when the caller has enough.
func (r *reader) export(ctx context.Context, file string) bool {
	s := &session{}
	trouble := r.record(ctx, file, func(record source.Record) {
		*s = session{}
		s.read(r.pull)
		s.keep(record.JSON)
	})
	if trouble != nil {
		return r.Trouble(trouble)
	}
	s.broken = r.pull.Broken
	if len(s.messages) == 0 {
		return r.Yield(*r.In.Skipped(file, 0, s.id, s.title, "it is empty: it holds no messages"))
	}
	return r.finish(s, file)
}

// read fills s with the exported session that comes next in p.
func (s *session) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "info":
			s.about.read(p)
		case "messages":
			p.Array(func() {
				var m message
				p.Object(func(name string) {
					switch name {
					case "info":
						m.read(p)
					case "parts":
						p.Array(func() {
							var b part
							b.read(p)
							m.parts = append(m.parts, b)
						})
					}
				})
				s.messages = append(s.messages, m)
			})
		}
	})
}
