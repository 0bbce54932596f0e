package jan

import (
	"cmp"
	"path"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// thread is a thread as far as it was read.
type thread struct {
	id, title, model, system string
	created, updated         chat.Time
	lines                    []line
}

// Read fills t with what is said of a thread.
func (t *thread) Read(p *source.Pull) {
	*t = thread{}
	p.Object(func(name string) {
		switch name {
		case "id":
			t.id = p.Text()
		case "title":
			t.title = p.Text()
		case "created":
			t.created = p.Time()
		case "updated":
			t.updated = p.Time()
		case "assistants":
			p.Array(func() { p.Object(func(name string) { t.assistant(p, name) }) })
		}
	})
}

// assistant reads the model, which is a text in some versions and an object in others, and what it was told.
func (t *thread) assistant(p *source.Pull, name string) {
	switch {
	case name == "instructions":
		t.system = p.Text()
	case name == "model" && p.Kind() == '{':
		p.Object(func(name string) {
			if name == "id" {
				t.model = p.Text()
			}
		})
	case name == "model":
		t.model = p.Text()
	}
}

func (t *thread) add(l *line) { t.lines = append(t.lines, *l) }

// Conversation makes the conversation of the thread.
func (t *thread) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: t.id, Title: t.title, CreatedAt: t.created, UpdatedAt: t.updated}
	grown := &tree.Tree{System: t.system}
	for i := range t.lines {
		c.ExternalID = cmp.Or(c.ExternalID, t.lines[i].thread)
		grown.Follow(t.lines[i].node(c))
	}
	c.ExternalID = cmp.Or(c.ExternalID, path.Base(path.Dir(r.File)))
	grown.Grow(c, "")
	c.Model = cmp.Or(c.Model, t.model)
	return c, ""
}
