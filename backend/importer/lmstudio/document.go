package lmstudio

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one conversation. Its messages have no times.
type document struct {
	id, title, system string
	created, updated  chat.Time
	messages          []message
}

// message is one place in the conversation, with everything that stood there.
type message struct {
	versions []version
	selected int
}

// Read fills d with the conversation that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "id":
			d.id = p.Text()
		case "name", "title":
			d.title = cmp.Or(p.Text(), d.title)
		case "createdAt":
			d.created = p.Time()
		case "updatedAt":
			d.updated = p.Time()
		case "systemPrompt":
			d.system = p.Text()
		case "messages":
			p.Array(func() { d.messages = append(d.messages, readMessage(p)) })
		}
	})
}

func readMessage(p *source.Pull) (m message) {
	p.Object(func(name string) {
		switch name {
		case "versions":
			source.ReadList(p, &m.versions, (*version).read)
		case "currentlySelected":
			n, _ := p.Number()
			m.selected = int(n)
		}
	})
	m.selected = max(0, min(m.selected, len(m.versions)-1))
	return m
}

// Conversation makes the conversation. The selected versions follow each other; the others are branches that end.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: cmp.Or(d.id, fileID(r.File)), Title: d.title, CreatedAt: d.created, UpdatedAt: d.updated}
	t := &tree.Tree{System: d.system}
	last := ""
	for i, m := range d.messages {
		before := last
		for k := range m.versions {
			n := tree.Node{Message: chat.Message{ID: "m" + strconv.Itoa(i+1), Parent: before}}
			if k == m.selected {
				last = n.ID
			} else {
				n.ID += "v" + strconv.Itoa(k+1)
			}
			m.versions[k].write(c, &n)
			t.Add(n)
		}
	}
	t.Grow(c, last)
	return c, ""
}

// fileID is the name of a file without what LM Studio puts behind it.
func fileID(file string) string {
	base := strings.TrimSuffix(path.Base(file), ".json")
	return strings.TrimSuffix(base, ".conversation")
}
