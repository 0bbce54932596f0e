package cursor

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// bubble is one message, or one call of a tool with its result.
type bubble struct {
	id, kind, text, thought, model string
	created                        chat.Time
	call                           chat.ToolCall
	called                         bool
	result, status                 string
	input, output                  *int64 // tokens
	files                          []chat.Attachment
}

// blank says whether nothing is known of the bubble, not even its id.
func (b *bubble) blank() bool {
	return b.id+b.kind+b.text+b.thought == "" && !b.called && len(b.files) == 0
}

// readBubbles reads a list of bubbles.
func readBubbles(p *source.Pull) (all []bubble) {
	source.ReadList(p, &all, (*bubble).read)
	return all
}

// read fills b; it is false when what comes next is no bubble.
func (b *bubble) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		if b.beside(p, name) {
			return
		}
		switch name {
		case "bubbleId", "id":
			b.id = cmp.Or(b.id, p.Text())
		case "type":
			b.kind = p.Text()
		case "text", "rawText":
			b.text = cmp.Or(b.text, p.Text())
		case "createdAt":
			b.created = cmp.Or(p.Time(), b.created)
		case "thinking":
			p.Object(func(name string) {
				if name == "text" {
					b.thought = p.Text()
				}
			})
		case "toolFormerData":
			b.called = p.Object(func(name string) { b.tool(p, name) })
		case "tokenCount":
			p.Object(func(name string) {
				switch name {
				case "inputTokens":
					b.input = p.Count()
				case "outputTokens":
					b.output = p.Count()
				}
			})
		}
	})
}

// tool reads a call and what came of it.
func (b *bubble) tool(p *source.Pull, name string) {
	switch name {
	case "name":
		b.call.Name = p.Name()
	case "toolCallId":
		b.call.ID = p.Text()
	case "rawArgs":
		b.call.Arguments = cmp.Or(p.Text(), b.call.Arguments)
	case "params":
		b.call.Arguments = cmp.Or(b.call.Arguments, p.Text())
	case "result":
		b.result = p.Text()
	case "status":
		b.status = p.Name()
	}
}

// node makes the node of a bubble.
func (b *bubble) node(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: b.id, CreatedAt: b.created}}
	switch b.kind {
	case "1", "user":
		n.Role = chat.RoleUser
	case "2", "ai":
		n.Role, n.Model, n.PromptTokens, n.CompletionTokens = chat.RoleAssistant, cmp.Or(b.model, c.Model), b.input, b.output
	default:
		source.CountUnknown(c, "bubble "+b.kind)
		n.Role, n.Hidden = chat.RoleSystem, true
	}
	n.Think(b.thought)
	n.Say(b.text)
	for _, a := range b.files {
		n.Attach(a)
	}
	if b.called && b.call.Name != "" {
		id := n.Call(b.call)
		if failed := b.status == "error"; b.result != "" || failed || b.status == "completed" {
			n.Result(id, b.call.Name, b.result, failed)
		}
	}
	return n
}
