package cline

import (
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message in Anthropic's shape.
type message struct {
	id, role, model string
	created         chat.Time
	input, output   *int64 // tokens
	blocks          []block
}

// block is one block of a content.
type block struct {
	kind, text string // text is a thought too, or the result of a tool
	call       chat.ToolCall
	answers    string // id of the call that a result answers
	failed     bool
	files      []chat.Attachment
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			m.id = p.Text()
		case "role":
			m.role = p.Name()
		case "ts":
			m.created = p.Time()
		case "content":
			m.content(p)
		case "modelInfo":
			p.Object(func(name string) {
				if name == "id" || name == "modelId" {
					m.model = p.Name()
				}
			})
		case "metrics":
			p.Object(func(name string) {
				switch name {
				case "inputTokens":
					m.input = p.Count()
				case "outputTokens":
					m.output = p.Count()
				case "tokens":
					p.Object(func(name string) {
						switch name {
						case "prompt":
							m.input = p.Count()
						case "completion":
							m.output = p.Count()
						}
					})
				}
			})
		}
	})
}

// content reads a text, or blocks.
func (m *message) content(p *source.Pull) {
	if p.Kind() != '[' {
		m.blocks = append(m.blocks, block{kind: "text", text: p.Text()})
		return
	}
	p.Array(func() {
		var b block
		if p.Object(func(name string) { b.field(p, name) }) {
			m.blocks = append(m.blocks, b)
		}
	})
}

func (b *block) field(p *source.Pull, name string) {
	switch name {
	case "type":
		b.kind = p.Name()
	case "text", "thinking":
		b.text = p.Text()
	case "content":
		b.result(p)
	case "id":
		b.call.ID = p.Text()
	case "name":
		b.call.Name = p.Name()
	case "input":
		b.call.Arguments = p.Arguments()
	case "tool_use_id":
		b.answers = p.Text()
	case "is_error":
		b.failed = p.Bool()
	case "path":
		b.files = append(b.files, turns.Missing(p.Text()))
	case "source":
		b.picture(p)
	}
}

// result reads the content of a block: a text, or a list of blocks and of values of any kind.
func (b *block) result(p *source.Pull) {
	if p.Kind() != '[' {
		b.text = p.Text()
		return
	}
	p.Array(func() {
		from := p.Mark()
		var inner block
		p.Object(func(name string) { inner.field(p, name) })
		b.files = append(b.files, inner.files...)
		if inner.kind == "" {
			inner.text, _ = source.Clean(string(p.Written(from)))
		}
		b.text = source.Join("\n\n", b.text, inner.text)
	})
}

// picture reads {type: "base64", media_type, data}.
func (b *block) picture(p *source.Pull) {
	media, data := "", ""
	p.Object(func(name string) {
		switch name {
		case "media_type":
			media = p.Text()
		case "data":
			data = p.Text()
		}
	})
	if a, ok := source.DataURI("data:" + media + ";base64," + data); ok {
		b.files = append(b.files, a)
	}
}

// put is what the program adds to what a person says; wrapped is what it writes around it.
var (
	put     = regexp.MustCompile(`(?s)<environment_details>.*?(?:</environment_details>|$)`)
	wrapped = regexp.MustCompile(`(?s)^\s*<(task|feedback|user_message|answer)>\s*(.*?)\s*</(?:task|feedback|user_message|answer)>\s*`)
)

// addTo adds the message as nodes: the results of tools, what its author said, and hidden before it what the program
// put in.
func (m *message) addTo(t *tree.Tree, c *chat.Conversation) {
	role, known := turns.Role(m.role)
	n := tree.Node{Message: chat.Message{ID: m.id, Role: role, CreatedAt: m.created}}
	if !known {
		source.CountUnknown(c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	if role == chat.RoleAssistant {
		n.Model, n.PromptTokens, n.CompletionTokens = m.model, m.input, m.output
	}
	hidden := tree.Node{Message: chat.Message{Role: role, CreatedAt: m.created, Hidden: true}}
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind == "tool_result" {
			t.Follow(tree.Node{Message: chat.Message{Role: chat.RoleTool, ToolCallID: b.answers, Content: b.text, IsError: b.failed, CreatedAt: m.created, Attachments: b.files}})
			continue
		}
		if b.kind == "text" && role == chat.RoleUser {
			hidden.Say(strings.Join(put.FindAllString(b.text, -1), "\n\n"))
			b.text = unwrapped(b.text)
		}
		b.write(&n, c)
	}
	for _, n := range []tree.Node{hidden, n} {
		if !n.Blank() {
			t.Follow(n)
		}
	}
}

// unwrapped is what the person said, without what the program wrote around it and behind it.
func unwrapped(text string) string {
	text = put.ReplaceAllString(text, "")
	if wrapped.MatchString(text) {
		text = wrapped.ReplaceAllString(text, "$2\n\n")
	}
	return strings.TrimSpace(text)
}

// write adds a block to the node of its message.
func (b *block) write(n *tree.Node, c *chat.Conversation) {
	switch b.kind {
	case "text":
		n.Say(b.text)
	case "thinking", "reasoning":
		n.Think(b.text)
	case "tool_use":
		n.Call(b.call)
	case "image", "file", "document":
		for _, a := range b.files {
			a.Text = b.text
			n.Attach(a)
		}
	case "redacted_thinking":
		// a thought that only its maker can read; it stays in the record
	default:
		source.CountUnknown(c, "content "+b.kind)
		n.Say(b.text)
	}
}
