package turns

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Giver yields conversations of one reading: it skips what is empty or was there before, and counts nothing twice.
type Giver struct {
	In    *source.Input
	Key   string // of the source
	Yield func(source.Item) bool

	ids *Identity
}

// NewGiver begins a reading.
func NewGiver(in *source.Input, key string, yield func(source.Item) bool) *Giver {
	return &Giver{In: in, Key: key, Yield: yield, ids: NewIdentity()}
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
	return g.Yield(*g.In.Failed(record.File, record.Offset, "it is not JSON: "+err.Error()))
}
