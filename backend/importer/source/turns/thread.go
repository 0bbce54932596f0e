package turns

import (
	"fmt"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Thread puts turns into a conversation, one after the other: it gives messages ids that are the same at every
// import, links each to the one before, and joins the results of tools to their calls, whichever way they are named.
type Thread struct {
	Last string // id of the message that the next one follows

	c         *chat.Conversation
	taken     map[string]bool
	names     map[string]string // call id to the tool's name
	waiting   []chat.ToolCall   // calls without a result yet, in order
	untrained int
}

// NewThread begins a thread in c.
func NewThread(c *chat.Conversation) *Thread {
	return &Thread{c: c, taken: map[string]bool{}, names: map[string]string{}}
}

// Add appends a turn to the round with that number (0 when rounds are numbered later). A message of the user that
// holds only results of tools becomes those results.
func (t *Thread) Add(turn *Turn, round int) {
	for _, result := range turn.results {
		result.Round = round
		t.append(result)
	}
	if len(turn.results) == 0 || turn.Content != "" || len(turn.Attachments) > 0 {
		m := turn.Message
		m.Round = round
		for _, picture := range turn.ImagePaths {
			m.Attachments = append(m.Attachments, Missing(picture))
		}
		t.append(m)
	}
	for _, kind := range turn.Unknown {
		if t.c.Unknown == nil {
			t.c.Unknown = map[string]int{}
		}
		t.c.Unknown[kind]++
	}
	if turn.Untrained {
		t.untrained++
	}
}

func (t *Thread) append(m chat.Message) {
	if m.ID == "" || t.taken[m.ID] {
		m.ID = t.freeID()
	}
	t.taken[m.ID] = true
	m.Parent, t.Last = t.Last, m.ID
	m.ToolCalls = append([]chat.ToolCall(nil), m.ToolCalls...)
	for i := range m.ToolCalls {
		call := &m.ToolCalls[i]
		if call.ID == "" {
			call.ID = source.CallID(m.ID, i)
		}
		t.names[call.ID] = call.Name
	}
	if len(m.ToolCalls) > 0 {
		t.waiting = append(t.waiting, m.ToolCalls...)
	}
	if m.Role == chat.RoleTool {
		t.answer(&m)
	}
	t.c.Messages = append(t.c.Messages, m)
}

// freeID returns an id made of the message's place.
func (t *Thread) freeID() string {
	for n := len(t.c.Messages) + 1; ; n++ {
		if id := "m" + strconv.Itoa(n); !t.taken[id] {
			return id
		}
	}
}

// answer joins a result to its call: by id, else by the tool's name, else the first call that still waits.
func (t *Thread) answer(m *chat.Message) {
	for i, call := range t.waiting {
		if m.ToolCallID == call.ID || m.ToolCallID == "" && (m.Name == "" || m.Name == call.Name) {
			t.waiting = append(t.waiting[:i:i], t.waiting[i+1:]...)
			m.ToolCallID = call.ID
			break
		}
	}
	if m.Name == "" {
		m.Name = t.names[m.ToolCallID]
	}
}

// Finish adds the notes of the thread to the conversation; broken is how many characters were replaced in it.
func (t *Thread) Finish(broken int) {
	if broken > 0 {
		t.c.Notes = append(t.c.Notes, source.BrokenNote(broken))
	}
	if t.untrained > 0 {
		t.c.Notes = append(t.c.Notes, fmt.Sprintf("messages marked as not to be learnt from (weight 0), which Loquat does not tell apart: %d", t.untrained))
	}
}
