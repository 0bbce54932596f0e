package turns

import (
	"fmt"
	"hash/maphash"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// ContentID names a conversation by what was said in it: the same messages give the same id, in whichever file format
// they are written (FORMATS.md §21).
func ContentID(c *chat.Conversation) string { return source.ContentID(content(c)...) }

// content is everything that makes one conversation differ from another one with the same id.
func content(c *chat.Conversation) (parts []string) {
	for i := range c.Messages {
		m := &c.Messages[i]
		parts = append(parts, string(m.Role), m.Content, m.Reasoning, m.Name)
		for _, call := range m.ToolCalls {
			parts = append(parts, call.Name, call.Arguments)
		}
		for _, a := range m.Attachments {
			parts = append(parts, a.Name)
		}
	}
	return parts
}

// Identity keeps apart the conversations of one import that have the same id: a file of training data may repeat a row,
// and may number different rows alike. It remembers a few bytes for each conversation.
type Identity struct {
	seed  maphash.Seed
	seen  map[uint64]known // by hash of the id
	count int
}

type known struct {
	content uint64
	place   int // number of the record, from 1
}

// NewIdentity remembers nothing yet.
func NewIdentity() *Identity { return &Identity{seed: maphash.MakeSeed(), seen: map[uint64]known{}} }

// Claim gives c an id of its own. When another conversation with the same id came before, it is either the same, and
// the reason to skip this one is returned, or another one: then this one's id gets "#2", "#3" …
func (k *Identity) Claim(c *chat.Conversation) (skip string) {
	k.count++
	id, sum := c.ExternalID, k.sum(c)
	for n := 2; ; n++ {
		key := maphash.String(k.seed, c.ExternalID)
		before, taken := k.seen[key]
		switch {
		case !taken:
			k.seen[key] = known{content: sum, place: k.count}
			return ""
		case before.content == sum:
			return fmt.Sprintf("it is the same as conversation %d of this import", before.place)
		}
		c.ExternalID = fmt.Sprintf("%s#%d", id, n)
	}
}

func (k *Identity) sum(c *chat.Conversation) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	for _, part := range content(c) {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}
