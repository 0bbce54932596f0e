package lobechat

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is the export of one topic. It has no id.
type document struct {
	title    string
	messages []message
}

// systemRole is the id of the message that an export makes of what the assistant was told; its time is that of the
// export.
const systemRole = "system-role"

// Read fills d with the topic that comes next in p: an object, or a bare list of messages.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	if p.Kind() == '[' {
		d.list(p)
		return
	}
	p.Object(func(name string) {
		switch name {
		case "title":
			d.title = p.Text()
		case "messages":
			d.list(p)
		}
	})
}

func (d *document) list(p *source.Pull) {
	p.Array(func() {
		var m message
		if m.read(p) {
			if m.id == systemRole {
				m.created = chat.Time{}
			}
			d.messages = append(d.messages, m)
		}
	})
}

// Conversation makes the conversation, which is named by how it began.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{Title: d.title}
	w := weave{c: c, messages: d.messages}
	w.grow("")
	c.ExternalID = tree.BeginningID(c)
	return c, ""
}
