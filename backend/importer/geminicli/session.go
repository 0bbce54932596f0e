package geminicli

import (
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// session is a session as far as it was read.
type session struct {
	web bool
	about
	messages []message      // in the order in which they first came
	place    map[string]int // message id to place
	last     string         // id of the message that the next one follows
	unknown  map[string]int
}

// about is what is said of the session as a whole.
type about struct {
	id, summary, kind string
	started, updated  chat.Time
}

func (a *about) field(p *source.Pull, name string) bool {
	switch name {
	case "sessionId":
		a.id = p.Text()
	case "summary":
		a.summary = p.Text()
	case "kind":
		a.kind = p.Text()
	case "startTime":
		a.started = p.Time()
	case "lastUpdated":
		a.updated = p.Time()
	default:
		return false
	}
	return true
}

// fill takes what b says.
func (a *about) fill(b *about) {
	if b.id != "" && a.id == "" {
		a.id = b.id
	}
	if b.summary != "" {
		a.summary = b.summary
	}
	if b.kind != "" {
		a.kind = b.kind
	}
	if b.started.Valid && !a.started.Valid {
		a.started = b.started
	}
	if b.updated.Valid {
		a.updated = b.updated
	}
}

// Read fills s with an older session, which is one object.
func (s *session) Read(p *source.Pull) {
	*s = session{web: s.web}
	p.Object(func(name string) {
		if name == "messages" {
			p.Array(func() {
				var m message
				if m.read(p) {
					s.put(m)
				}
			})
			return
		}
		s.field(p, name)
	})
}

// apply does what a line of a newer session says: it adds a message, writes one anew, replaces all, or goes back.
func (s *session) apply(l *line) {
	s.fill(&l.about)
	switch {
	case l.rewinds:
		s.rewind(l.rewindTo)
	case l.replaces:
		s.replace(l.all)
	case l.isMessage:
		s.put(l.message)
	}
	for _, kind := range l.unknown {
		if s.unknown == nil {
			s.unknown = map[string]int{}
		}
		s.unknown[kind]++
	}
}

// put adds a message behind the last one, or writes the one with its id anew where it stands.
func (s *session) put(m message) {
	if m.id == "" {
		m.id = "m" + strconv.Itoa(len(s.messages)+1)
	}
	if s.place == nil {
		s.place = map[string]int{}
	}
	if at, ok := s.place[m.id]; ok {
		m.parent = s.messages[at].parent
		s.messages[at] = m
		return
	}
	m.parent = s.last
	s.place[m.id] = len(s.messages)
	s.messages = append(s.messages, m)
	s.last = m.id
}

// replace makes the messages the ones in view. Others stay as branches.
func (s *session) replace(all []message) {
	s.last = ""
	for _, m := range all {
		before := s.last
		s.put(m)
		if at, ok := s.place[m.id]; ok { // it was there, perhaps elsewhere
			s.messages[at].parent, s.last = before, m.id
		}
	}
}

// rewind goes back to before a message: what comes next follows the one before it, and what was undone stays as another
// branch. A message that is not there means the beginning.
func (s *session) rewind(id string) {
	s.last = ""
	if at, ok := s.place[id]; ok {
		s.last = s.messages[at].parent
	}
}

// Conversation makes the conversation of the session.
func (s *session) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: s.id, Title: s.summary, CreatedAt: s.started, UpdatedAt: s.updated, Unknown: s.unknown, Type: typeOf(s.web)}
	if parent := parentOf(r.File); parent != "" && parent != s.id {
		c.ParentExternalID = parent
	} else if parent != "" {
		c.ParentExternalID, c.ExternalID = parent, parent+"/"+tree.BaseName(r.File)
	}
	t := &tree.Tree{}
	for i := range s.messages {
		t.Add(s.messages[i].node(c))
	}
	t.Grow(c, s.last)
	return c, ""
}
