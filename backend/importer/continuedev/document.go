package continuedev

import (
	"cmp"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one session.
type document struct {
	began
	id, title, model string
	history          []item
}

// Read fills d with the session that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{began: d.began}
	p.Object(func(name string) {
		switch name {
		case "sessionId":
			d.id = p.Text()
		case "title":
			d.title = p.Text()
		case "chatModelTitle":
			d.model = p.Name()
		case "history":
			source.ReadList(p, &d.history, (*item).read)
		}
	})
}

// Conversation makes the conversation. Sessions have no branches: a message that was edited replaces what followed it.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: cmp.Or(d.id, tree.BaseName(r.File)), Title: d.title}
	c.CreatedAt = d.at(r.File, c.ExternalID)
	t := &tree.Tree{System: d.system()}
	d.weave(c, t)
	t.Grow(c, "")
	c.Model = cmp.Or(c.Model, d.model)
	source.GuessTimes(c)
	if !c.CreatedAt.Valid {
		c.CreatedAt = tree.FileTime(d.in, r.File)
	}
	return c, ""
}

// system is what the model was told at the beginning: sessions do not hold it, but what was sent to the model, which
// begins with it, is logged. A session that holds it as a message needs no other.
func (d *document) system() string {
	for i := range d.history {
		if d.history[i].role == "system" {
			return ""
		}
	}
	for i := range d.history {
		if system := d.history[i].system; system != "" {
			return system
		}
	}
	return ""
}

// weave adds the items one after the other. A thought stands in an item before that of its answer, and the result of a
// call in an item of its own, in the state of its call, or in both.
func (d *document) weave(c *chat.Conversation, t *tree.Tree) {
	answered := map[string]bool{}
	failed := map[string]bool{}
	for i := range d.history {
		m := &d.history[i]
		if m.role == "tool" {
			answered[m.callID] = true
		}
		for _, s := range m.states {
			failed[s.call.ID] = s.failed()
		}
	}
	var thought *item
	for i := range d.history {
		m := &d.history[i]
		m.id = cmp.Or(m.id, "m"+strconv.Itoa(i+1))
		if m.role == "thinking" {
			thought = m.behind(thought)
			continue
		}
		if thought != nil && m.role == "assistant" {
			m.think(thought)
			thought = nil
		}
		if thought != nil { // the answer it led to is not there
			t.Follow(thought.node(c, answered))
			thought = nil
		}
		n := m.node(c, answered)
		n.IsError = m.role == "tool" && failed[m.callID]
		n.Aside("summary", m.summary)
		t.Follow(n)
	}
	if thought != nil {
		t.Follow(thought.node(c, answered))
	}
}
