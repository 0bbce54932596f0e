package openwebui

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one chat, with the envelope of an export or without.
type document struct {
	id, title, system string
	created, updated  chat.Time
	started           chat.Time // chat.timestamp, in milliseconds
	tags              []string
	archived, pinned  bool
	current           string
	tree              []message // of the history
	list              []message // the branch in view once more; older chats have it alone
	rows              []message // of the database, in newer versions: all of them, or those that the history lacks
	model             string
}

var errDamaged = errors.New("the messages of the chat cannot be read")

// Read fills d with the chat that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "chat":
			if p.Kind() == '"' { // a database keeps it as a text
				p.Fail(errDamaged)
			}
			p.Object(func(name string) { d.inner(p, name) })
		case "snapshot": // of the feedback on an answer: its chat as it was then
			p.Object(func(name string) {
				if name == "chat" {
					p.Object(func(name string) { d.rated(p, name) })
				}
			})
		case "created_at":
			d.created = p.Time()
		case "updated_at":
			d.updated = p.Time()
		case "archived":
			d.archived = p.Bool()
		case "pinned":
			d.pinned = p.Bool()
		case "meta":
			p.Object(func(name string) {
				if name == "tags" {
					d.readTags(p)
				}
			})
		case "current_message_id":
			d.current = cmp.Or(d.current, p.Text())
		case "chat_message":
			source.ReadList(p, &d.rows, (*message).read)
		case "chatidtag", "folder":
			d.readTags(p)
		default:
			d.inner(p, name)
		}
	})
}

// rated reads a member of the envelope of a chat in feedback. Its id is that of the feedback: the chat itself goes on.
func (d *document) rated(p *source.Pull, name string) {
	switch name {
	case "title":
		d.title = cmp.Or(d.title, p.Text())
	case "chat":
		p.Object(func(name string) {
			if name != "id" {
				d.inner(p, name)
			}
		})
	}
}

// inner reads a member of the chat itself.
func (d *document) inner(p *source.Pull, name string) {
	switch name {
	case "id":
		d.id = cmp.Or(d.id, p.Text())
	case "title":
		d.title = cmp.Or(d.title, p.Text())
	case "system":
		d.system = cmp.Or(p.Text(), d.system)
	case "params":
		p.Object(func(name string) {
			if name == "system" {
				d.system = cmp.Or(p.Text(), d.system)
			}
		})
	case "models":
		p.Array(func() { d.model = cmp.Or(d.model, p.Text()) })
	case "timestamp":
		d.started = p.Time()
	case "tags":
		d.readTags(p)
	case "history":
		d.history(p)
	case "messages":
		source.ReadList(p, &d.list, (*message).read)
	}
}

func (d *document) history(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "currentId":
			d.current = cmp.Or(p.Text(), d.current)
		case "messages":
			p.Object(func(id string) {
				var m message
				if m.read(p) {
					m.id = cmp.Or(m.id, id)
					d.tree = append(d.tree, m)
				}
			})
		}
	})
}

// readTags reads tags, which are texts, or objects with a name.
func (d *document) readTags(p *source.Pull) {
	p.Array(func() {
		if p.Kind() != '{' {
			d.tags = append(d.tags, p.Text())
			return
		}
		p.Object(func(name string) {
			if name == "name" || name == "tag_name" {
				d.tags = append(d.tags, p.Text())
			}
		})
	})
}

// Conversation makes the conversation of the chat.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, CreatedAt: cmp.Or(d.created, d.started), UpdatedAt: d.updated}
	for _, tag := range d.tags {
		tree.Tag(c, tag)
	}
	if d.archived {
		tree.Tag(c, "archived")
	}
	if d.pinned {
		tree.Tag(c, "pinned")
	}
	d.merge()
	t := &tree.Tree{System: d.system}
	for i := range d.tree {
		t.Add(d.tree[i].node(c))
	}
	if len(d.tree) == 0 {
		for i := range d.list {
			t.Follow(d.list[i].node(c))
		}
	}
	if t.Len() == 0 {
		return c, ""
	}
	t.Grow(c, d.leaf())
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	c.Model = cmp.Or(c.Model, d.model)
	return c, ""
}

// merge adds the messages that stand in rows of their own to the history, which is the same when it has them. A chat
// that is a list is not a tree of rows, unless all of it stands in them.
func (d *document) merge() {
	known := make(map[string]int, len(d.tree))
	for i := range d.tree {
		known[d.tree[i].id] = i
	}
	if len(d.tree) == 0 && len(d.list) > 0 && !d.inRows() {
		return
	}
	for i := range d.rows {
		m := d.rows[i]
		m.id = strings.TrimPrefix(m.id, d.id+"-")
		switch at, ok := known[m.id]; {
		case !ok:
			d.tree = append(d.tree, m)
		case !d.tree[at].says():
			m.parent = cmp.Or(d.tree[at].parent, m.parent)
			d.tree[at] = m
		}
	}
}

// inRows says whether all messages of the list stand in rows.
func (d *document) inRows() bool {
	for _, m := range d.list {
		if !slices.ContainsFunc(d.rows, func(row message) bool { return m.id != "" && strings.TrimPrefix(row.id, d.id+"-") == m.id }) {
			return false
		}
	}
	return true
}

// leaf is the message in view: the current one, else the last of the list that is in the tree. Chats whose currentId
// names no message are found in the wild (FORMATS.md §7, quirk 3).
func (d *document) leaf() string {
	has := func(id string) bool { return slices.ContainsFunc(d.tree, func(m message) bool { return m.id == id }) }
	if has(d.current) {
		return d.current
	}
	if n := len(d.list); n > 0 && has(d.list[n-1].id) {
		return d.list[n-1].id
	}
	return ""
}
