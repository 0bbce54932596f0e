package zed

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one thread, or one text thread, of any version.
type document struct {
	id, title, model string
	updated          chat.Time
	messages         []message
	text             string // of a text thread; its messages are pieces of it
	isText           bool
}

// Read fills d with the thread that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	told := map[string]telling{} // of text threads before version 0.4.0, by the message's id
	p.Object(func(name string) {
		switch name {
		case "id":
			d.id = p.Text()
		case "zed":
			d.isText = p.Text() == "context"
		case "text":
			d.text = p.Text()
		case "title", "summary":
			d.title = cmp.Or(d.title, p.Text())
		case "updated_at":
			d.updated = p.Time()
		case "model":
			p.Object(func(name string) {
				if name == "model" {
					d.model = p.Name()
				}
			})
		case "messages":
			p.Array(func() { d.messages = append(d.messages, readMessage(p)) })
		case "message_metadata":
			p.Object(func(id string) { told[id] = readTelling(p) })
		}
	})
	for i := range d.messages {
		if said, ok := told[d.messages[i].id]; ok {
			d.messages[i].telling = said
		}
	}
}

// Conversation makes the conversation of the thread.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, Model: d.model, UpdatedAt: d.updated, Type: chat.TypeAgent}
	t := &tree.Tree{}
	if d.isText {
		c.Type = chat.TypeChat
		d.cut(c, t)
	} else {
		for i := range d.messages {
			for _, n := range d.messages[i].nodes(c) {
				t.Follow(n)
			}
		}
	}
	if t.Len() > 0 {
		t.Grow(c, "")
	}
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}

// started is which threads the calls of this one started: the tool spawn_agent gives the id of its thread.
func (d *document) started() map[string]string {
	all := map[string]string{}
	for i := range d.messages {
		for _, result := range d.messages[i].results {
			if result.session != "" {
				all[result.session] = cmp.Or(all[result.session], result.call)
			}
		}
	}
	return all
}
