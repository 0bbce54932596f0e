package jan

import (
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// line is one message.
type line struct {
	id, thread, role, model string
	created                 chat.Time
	parts                   []part
	called                  []part // calls that stand beside the content
}

// part is a part of a content.
type part struct {
	kind, text, image string
	call              chat.ToolCall
	output            string
	answered, failed  bool
}

func (l *line) read(p *source.Pull) {
	*l = line{}
	p.Object(func(name string) {
		switch name {
		case "id":
			l.id = p.Text()
		case "thread_id":
			l.thread = p.Text()
		case "role":
			l.role = p.Name()
		case "model":
			l.model = p.Name()
		case "created", "created_at":
			l.created = p.Time()
		case "content":
			l.content(p)
		case "metadata":
			p.Object(func(name string) {
				if name == "tool_calls" {
					p.Array(func() { l.called = append(l.called, readCall(p)) })
				}
			})
		}
	})
}

// readCall reads a call with its result, as the metadata of a message hold it.
func readCall(p *source.Pull) part {
	t := part{kind: "tool_call"}
	p.Object(func(name string) {
		switch name {
		case "tool":
			p.Object(func(name string) { t.tool(p, name) })
		case "response":
			t.answered = p.Object(func(name string) { t.response(p, name) })
		}
	})
	return t
}

func (t *part) tool(p *source.Pull, name string) {
	switch name {
	case "id":
		t.call.ID = p.Text()
	case "function":
		p.Object(func(name string) {
			switch name {
			case "name":
				t.call.Name = p.Name()
			case "arguments":
				t.call.Arguments = p.Arguments()
			}
		})
	}
}

func (t *part) response(p *source.Pull, name string) {
	switch name {
	case "error":
		if text := p.Text(); text != "" {
			t.failed = true
			t.output = source.Join("\n\n", t.output, text)
		}
	case "content":
		p.Array(func() { t.output = source.Join("\n\n", t.output, inner(p, "text")) })
	}
}

// content reads a list of parts, or a text.
func (l *line) content(p *source.Pull) {
	if p.Kind() == '"' {
		l.parts = append(l.parts, part{kind: "text", text: p.Text()})
		return
	}
	p.Array(func() {
		var t part
		if p.Object(func(name string) { t.field(p, name) }) {
			l.parts = append(l.parts, t)
		}
	})
}

func (t *part) field(p *source.Pull, name string) {
	switch name {
	case "type":
		t.kind = p.Name()
	case "text":
		t.text = inner(p, "value")
	case "image_url":
		t.image = inner(p, "url")
	case "tool_call_id":
		t.call.ID = p.Text()
	case "tool_name":
		t.call.Name = p.Name()
	case "input":
		t.call.Arguments = p.Arguments()
	case "output":
		t.answered = p.Kind() != 'n'
		t.output = p.AnyText()
	}
}

// inner reads a text, or the text under a name of an object.
func inner(p *source.Pull, name string) (text string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(field string) {
		if field == name {
			text = p.Text()
		}
	})
	return text
}

// node makes the node of a message.
func (l *line) node(c *chat.Conversation) tree.Node {
	role, known := turns.Role(l.role)
	n := tree.Node{Message: chat.Message{ID: l.id, Role: role, CreatedAt: l.created}}
	if !known {
		source.CountUnknown(c, "role "+l.role)
		n.Hidden, n.Name = true, l.role
	}
	if role == chat.RoleAssistant {
		n.Model = l.model
	}
	for i := range l.parts {
		if l.parts[i].kind == "text" && i == len(l.parts)-1 {
			l.call(c, &n)
		}
		l.parts[i].write(c, &n)
	}
	l.call(c, &n)
	return n
}

// call adds the calls that stand beside the content: they come before the last text, which answers with their results.
// Those that are parts of the content too are told there.
func (l *line) call(c *chat.Conversation, n *tree.Node) {
	for i := range l.called {
		same := func(t part) bool { return t.kind == "tool_call" && t.call.ID == l.called[i].call.ID }
		if !slices.ContainsFunc(l.parts, same) {
			l.called[i].write(c, n)
			n.Unanswered()
		}
	}
	l.called = nil
}

// write adds a part to the node of its message.
func (t *part) write(c *chat.Conversation, n *tree.Node) {
	switch t.kind {
	case "text":
		if n.Role != chat.RoleAssistant {
			n.Say(t.text)
			return
		}
		thought, answer := turns.SplitThink(t.text)
		n.Think(thought)
		n.Say(answer)
	case "image_url":
		if inline, ok := source.DataURI(t.image); ok {
			n.Attach(inline)
		} else {
			n.Attach(turns.Missing(t.image))
		}
	case "reasoning":
		n.Think(t.text)
	case "tool_call":
		id := n.Call(t.call)
		if t.answered {
			n.Result(id, t.call.Name, t.output, t.failed)
		}
	default:
		source.CountUnknown(c, "part "+t.kind)
		n.Say(t.text)
	}
}
