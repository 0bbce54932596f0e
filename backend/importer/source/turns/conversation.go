package turns

import (
	"bytes"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Answer adds the message that comes next in p as one of several ends of the conversation, as the choices of a
// response are; the first is the one in view.
func (r *Row) Answer(p *source.Pull) {
	r.End(r.turns(p, "assistant")...)
}

// Say adds messages that a reader found.
func (r *Row) Say(list ...Turn) { r.messages = append(r.messages, list...) }

// End adds messages that a reader found as one of several ends of the conversation.
func (r *Row) End(list ...Turn) {
	if len(list) > 0 {
		r.branches = append(r.branches, branch{turns: list})
	}
}

// Empty says that the record holds no message.
func (r *Row) Empty() bool { return len(r.prompt)+len(r.messages)+len(r.branches) == 0 }

// Conversation makes the conversation of the source key: raw is the record as it is written, broken is how many
// characters of it were replaced, find gives the attachment of a file named beside the messages. A record without an id
// is named by its content.
func (r *Row) Conversation(key string, raw []byte, broken int, find func(at string) chat.Attachment) *chat.Conversation {
	c := &chat.Conversation{Source: key, ExternalID: r.ID, LocalID: true, Title: r.Title, Tags: r.Tags, Status: chat.StatusActive, Model: r.Model,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Raw: bytes.Clone(raw)}
	switch t := chat.Type(r.DataSource); t {
	case chat.TypeChat, chat.TypeAgent, chat.TypeGraph:
		c.Type = t
	}
	thread := NewThread(c)
	r.AddTo(thread, 0)
	r.placeMedia(c, find)
	if len(r.Tools) > 0 || r.Model != "" {
		c.Rounds = []chat.Round{{Number: 1, Model: r.Model, Tools: r.Tools}}
	}
	thread.Finish(broken + r.broken)
	source.Settle(c, nil)
	if c.ExternalID == "" {
		c.ExternalID = ContentID(c)
	}
	return c
}

// AddTo adds the record's messages to a thread, all to one round when its number is not 0.
func (r *Row) AddTo(thread *Thread, round int) {
	r.settle()
	if r.system != "" && !r.hasSystem() {
		thread.Add(&Turn{Message: chat.Message{Role: chat.RoleSystem, Content: r.system}}, round)
	}
	for i := range r.messages {
		thread.Add(&r.messages[i], round)
	}
	r.addBranches(thread, round)
	last := len(thread.c.Messages) - 1
	if r.rated && last >= 0 && thread.c.Messages[last].Role == chat.RoleAssistant {
		thread.c.Messages[last].Rating = map[bool]int{true: 1, false: -1}[r.good]
	}
}

// hasSystem says whether the messages, or the ends, begin with a system prompt of their own.
func (r *Row) hasSystem() bool {
	first := r.messages
	if len(first) == 0 && len(r.branches) > 0 {
		first = r.branches[0].turns
	}
	return len(first) > 0 && first[0].Role == chat.RoleSystem
}

// addBranches adds the ends: what they all begin with once, then each as a branch of its own.
func (r *Row) addBranches(thread *Thread, round int) {
	for sameStart(r.branches) {
		thread.Add(&r.branches[0].turns[0], round)
		for i := range r.branches {
			r.branches[i].turns = r.branches[i].turns[1:]
		}
	}
	fork := thread.Last
	for i, b := range r.branches {
		thread.Last = fork
		for k := range b.turns {
			thread.Add(&b.turns[k], round)
		}
		if len(b.turns) == 0 {
			continue
		}
		thread.c.Messages[len(thread.c.Messages)-1].Rating = b.rating
		if i == 0 {
			thread.c.Leaf = thread.Last
		}
	}
}

// sameStart says whether several branches begin with the same message and go on after it.
func sameStart(branches []branch) bool {
	for _, b := range branches {
		if len(b.turns) < 2 || b.turns[0].Role != branches[0].turns[0].Role || b.turns[0].Content != branches[0].turns[0].Content {
			return false
		}
	}
	return len(branches) > 1
}
