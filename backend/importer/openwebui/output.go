package openwebui

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// item is one item of output, in the shape of OpenAI's Responses interface.
type item struct {
	kind, callID, name, arguments string
	text                          string // of its content, its summary or its output
	status                        string
}

func readItem(p *source.Pull) (i item) {
	p.Object(func(name string) {
		switch name {
		case "type":
			i.kind = p.Name()
		case "call_id":
			i.callID = p.Text()
		case "name":
			i.name = p.Name()
		case "arguments":
			i.arguments = argumentText(p)
		case "status":
			i.status = p.Name()
		case "content", "summary", "output":
			i.text = source.Join("\n\n", i.text, readText(p))
		}
	})
	return i
}

// argumentText reads arguments that are a text, or a JSON value.
func argumentText(p *source.Pull) string {
	if p.Kind() == '{' || p.Kind() == '[' {
		text, _ := source.Clean(string(p.Raw()))
		return text
	}
	return p.Text()
}

// readText reads a text, or the texts of a list of parts.
func readText(p *source.Pull) (text string) {
	if p.Kind() != '[' {
		return p.Text()
	}
	p.Array(func() {
		if p.Kind() == '"' {
			text = source.Join("\n\n", text, p.Text())
			return
		}
		p.Object(func(name string) {
			if name == "text" {
				text = source.Join("\n\n", text, p.Text())
			}
		})
	})
	return text
}

// says is whether the item holds anything.
func (i *item) says() bool { return i.text != "" || i.callID != "" || i.name != "" }

// write adds the item to the node of its message.
func (i *item) write(c *chat.Conversation, n *tree.Node) {
	switch i.kind {
	case "message":
		writeDetails(n, i.text)
	case "reasoning":
		n.Think(i.text)
	case "function_call":
		n.Call(chat.ToolCall{ID: i.callID, Name: i.name, Arguments: i.arguments})
	case "function_call_output":
		n.Result(i.callID, i.name, i.text, i.status == "failed")
	default:
		source.CountUnknown(c, "output "+i.kind)
	}
}
