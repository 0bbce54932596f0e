package zed

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// readID reads the id of a message: a text, a number, or {replica_id, value} in a text thread.
func readID(p *source.Pull) (id string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if n := p.Count(); n != nil {
			id = source.Join(".", id, strconv.FormatInt(*n, 10))
		}
	})
	return id
}

// readTelling reads {role, status}; a status is a text, or {"Error": …}.
func readTelling(p *source.Pull) (t telling) {
	p.Object(func(name string) {
		switch name {
		case "role":
			t.role = p.Name()
		case "status":
			if p.Kind() == '"' {
				t.status = p.Name()
				return
			}
			p.Object(func(name string) { t.status, t.failure = strings.ToLower(name), p.Text() })
		}
	})
	return t
}

// cut cuts the text of a text thread into its messages. Each begins at a byte of the text and ends where the next does,
// without the line end before it. What stands before the first belongs to it.
func (d *document) cut(c *chat.Conversation, t *tree.Tree) {
	slices.SortStableFunc(d.messages, func(a, b message) int { return cmp.Compare(a.start, b.start) })
	for i := range d.messages {
		m := &d.messages[i]
		start, end := 0, len(d.text)
		if i > 0 {
			start = min(int(m.start), end)
		}
		if i+1 < len(d.messages) {
			end = min(int(d.messages[i+1].start), end)
		}
		role, known := turns.Role(m.role)
		n := tree.Node{Message: chat.Message{ID: m.id, Role: role}}
		if !known {
			source.CountUnknown(c, "message "+m.role)
			n.Hidden, n.Name = true, m.role
		}
		text, _ := source.Clean(d.text[start:end])
		n.Say(strings.TrimSpace(text))
		t.Follow(n)
		if m.failure != "" {
			c.Notes = append(c.Notes, "an answer failed: "+chat.FirstLine(m.failure, 200))
		}
	}
}
