package deepseek

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one chat, of the export or of the web interface.
type document struct {
	id, title        string
	created, updated chat.Time
	current          string
	messages         []message
}

// Read fills d with the chat that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "data":
			p.Object(func(name string) {
				if name == "biz_data" {
					d.session(p)
				}
			})
		case "mapping":
			p.Object(func(id string) {
				m := message{id: id}
				m.node(p)
				d.messages = append(d.messages, m)
			})
		default:
			d.describe(p, name)
		}
	})
}

// session reads what the web interface sends: the session, and its messages as a list.
func (d *document) session(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "chat_session":
			p.Object(func(name string) { d.describe(p, name) })
		case "chat_messages":
			source.ReadList(p, &d.messages, (*message).read)
		}
	})
}

func (d *document) describe(p *source.Pull, name string) {
	switch name {
	case "id", "conversation_id":
		d.id = cmp.Or(d.id, p.Text())
	case "title":
		d.title = p.Text()
	case "inserted_at", "create_time":
		d.created = p.Time()
	case "updated_at", "update_time":
		d.updated = p.Time()
	case "current_node", "current_message_id":
		d.current = p.Text()
	}
}

// Conversation makes the conversation of the chat.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, CreatedAt: d.created, UpdatedAt: d.updated}
	t := &tree.Tree{}
	for i := range d.messages {
		t.Add(d.messages[i].tree(c))
	}
	t.Grow(c, d.current)
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}
