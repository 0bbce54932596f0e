package claudeai

import (
	"bytes"
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// root is the parent that the first messages name.
const root = "00000000-0000-4000-8000-000000000000"

// conversation makes the conversation of the record that was read.
func (r *reader) conversation(rec source.Record) *chat.Conversation {
	in := &r.record
	c := &chat.Conversation{Source: Key, ExternalID: in.id, Title: in.title, Status: chat.StatusActive, Model: in.model,
		CreatedAt: in.created, UpdatedAt: in.updated, Tags: r.tags(), Raw: bytes.Clone(rec.JSON)}
	w := weave{c: c, ids: source.IDs{}, last: map[string]string{}, called: map[string]string{}}
	before := ""
	for i := range in.messages {
		m := &in.messages[i]
		w.add(m, w.parent(m, before))
		before = c.Messages[len(c.Messages)-1].ID
	}
	c.Leaf = w.last[in.leaf]
	if c.ExternalID == "" {
		c.ExternalID = turns.ContentID(c)
	}
	source.Settle(c, nil)
	source.GuessTimes(c)
	if n := r.pull.Broken; n > 0 {
		c.Notes = append(c.Notes, source.BrokenNote(n))
	}
	return c
}

func (r *reader) tags() (tags []string) {
	if r.record.starred {
		tags = append(tags, "starred")
	}
	if id := r.record.project; id != "" {
		tags = append(tags, "project:"+cmp.Or(r.projects[id], r.record.projectName, id))
	}
	return tags
}

// weave turns messages as they are written into those of a conversation. One written message becomes several when
// tools were used in it.
type weave struct {
	c    *chat.Conversation
	ids  source.IDs
	last map[string]string // uuid of a written message to the id of the last message it became

	called map[string]string // call id to the tool's name
}

// parent is the message that m follows. Where the export does not say, or names one that is not there, it is the one
// before it: the list is in order of time (FORMATS.md §2, quirk 7).
func (w *weave) parent(m *message, before string) string {
	if parent, ok := w.last[m.parent]; ok && m.parent != "" {
		return parent
	}
	if m.hasParent && (m.parent == root || m.parent == "") {
		return ""
	}
	return before
}

// add adds the messages that m becomes.
func (w *weave) add(m *message, parent string) {
	p := pieces{weave: w, m: m, first: len(w.c.Messages), at: -1, parent: parent}
	for i := range m.blocks {
		p.block(i)
	}
	if !said(w.c.Messages[p.first:]) {
		p.text(m.fallback())
	}
	if len(w.c.Messages) == p.first {
		p.message(p.role()) // a message without words keeps its place in the tree
	}
	first := &w.c.Messages[p.first]
	for _, f := range append(m.attachments, m.files...) {
		first.Attachments = append(first.Attachments, f.attachment())
	}
	if m.id != "" {
		w.last[m.id] = w.c.Messages[len(w.c.Messages)-1].ID
	}
}

// fallback is the text of a message whose blocks say nothing: its field text, or the blocks themselves.
func (m *message) fallback() string {
	text := placeholder.ReplaceAllString(m.text, "")
	for i := range m.blocks {
		if text == "" && len(m.attachments)+len(m.files) == 0 {
			text = m.blocks[i].raw
		}
	}
	return text
}
