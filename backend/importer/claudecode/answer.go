package claudecode

import (
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// synthetic is the model of answers that the program wrote itself.
const synthetic = "<synthetic>"

// assistant adds a record of an answer, or joins it to the lines of the same answer before it (FORMATS.md §3, quirk 1).
// It returns the id of the answer's message.
func (h *chain) assistant(r *record) string {
	place, again := h.answers[r.message.id]
	if !again || r.message.id == "" {
		h.command = -1
		m := chat.Message{Role: chat.RoleAssistant, Model: r.message.model, Hidden: r.apiError || r.message.model == synthetic}
		if m.Model == synthetic {
			m.Model = ""
		}
		h.append(r, m)
		place = len(h.c.Messages) - 1
		h.answers[r.message.id] = place
	}
	m := &h.c.Messages[place]
	for i := range r.message.blocks {
		h.block(r, m, &r.message.blocks[i])
		m = &h.c.Messages[place]
	}
	u := h.usages[m.ID]
	h.usages[m.ID] = usage{max(u.prompt, r.message.usage.prompt), max(u.completion, r.message.usage.completion)}
	return m.ID
}

// block adds a block of an answer, unless a line before has it. Lines may hold snapshots that grow: the longer stays.
func (h *chain) block(r *record, m *chat.Message, b *block) {
	switch b.kind {
	case kindText, "":
		m.Content = grown(m.Content, b.text)
	case kindThinking:
		m.Reasoning = grown(m.Reasoning, b.text)
	case kindCall, "server_tool_use":
		h.call(m, b)
	case kindResult, "web_search_tool_result":
		h.result(r, b)
	case kindImage, kindDocument:
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
