package chatbotui

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// document is one chat. It has no times.
type document struct {
	id, title, model, system string
	turns                    []turns.Turn
}

// Read fills d with the chat that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "id":
			d.id = p.Text()
		case "name":
			d.title = p.Text()
		case "prompt":
			d.system = p.Text()
		case "model":
			p.Object(func(name string) {
				if name == "id" {
					d.model = p.Text()
				}
			})
		case "messages":
			source.ReadList(p, &d.turns, (*turns.Turn).Read)
		}
	})
}

// Conversation makes the conversation of the chat. The model is the one that the chat ends with.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title}
	t := &tree.Tree{System: d.system}
	for i := range d.turns {
		m := d.turns[i].Message
		m.ID = ""
		t.Follow(tree.Node{Message: m})
		for _, kind := range d.turns[i].Unknown {
			source.CountUnknown(c, kind)
		}
	}
	t.Grow(c, "")
	c.Model = cmp.Or(c.Model, d.model)
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}
