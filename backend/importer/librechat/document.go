package librechat

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one exported conversation.
type document struct {
	id, title, model, system string
	created, updated         chat.Time
	tags                     []string
	messages                 []message // nested ones too, each behind the one it stands in
}

// Read fills d with the conversation that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "conversationId":
			d.id = p.Text()
		case "title":
			d.title = p.Text()
		case "createdAt":
			d.created = p.Time()
		case "updatedAt":
			d.updated = p.Time()
		case "tags":
			p.Array(func() { d.tags = append(d.tags, p.Text()) })
		case "options":
			p.Object(func(name string) {
				switch name {
				case "model":
					d.model = p.Text()
				case "promptPrefix":
					d.system = p.Text()
				}
			})
		case "messages", "messagesTree":
			d.readMessages(p, "")
		}
	})
}

// readMessages reads a list of messages, and those inside them. parent is the message they stand in.
func (d *document) readMessages(p *source.Pull, parent string) {
	p.Array(func() {
		at := len(d.messages)
		d.messages = append(d.messages, message{parent: parent, at: at})
		isMessage := p.Object(func(name string) {
			if name == "children" {
				d.readMessages(p, d.messages[at].name())
				return
			}
			d.messages[at].field(p, name)
		})
		if !isMessage && len(d.messages) == at+1 {
			d.messages = d.messages[:at]
		}
	})
}

// Conversation makes the conversation. Which branch was in view is not recorded.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, CreatedAt: d.created, UpdatedAt: d.updated}
	for _, tag := range d.tags {
		tree.Tag(c, tag)
	}
	t := &tree.Tree{System: d.system}
	for i := range d.messages {
		t.Add(d.messages[i].node(c))
	}
	t.Grow(c, "")
	c.Model = cmp.Or(c.Model, d.model)
	return c, ""
}
