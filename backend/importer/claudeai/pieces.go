package claudeai

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// pieces are the messages that one written message becomes: an answer up to its calls, their results, the next answer.
type pieces struct {
	*weave
	m       *message
	parent  string
	first   int             // place of its first message
	at      int             // place of the message that is being written; -1: the next block begins one
	waiting []chat.ToolCall // calls without a result
}

// block adds what a block says.
func (p *pieces) block(i int) {
	b := &p.m.blocks[i]
	if p.at >= 0 && len(p.c.Messages[p.at].ToolCalls) > 0 && b.kind != kindCall && b.kind != kindResult && !p.resultAhead(i) {
		p.at, p.waiting = -1, nil // the results of these calls are not in the export
	}
	switch b.kind {
	case kindText:
		p.text(cited(b.text, b.citations))
	case kindVoice:
		p.text(source.Join("\n\n", b.title, b.text))
	case kindThinking:
		m := p.message(p.role())
		m.Reasoning = source.Join("\n\n", m.Reasoning, b.text)
	case kindCall:
		p.call(b)
	case kindResult:
		p.result(b)
	case kindBudget:
	default:
		source.CountUnknown(p.c, "block "+b.kind)
		p.text(b.text)
	}
}

// resultAhead says whether a result comes behind block i, before the next call.
func (p *pieces) resultAhead(i int) bool {
	for _, b := range p.m.blocks[i+1:] {
		if b.kind == kindResult || b.kind == kindCall {
			return b.kind == kindResult
		}
	}
	return false
}

// role is who wrote the message; an unknown sender is counted where the message begins.
func (p *pieces) role() chat.Role {
	switch p.m.sender {
	case "human", "user":
		return chat.RoleUser
	case "assistant":
		return chat.RoleAssistant
	}
	return chat.RoleSystem
}

// message is the message of that role that is being written, or a new one.
func (p *pieces) message(role chat.Role) *chat.Message {
	if p.at < 0 || p.c.Messages[p.at].Role != role {
		p.append(chat.Message{Role: role})
		p.at = len(p.c.Messages) - 1
	}
	return &p.c.Messages[p.at]
}

// append adds a message behind the last.
func (p *pieces) append(m chat.Message) {
	m.ID, m.Parent, m.CreatedAt = p.ids.Unique(p.m.id), p.parent, p.m.created
	if m.Role == chat.RoleSystem {
		m.Hidden = true
		if len(p.c.Messages) == p.first {
			source.CountUnknown(p.c, "sender "+p.m.sender)
		}
	}
	p.parent = m.ID
	p.c.Messages = append(p.c.Messages, m)
}

func (p *pieces) text(text string) {
	role := p.role()
	reasoning := ""
	if role == chat.RoleAssistant {
		reasoning, text = readable(text)
	}
	if text == "" && reasoning == "" {
		return
	}
	m := p.message(role)
	m.Reasoning = source.Join("\n\n", m.Reasoning, reasoning)
	m.Content = source.Join("\n\n", m.Content, text)
}

// call adds a call. Most have no id (FORMATS.md §2, quirk 4).
func (p *pieces) call(b *block) {
	m := p.message(chat.RoleAssistant)
	call := chat.ToolCall{ID: b.id, Name: b.name, Arguments: cmp.Or(b.arguments, "{}")}
	if call.ID == "" {
		call.ID = source.CallID(m.ID, len(m.ToolCalls))
	}
	m.ToolCalls = append(m.ToolCalls, call)
	p.waiting = append(p.waiting, call)
	p.called[call.ID] = call.Name
}

// result adds a result, paired with its call by id, else by the tool's name, else by order.
func (p *pieces) result(b *block) {
	m := chat.Message{Role: chat.RoleTool, Content: b.result.text, IsError: b.isError, ToolCallID: b.callID, Name: b.name}
	at := -1
	for i, call := range p.waiting {
		if call.ID == b.callID {
			at = i
			break
		}
		if at < 0 && call.Name == b.name {
			at = i
		}
	}
	_, known := p.called[b.callID]
	if at < 0 && len(p.waiting) > 0 && !known {
		at = 0
	}
	if at >= 0 && (!known || p.waiting[at].ID == b.callID) {
		m.ToolCallID = p.waiting[at].ID
		p.waiting = append(p.waiting[:at:at], p.waiting[at+1:]...)
	}
	m.Name = cmp.Or(m.Name, p.called[m.ToolCallID])
	for _, f := range b.result.files {
		m.Attachments = append(m.Attachments, f.attachment())
	}
	for _, kind := range b.result.unknown {
		source.CountUnknown(p.c, kind)
	}
	p.append(m)
	p.at = -1
}

// attachment makes an attachment of a file; its bytes are almost never in the export, its text may be.
func (f *file) attachment() chat.Attachment {
	if f.data != "" {
		inline, _ := source.DataURI("data:" + f.kind + ";base64," + f.data)
		inline.Name = f.name
		return inline
	}
	name := f.name
	if name == "" && f.text != "" {
		name = "paste.txt" // what was pasted has no name
	}
	a := turns.Missing(cmp.Or(name, f.id, "file"))
	if kind, _, _ := strings.Cut(f.kind, ";"); strings.Contains(kind, "/") {
		a.MIME = kind
	} else if kind == "image" && a.MIME == "" {
		a.MIME = "image/*"
	}
	a.Size, a.Text = f.size, f.text
	return a
}
