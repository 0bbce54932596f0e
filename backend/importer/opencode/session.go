package opencode

import (
	"cmp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// about is what is said of a session as a whole.
type about struct {
	id, parent, title string
	undone            string // id of the message from which on all was taken back
	created, updated  chat.Time
}

// read fills a with what comes next in p: a file of the storage, or a row of the database.
func (a *about) read(p *source.Pull) {
	*a = about{}
	p.Object(func(name string) {
		switch name {
		case "id":
			a.id = p.Text()
		case "parentID", "parent_id":
			a.parent = p.Text()
		case "title":
			a.title = p.Text()
		case "time_created":
			a.created = p.Time()
		case "time_updated":
			a.updated = p.Time()
		case "time":
			p.Object(func(name string) {
				switch name {
				case "created":
					a.created = p.Time()
				case "updated":
					a.updated = p.Time()
				}
			})
		case "revert":
			p.Object(func(name string) {
				if name == "messageID" {
					a.undone = p.Text()
				}
			})
		}
	})
}

// session is a session with its messages.
type session struct {
	about
	messages []message
	raw      []byte // its files or rows, a line for each
	full     bool   // the record is too large to be kept
	broken   int    // characters that were no text
	notes    []string
}

// keep adds a value to the record as one line.
func (s *session) keep(value []byte) {
	line := jsontext.Value(slices.Clone(value))
	_ = line.Compact(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) // a damaged value stays as it is
	if s.full = s.full || len(s.raw)+len(line) >= source.MaxRaw; !s.full {
		s.raw = append(append(s.raw, line...), '\n')
	}
}

// conversation makes the conversation of a session, and notes in runs which calls started others.
func (s *session) conversation(runs map[string]run) *chat.Conversation {
	c := &chat.Conversation{ExternalID: s.id, Title: s.title, Type: chat.TypeAgent, CreatedAt: s.created, UpdatedAt: s.updated, Raw: s.raw, Notes: s.notes}
	if s.full {
		c.Notes = append(c.Notes, "the session is very large: its messages are kept, its own record not whole")
	}
	c.ParentExternalID = s.parent
	if started, ok := runs[s.id]; ok {
		c.ParentExternalID, c.ParentCallID = started.session, started.call
	}
	slices.SortStableFunc(s.messages, func(a, b message) int {
		if a.created.Valid && b.created.Valid && a.created.MS != b.created.MS {
			return cmp.Compare(a.created.MS, b.created.MS)
		}
		return cmp.Compare(a.id, b.id)
	})
	t := &tree.Tree{}
	undone := false
	for i := range s.messages {
		m := &s.messages[i]
		undone = undone || s.undone != "" && m.id == s.undone
		for _, n := range m.nodes(c, undone) {
			t.Follow(n)
		}
		for child, call := range m.started {
			runs[child] = run{s.id, call}
		}
	}
	if undone {
		c.Notes = append(c.Notes, "the end of the session was taken back: it is kept hidden")
	}
	if t.Len() > 0 {
		t.Grow(c, "")
	}
	return c
}
