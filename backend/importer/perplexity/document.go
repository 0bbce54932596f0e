package perplexity

import (
	"cmp"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one thread.
type document struct {
	id, title        string
	created, updated chat.Time
	entries          []entry
}

// Read fills d with the thread that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) {
		switch name {
		case "metadata", "thread_metadata":
			p.Object(func(name string) { d.about(p, name) })
		case "entries", list:
			source.ReadList(p, &d.entries, (*entry).read)
		default:
			d.about(p, name)
		}
	})
}

// about reads what is said of the thread as a whole.
func (d *document) about(p *source.Pull, name string) {
	switch name {
	case "thread_id", "context_uuid":
		d.id = cmp.Or(p.Text(), d.id)
	case "title", "thread_title", "context_title":
		d.title = cmp.Or(p.Text(), d.title)
	case "created_at", "thread_created_at":
		d.created = p.Time()
	case "updated_at", "thread_updated_at":
		d.updated = p.Time()
	}
}

// Conversation makes the conversation of the thread: a question and an answer for each entry.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.title, CreatedAt: d.created, UpdatedAt: d.updated}
	timed := func(e entry) bool { return e.asked.Valid }
	if !slices.ContainsFunc(d.entries, func(e entry) bool { return !timed(e) }) {
		slices.SortStableFunc(d.entries, func(a, b entry) int { return cmp.Compare(a.asked.MS, b.asked.MS) })
	}
	t := &tree.Tree{}
	for i := range d.entries {
		e := &d.entries[i]
		c.ExternalID, c.Title = cmp.Or(c.ExternalID, e.thread), cmp.Or(c.Title, e.title)
		e.addTo(c, t)
	}
	if t.Len() > 0 {
		t.Grow(c, "")
	}
	c.ExternalID = cmp.Or(c.ExternalID, tree.BeginningID(c))
	return c, ""
}
