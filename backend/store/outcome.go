package store

import "loquat/backend/chat"

// Outcome says what became of a conversation that was put.
type Outcome int

// The outcomes of Put.
const (
	New Outcome = iota
	Updated
	Unchanged
)

// Put is what one Writer.Put did; the numbers are 0 when nothing changed.
type Put struct {
	ID          int64
	Outcome     Outcome
	Messages    int // of the conversation, without its sub-agent runs
	SubAgents   int
	Attachments chat.Kept
	// Notes say, in a person's words, what was not kept as it was given: an attachment that could not be read, an
	// older version of a conversation that the library has newer.
	Notes []string
}

// Undone counts what Puts reported and a failed batch took back.
type Undone struct {
	New, Updated, Unchanged int
	Messages, SubAgents     int
	Attachments             chat.Kept
}

func (u *Undone) add(p Put) {
	switch p.Outcome {
	case New:
		u.New++
	case Updated:
		u.Updated++
	case Unchanged:
		u.Unchanged++
	}
	u.Messages += p.Messages
	u.SubAgents += p.SubAgents
	u.Attachments.Kept += p.Attachments.Kept
	u.Attachments.Missing += p.Attachments.Missing
}

// sizeOf is about how many bytes a conversation adds to a transaction.
func sizeOf(c *chat.Conversation) int {
	n := len(c.Raw) / 4
	for i := range c.Messages {
		n += len(c.Messages[i].Content) + len(c.Messages[i].Reasoning) + 200
	}
	for i := range c.SubAgents {
		n += sizeOf(&c.SubAgents[i])
	}
	return n
}
