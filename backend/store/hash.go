package store

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"loquat/backend/chat"
)

// contentHash is the SHA-256 of everything a reader made of a conversation and the store keeps, its raw record and
// sub-agents left out. Texts go in with their length before them, so that no two conversations look alike.
func contentHash(c *chat.Conversation) []byte {
	h := hasher{sum: sha256.New()}
	h.texts("loquat 1", c.Source, c.ExternalID, c.Title, string(c.Type), c.Model, c.Leaf, c.ParentExternalID, c.ParentCallID)
	h.time(c.CreatedAt)
	h.time(c.UpdatedAt)
	h.number(int64(len(c.Tags)))
	h.texts(c.Tags...)
	h.number(int64(len(c.Rounds)))
	for i := range c.Rounds {
		h.round(&c.Rounds[i])
	}
	for i := range c.Messages {
		h.message(&c.Messages[i])
	}
	h.flush()
	return h.sum.Sum(nil)
}

// hasher gathers small values before it hashes them.
type hasher struct {
	sum hash.Hash
	buf []byte
}

func (h *hasher) flush() {
	h.sum.Write(h.buf)
	h.buf = h.buf[:0]
}

func (h *hasher) number(n int64) { h.buf = binary.AppendVarint(h.buf, n) }

func (h *hasher) texts(all ...string) {
	for _, s := range all {
		h.number(int64(len(s)))
		h.buf = append(h.buf, s...)
		if len(h.buf) > 16<<10 {
			h.flush()
		}
	}
}

func (h *hasher) flags(all ...bool) {
	for _, b := range all {
		if b {
			h.buf = append(h.buf, 1)
		} else {
			h.buf = append(h.buf, 0)
		}
	}
}

func (h *hasher) time(t chat.Time) {
	h.flags(t.Valid, t.Guessed)
	if t.Valid {
		h.number(t.MS)
	}
}

func (h *hasher) round(r *chat.Round) {
	h.number(int64(r.Number))
	h.texts(r.AgentName, r.Model)
	for _, n := range []*int64{r.PromptTokens, r.CompletionTokens} {
		h.flags(n != nil)
		if n != nil {
			h.number(*n)
		}
	}
	h.number(int64(len(r.Tools)))
	for _, t := range r.Tools {
		h.texts(t.Name, t.Description, t.Parameters)
	}
}

func (h *hasher) message(m *chat.Message) {
	h.number(int64(m.Round))
	h.texts(m.ID, m.Parent, string(m.Role), m.Content, m.Reasoning, m.ToolCallID, m.Name, m.Model, m.Channel)
	h.number(int64(m.Rating))
	h.flags(m.IsError, m.Hidden)
	h.time(m.CreatedAt)
	h.number(int64(len(m.ToolCalls)))
	for _, call := range m.ToolCalls {
		h.texts(call.ID, call.Name, call.Arguments)
	}
	h.number(int64(len(m.Attachments)))
	for _, a := range m.Attachments {
		h.texts(a.Name, a.MIME, a.Hash, a.Text)
		h.number(a.Size)
	}
}
