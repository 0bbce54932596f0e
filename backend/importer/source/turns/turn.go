// Package turns reads messages in the shape of OpenAI's chat interface and of the training data made after it: the
// readers of the reference platform, of OpenAI messages, of ShareGPT and of our own datasets stand on it
// (FORMATS.md §6 and §21).
package turns

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Turn is one message as its writer wrote it, with the role in the words of package chat.
type Turn struct {
	chat.Message
	// Written is the role as it was written: "human", "function_call", "developer" …
	Written string
	// ImagePaths are pictures named outside the content, as the reference platform does.
	ImagePaths []string
	// Unknown counts roles and content blocks that were not understood.
	Unknown []string
	// Untrained is set when the writer gave the message the weight 0: a model must not learn from it.
	Untrained bool

	raw     written
	results []chat.Message // results of tools that stood as blocks in a message of the user
}

// written holds the fields whose meaning depends on other fields, until all are read.
type written struct {
	text, spoken string
	calls        []chat.ToolCall
	hasText      bool
}

// Read fills t with the object that comes next in p; it is false when what comes next is no message.
func (t *Turn) Read(p *source.Pull) bool {
	*t = Turn{}
	if !p.Object(func(name string) { t.field(p, name) }) {
		return false
	}
	t.finish()
	return t.Written != "" || t.raw.hasText || len(t.ToolCalls) > 0
}

// ReadWith is Read for messages that other keys stand in too: members that field takes (it returns true) are not read
// again. A field that finds the members of the message deeper inside gives them to Member.
func (t *Turn) ReadWith(p *source.Pull, field func(name string) bool) bool {
	*t = Turn{}
	if !p.Object(func(name string) {
		if !field(name) {
			t.field(p, name)
		}
	}) {
		return false
	}
	t.finish()
	return t.Written != "" || t.raw.hasText || len(t.ToolCalls) > 0
}

// Member reads one member of the message that a field of ReadWith is reading.
func (t *Turn) Member(p *source.Pull, name string) { t.field(p, name) }

// field reads one member. The keys are those of OpenAI (role, content …), of ShareGPT (from, value …), and their kin.
func (t *Turn) field(p *source.Pull, name string) {
	switch name {
	case "role", "from", "author", "speaker":
		t.Written = p.Name()
	case "content", "value", "markdown", "parts":
		t.content(p)
	case "text":
		t.raw.spoken = p.Text()
	case "reasoning_content", "reasoning", "thinking":
		if text := p.Text(); text != "" {
			t.Reasoning = text
		}
	case "tool_calls":
		p.Array(func() { t.call(p) })
	case "function_call":
		if p.Kind() == '{' {
			t.call(p)
		}
	case "refusal":
		t.addText(p.Text())
	case "images", "image_paths":
		p.Array(func() { t.ImagePaths = append(t.ImagePaths, p.Text()) })
	default:
		t.detail(p, name)
	}
}

func (t *Turn) detail(p *source.Pull, name string) {
	switch name {
	case "id", "message_id":
		t.ID = p.Text()
	case "tool_call_id":
		t.ToolCallID = p.Text()
	case "name":
		t.Name = p.Name()
	case "model":
		t.Model = p.Name()
	case "weight":
		weight, ok := p.Number()
		t.Untrained = ok && weight == 0
	case "created_at", "timestamp", "create_time", "created":
		t.CreatedAt = p.Time()
	case "is_error":
		t.IsError = p.Bool()
	}
}

// content reads the content: a text, a list of parts, or null.
func (t *Turn) content(p *source.Pull) {
	switch p.Kind() {
	case '[':
		t.raw.hasText = true
		p.Array(func() { t.part(p) })
	case '{':
		t.raw.hasText = true
		t.part(p)
	case 'n':
		p.Skip()
	default:
		t.raw.hasText = true
		t.addText(p.Text())
	}
}

// addText adds a piece of text as a paragraph of its own.
func (t *Turn) addText(text string) {
	if text != "" && t.raw.text != "" {
		t.raw.text += "\n\n"
	}
	t.raw.text += text
}

// finish settles what the fields mean together: the role, the calls and the spoken text.
func (t *Turn) finish() {
	role, known := Role(t.Written)
	if !known && t.Written != "" {
		t.Unknown = append(t.Unknown, "role "+t.Written)
		t.Hidden, t.Name = true, t.Written
	}
	if t.Role, t.ToolCalls = role, t.raw.calls; len(t.ToolCalls) > 0 {
		t.Role = chat.RoleAssistant // only a model calls
	}
	switch {
	case IsCall(t.Written):
		t.spokenCall()
	case t.raw.hasText || t.raw.text != "":
		t.Content = t.raw.text
	default:
		t.Content = t.raw.spoken
	}
	if t.Role == chat.RoleAssistant && t.Reasoning == "" {
		t.Reasoning, t.Content = SplitThink(t.Content)
	}
}

// spokenCall settles a message of the role function_call: its content is the call itself, unless the calls stand
// beside it; what was said stands in text. A content that is no call is what was said.
func (t *Turn) spokenCall() {
	before, rest := "", t.raw.text
	if t.Reasoning == "" {
		t.Reasoning, rest = SplitThink(t.raw.text)
		before = rest
	}
	calls, ok := ParseCalls(rest)
	switch {
	case ok && len(t.ToolCalls) == 0:
		t.ToolCalls, t.Content = calls, t.raw.spoken
	case ok:
		t.Content = t.raw.spoken
	default:
		t.Content = rest
		if t.Content == "" {
			t.Content = t.raw.spoken
		}
		if len(t.ToolCalls) == 0 && before+rest != "" {
			t.Unknown = append(t.Unknown, "function_call without a call")
		}
	}
}

// SplitThink divides a text that begins with <think>…</think> into the reasoning and the answer. A text without, or
// one whose reasoning does not end, is all answer.
func SplitThink(text string) (reasoning, answer string) {
	const begin, end = "<think>", "</think>"
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if !strings.HasPrefix(trimmed, begin) {
		return "", text
	}
	inside, after, found := strings.Cut(trimmed[len(begin):], end)
	if !found {
		return "", text
	}
	return strings.TrimSpace(inside), strings.TrimLeft(after, " \t\r\n")
}
