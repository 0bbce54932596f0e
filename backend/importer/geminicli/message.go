package geminicli

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message.
type message struct {
	id, kind, model          string
	parent                   string
	created                  chat.Time
	content                  parts
	thoughts                 []string
	calls                    []call
	input, output, reasoning *int64 // tokens
}

// parts are the parts of a content, put together.
type parts struct {
	text  string
	files []chat.Attachment
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	return p.Object(func(name string) { m.field(p, name) })
}

// field reads a member; it is false when m has no such one.
func (m *message) field(p *source.Pull, name string) bool {
	switch name {
	case "id":
		m.id = p.Text()
	case "type":
		m.kind = p.Name()
	case "model":
		m.model = p.Name()
	case "timestamp":
		m.created = p.Time()
	case "content":
		m.content.read(p)
	case "thoughts":
		p.Array(func() { m.thoughts = append(m.thoughts, readThought(p)) })
	case "toolCalls":
		source.ReadList(p, &m.calls, (*call).read)
	case "tokens":
		p.Object(func(name string) {
			switch name {
			case "input":
				m.input = p.Count()
			case "output":
				m.output = p.Count()
			case "thoughts":
				m.reasoning = p.Count()
			}
		})
	default:
		return false
	}
	return true
}

func readThought(p *source.Pull) string {
	subject, description := "", ""
	p.Object(func(name string) {
		switch name {
		case "subject":
			subject = p.Text()
		case "description":
			description = p.Text()
		}
	})
	return source.Join(": ", subject, description)
}

// read reads a text, one part, or a list of parts.
func (t *parts) read(p *source.Pull) {
	switch p.Kind() {
	case '[':
		p.Array(func() { t.read(p) })
	case '{':
		p.Object(func(name string) { t.part(p, name) })
	default:
		t.text = source.Join("\n\n", t.text, p.Text())
	}
}

func (t *parts) part(p *source.Pull, name string) {
	switch name {
	case "text":
		t.text = source.Join("\n\n", t.text, p.Text())
	case "inlineData", "fileData":
		media, data, uri := "", "", ""
		p.Object(func(name string) {
			switch name {
			case "mimeType":
				media = p.Text()
			case "data":
				data = p.Text()
			case "fileUri":
				uri = p.Text()
			}
		})
		if data != "" {
			inline, _ := source.DataURI("data:" + media + ";base64," + data)
			t.files = append(t.files, inline)
			return
		}
		a := turns.Missing(uri)
		a.MIME = cmp.Or(media, a.MIME)
		t.files = append(t.files, a)
	}
}

// node makes the node of a message.
func (m *message) node(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.id, Parent: m.parent, CreatedAt: m.created}}
	switch m.kind {
	case "user":
		n.Role = chat.RoleUser
		n.Hidden = strings.HasPrefix(strings.TrimSpace(m.content.text), "<session_context>") // put in by the program
	case "gemini", "model", "assistant":
		n.Role, n.Model = chat.RoleAssistant, m.model
		n.PromptTokens, n.CompletionTokens = m.input, tree.Sum(m.output, m.reasoning)
	case "info", "error", "warning": // what the program told the person
		n.Role, n.Name, n.Hidden = chat.RoleSystem, m.kind, true
	default:
		source.CountUnknown(c, "message "+m.kind)
		n.Role, n.Name, n.Hidden = chat.RoleSystem, m.kind, true
	}
	n.Think(source.Join("\n\n", m.thoughts...))
	n.Say(m.content.text)
	for _, a := range m.content.files {
		n.Attach(a)
	}
	if n.Role == chat.RoleAssistant {
		m.writeCalls(&n)
	}
	return n
}

// writeCalls adds the calls of a message, which were made together, and their results.
func (m *message) writeCalls(n *tree.Node) {
	ids := make([]string, len(m.calls))
	for i := range m.calls {
		ids[i] = n.Call(m.calls[i].ToolCall)
	}
	for i := range m.calls {
		k := &m.calls[i]
		if text, done := k.answer(); done {
			n.Result(ids[i], k.Name, text, k.failed).Attachments = k.result.files
		}
	}
}
