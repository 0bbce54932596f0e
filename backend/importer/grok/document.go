package grok

import (
	"cmp"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one conversation with its responses.
type document struct {
	about
	responses []response
	assets    assets
}

// about is what the export says of a conversation.
type about struct {
	id, title, leaf  string
	created, updated chat.Time
	starred          bool
}

// Read fills d with the conversation that comes next in p.
func (d *document) Read(p *source.Pull) {
	d.about, d.responses = about{}, nil
	p.Object(func(name string) {
		switch name {
		case "conversation":
			p.Object(func(name string) { d.describe(p, name) })
		case "responses":
			d.readResponses(p)
		}
	})
}

// readResponses reads the list of responses, which the web interface wraps in an object.
func (d *document) readResponses(p *source.Pull) {
	if p.Kind() == '{' {
		p.Object(func(name string) {
			if name == "responses" {
				d.readResponses(p)
			}
		})
		return
	}
	source.ReadList(p, &d.responses, (*response).read)
}

func (a *about) describe(p *source.Pull, name string) {
	switch snake(name) {
	case "conversation_id", "id", "_id":
		a.id = cmp.Or(ident(p), a.id)
	case "title":
		a.title = p.Text()
	case "create_time":
		a.created = p.Time()
	case "modify_time":
		a.updated = p.Time()
	case "leaf_response_id":
		a.leaf = ident(p)
	case "starred":
		a.starred = p.Bool()
	}
}

// Conversation makes the conversation. Responses that name no parent at all follow each other.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, CreatedAt: d.created, UpdatedAt: d.updated}
	if d.starred {
		tree.Tag(c, "starred")
	}
	linked := slices.ContainsFunc(d.responses, func(r response) bool { return r.parent != "" })
	t := &tree.Tree{}
	asked := ""
	for i := range d.responses {
		n := d.responses[i].node(c, &d.assets, asked)
		if n.Role == chat.RoleUser {
			asked = d.responses[i].asked
		}
		if linked {
			t.Add(n)
		} else {
			t.Follow(n)
		}
	}
	t.Grow(c, d.leaf)
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}
