package claudecode

import (
	"cmp"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// synthetic is the model of answers that the program wrote itself.
const synthetic = "<synthetic>"

// assistant adds a record of an answer, or joins it to the lines of the same answer before it (FORMATS.md §3, quirk 1).
// Behind the result of a tool that the service ran itself the answer goes on in another message. It returns the id of the
// answer's message.
func (h *chain) assistant(r *record) string {
	place, again := h.answers[r.message.id]
	if !again || r.message.id == "" {
		h.command = -1
		place = h.answer(r)
	}
	for i := range r.message.blocks {
		b := &r.message.blocks[i]
		if !b.served() && h.ended[h.c.Messages[place].ID] {
			place = h.answer(r)
		}
		h.block(r, &h.c.Messages[place], b)
	}
	m := &h.c.Messages[place]
	first := cmp.Or(h.spent[r.message.id], m.ID)
	if r.message.id != "" {
		h.spent[r.message.id] = first
	}
	u := h.usages[first]
	h.usages[first] = usage{max(u.prompt, r.message.usage.prompt), max(u.completion, r.message.usage.completion)}
	return m.ID
}

// answer begins a message of an answer and returns its place.
func (h *chain) answer(r *record) int {
	m := chat.Message{Role: chat.RoleAssistant, Model: r.message.model, Hidden: r.apiError || r.message.model == synthetic}
	if m.Model == synthetic {
		m.Model = ""
	}
	h.append(r, m)
	place := len(h.c.Messages) - 1
	h.answers[r.message.id] = place
	return place
}

// block adds a block of an answer, unless a line before has it. Lines may hold snapshots that grow: the longer stays.
func (h *chain) block(r *record, m *chat.Message, b *block) {
	switch {
	case b.kind == kindText, b.kind == "":
		m.Content = grown(m.Content, b.text)
	case b.kind == kindThinking:
		m.Reasoning = grown(m.Reasoning, b.text)
	case b.calls():
		h.call(m, b)
	case b.served():
		h.ended[m.ID] = true
		h.result(r, b)
	case b.kind == kindImage, b.kind == kindDocument:
		m.Attachments = append(m.Attachments, b.attachment())
	default:
		h.unknown(b)
	}
}

// grown adds a text to those before it, unless it is one of them, or the last of them has grown into it.
func grown(before, text string) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return before
	case before == "", strings.HasPrefix(text, before):
		return text
	case before == text || strings.HasSuffix(before, "\n\n"+text) || strings.HasPrefix(before, text):
		return before
	}
	if cut := strings.LastIndex(before, "\n\n"); cut >= 0 && strings.HasPrefix(text, before[cut+2:]) {
		return before[:cut+2] + text
	}
	return source.Join("\n\n", before, text)
}

func (h *chain) call(m *chat.Message, b *block) {
	call := chat.ToolCall{ID: b.id, Name: b.name, Arguments: b.text}
	if call.Arguments == "" {
		call.Arguments = "{}"
	}
	if call.ID == "" {
		call.ID = source.CallID(m.ID, len(m.ToolCalls))
	}
	same := slices.IndexFunc(m.ToolCalls, func(before chat.ToolCall) bool { return before.ID == call.ID })
	switch {
	case same < 0:
		m.ToolCalls = append(m.ToolCalls, call)
	case len(call.Arguments) > len(m.ToolCalls[same].Arguments):
		m.ToolCalls[same] = call
	}
	h.calls[call.ID] = call.Name
}
