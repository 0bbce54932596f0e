package llm

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// part is one part of a message of newer versions. What is neither a kind nor a plain text stands in a payload.
type part struct {
	message, kind, text string
	pieces              []piece // of the text, when it borrows from fragments
	call                chat.ToolCall
	output, problem     string // of a tool
	fileIDs             []string
	files               []chat.Attachment
}

// piece is a piece of a text: written out, or the number of a fragment.
type piece struct{ literal, fragment string }

func (b *part) read(p *source.Pull) {
	*b = part{}
	p.Object(func(name string) {
		switch name {
		case "message_hash":
			b.message = p.Text()
		case "type":
			b.kind = p.Name()
		case "text":
			b.text = p.Text()
		case "payload":
			p.Object(func(name string) { b.payload(p, name) })
		}
	})
}

func (b *part) payload(p *source.Pull, name string) {
	switch name {
	case "text":
		b.text = cmp.Or(b.text, p.Text())
	case "text_ref":
		p.Array(func() {
			var next piece
			p.Object(func(name string) {
				switch name {
				case "literal":
					next.literal = p.Text()
				case "fragment":
					next.fragment = p.Text()
				}
			})
			b.pieces = append(b.pieces, next)
		})
	case "name":
		b.call.Name = p.Name()
	case "arguments":
		b.call.Arguments = p.Arguments()
	case "tool_call_id":
		b.call.ID = p.Text()
	case "output":
		b.output = p.Text()
	case "exception":
		b.problem = p.Text()
	case "attachment":
		b.fileIDs = append(b.fileIDs, readID(p))
	case "attachments":
		p.Array(func() { b.fileIDs = append(b.fileIDs, readID(p)) })
	}
}

// readID reads {id}.
func readID(p *source.Pull) (id string) {
	p.Object(func(name string) {
		if name == "id" {
			id = p.Text()
		}
	})
	return id
}

// addTo adds the part to the node of its message.
func (b *part) addTo(c *chat.Conversation, n *tree.Node) {
	switch b.kind {
	case "text":
		n.Say(b.text)
	case "reasoning":
		n.Think(b.text)
	case "tool_call":
		n.Call(b.call)
	case "attachment":
		for _, file := range b.files {
			n.Attach(file)
		}
	case "tool_result":
		n.Result(b.call.ID, b.call.Name, cmp.Or(b.output, b.problem), b.problem != "").Attachments = b.files
	default:
		source.CountUnknown(c, "part "+b.kind)
	}
}
