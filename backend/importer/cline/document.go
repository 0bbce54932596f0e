package cline

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is a task, which is a list of messages, or a session, which is an object with such a list.
type document struct {
	beside     beside // set before Read
	asShown    bool   // set before Read: the list is what was shown of the task
	shown      []shown
	id, system string
	updated    chat.Time
	messages   []message
}

// Read fills d with the task or session that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{beside: d.beside, asShown: d.asShown}
	if p.Kind() == '[' {
		d.list(p)
		return
	}
	p.Object(func(name string) {
		switch name {
		case "sessionId":
			d.id = p.Text()
		case "system_prompt":
			d.system = p.Text()
		case "updated_at":
			d.updated = p.Time()
		case "messages":
			d.list(p)
		}
	})
}

func (d *document) list(p *source.Pull) {
	p.Array(func() {
		if d.asShown {
			d.shown = append(d.shown, readShown(p))
			return
		}
		var m message
		if m.read(p) {
			d.messages = append(d.messages, m)
		}
	})
}

// Conversation makes the conversation.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: cmp.Or(d.id, d.beside.id), Title: firstLine(d.beside.title), Type: chat.TypeAgent, UpdatedAt: d.updated}
	tree.Tag(c, d.beside.program)
	t := &tree.Tree{System: d.system}
	for i := range d.messages {
		m := &d.messages[i]
		m.model = cmp.Or(m.model, d.beside.modelAt(m.created))
		m.addTo(t, c)
	}
	if d.asShown {
		addShown(t, c, d.shown)
		c.Notes = append(c.Notes, "the messages to the model are missing: this is what was shown of the task")
	}
	if t.Len() == 0 {
		return c, ""
	}
	t.Grow(c, "")
	if n := len(d.beside.models); c.Model == "" && n > 0 {
		c.Model = d.beside.models[n-1].name
	}
	c.Notes = append(c.Notes, d.beside.deleted(len(d.messages))...)
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}

// firstLine is the first line of a task, which is its title: the whole of it is the first message.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
