package openwebui

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// item is one item of output, in the shape of OpenAI's Responses interface.
type item struct {
	kind, callID, name, arguments string
	text                          string // of its content, its summary or its output
	status                        string
	files                         []chat.Attachment
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
		case "arguments", "code", "action":
			i.arguments = p.AnyText()
		case "files":
			p.Array(func() {
				f := readAttached(p)
				i.files = append(i.files, f.attachment())
			})
		case "status":
			i.status = p.Name()
		case "content", "summary", "output":
			i.text = source.Join("\n\n", i.text, readText(p))
		}
	})
	return i
}

// readText reads a text, the texts of a list of parts, or what a program gave back as it is written.
func readText(p *source.Pull) (text string) {
	switch p.Kind() {
	case '[':
	case '{':
		return p.AnyText()
	default:
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
func (i *item) says() bool { return i.text+i.callID+i.name+i.arguments != "" || len(i.files) > 0 }

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
		m := n.Result(i.callID, i.name, i.text, i.status == "failed")
		m.Attachments = append(m.Attachments, i.files...)
	case "open_webui:code_interpreter":
		i.ran(n, "code_interpreter")
	case "web_search_call", "file_search_call", "computer_call": // the service runs these itself
		i.ran(n, strings.TrimSuffix(i.kind, "_call"))
	default:
		source.CountUnknown(c, "output "+i.kind)
	}
}

// ran adds a call that stands in one item with what came of it.
func (i *item) ran(n *tree.Node, name string) {
	id := n.Call(chat.ToolCall{Name: name, Arguments: i.arguments})
	if i.text != "" {
		n.Result(id, name, i.text, i.status == "failed")
	}
}
