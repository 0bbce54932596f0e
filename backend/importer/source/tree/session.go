package tree

import (
	"context"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Session yields the conversation of a file that is written line by line while the conversation goes on: it is read to
// its last whole line. read reads a line and begins by clearing what it fills, take takes what it filled, and finish
// makes the conversation, before whose lines in the raw record about is put. It returns false when the caller has enough.
func (r *Reader) Session(ctx context.Context, file string, about []byte, read func(p *source.Pull), take func(), finish func(source.Record) (*chat.Conversation, string)) bool {
	written := source.Session{File: file}
	err := written.Lines(ctx, r.In, r.pull, func() { read(r.pull) }, func(source.Line) bool { take(); return true })
	record := source.Record{File: file}
	c, skip := finish(record)
	written.Finish(c)
	if len(about) > 0 && c.Raw != nil {
		c.Raw = append(append(about, '\n'), c.Raw...)
	}
	broke := (*source.Item)(nil)
	if err != nil {
		broke = r.In.Broke(ctx, file, err)
	}
	if ctx.Err() == nil && (broke == nil || len(c.Messages) > 0) && !r.Give(record, c, 0, skip) {
		return false
	}
	return broke == nil || r.Yield(*broke) && broke.Err == nil
}
