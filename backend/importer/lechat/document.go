package lechat

import (
	"cmp"
	"path"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// document is one chat. It has no title, and no model is recorded.
type document struct {
	in       *source.Input
	messages []message
}

// Read fills d with the list of messages that comes next in p.
func (d *document) Read(p *source.Pull) {
	d.messages = nil
	source.ReadList(p, &d.messages, (*message).read)
}

// Conversation makes the conversation. The messages stand in no order in the file: their times order them.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{}
	find := turns.Beside(d.in.FS, r.File)
	slices.SortStableFunc(d.messages, func(a, b message) int { return cmp.Compare(a.created.MS, b.created.MS) })
	t := &tree.Tree{}
	for i := range d.messages {
		m := &d.messages[i]
		c.ExternalID = cmp.Or(c.ExternalID, m.chatID)
		n := m.node(c)
		for _, name := range m.files {
			a := find(path.Join(filesOf(r.File), path.Base(name)))
			a.Name = name
			n.Attach(a)
		}
		t.Follow(n)
	}
	t.Grow(c, "")
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}
