package turns

import (
	"context"
	"errors"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Giver yields conversations of one reading: it skips what is empty or was there before, and counts nothing twice.
type Giver struct {
	In    *source.Input
	Key   string // of the source
	Yield func(source.Item) bool

	ctx context.Context
	ids *Identity
}

// NewGiver begins a reading.
func NewGiver(ctx context.Context, in *source.Input, key string, yield func(source.Item) bool) *Giver {
	return &Giver{In: in, Key: key, Yield: yield, ctx: ctx, ids: NewIdentity()}
}

// Trouble passes on what could not be read; false when nothing can follow. The end of one file among several is a
// failed record, and reading goes on with the next file.
func (g *Giver) Trouble(problem *source.Item) bool {
	e := (*chat.Error)(nil)
	if !errors.As(problem.Err, &e) || len(g.In.Files) == 1 || g.ctx.Err() != nil {
		return g.Yield(*problem) && problem.Err == nil
	}
	named := *e
	named.File = ""
	return g.Yield(*g.In.Failed(problem.Where, -1, named.Error()))
}

// Row yields the conversation of a record; false when the caller has enough.
func (g *Giver) Row(row *Row, record source.Record, broken int) bool {
	if row.Empty() {
		return g.Yield(*g.In.Skipped(record.File, record.Offset, row.ID, row.Title, "it holds no messages"))
	}
	return g.Conversation(row.Conversation(g.Key, record.JSON, broken, Beside(g.In.FS, record.File)), record)
}

// Conversation yields a conversation, unless the same one came before.
func (g *Giver) Conversation(c *chat.Conversation, record source.Record) bool {
	if reason := g.ids.Claim(c); reason != "" {
		return g.Yield(*g.In.Skipped(record.File, record.Offset, c.ExternalID, c.Title, reason))
	}
	return g.Yield(source.Item{Conversation: c, Where: record.File, Offset: record.Offset})
}

// NotJSON yields that a record could not be read; reading goes on.
func (g *Giver) NotJSON(record source.Record, err error) bool {
	return g.Yield(*g.In.Failed(record.File, record.Offset, "the JSON is damaged: "+err.Error()))
}
