package cursor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// about is what is said of a conversation as a whole.
type about struct {
	id, title, model string
	created, updated chat.Time
}

// session is a conversation with its bubbles.
type session struct {
	about
	order    []string          // ids of the bubbles, as they were shown
	inside   []bubble          // of older versions, which keep them in the conversation itself
	bubbles  map[string]bubble // bubble id to bubble; one that is damaged is empty
	mapped   map[string]bubble // the same, of versions that keep them in the conversation itself
	nameless []string          // ids in the keys of bubbles that have none of their own
	raw      []byte            // its values, a line for each
	broken   int               // characters that were no text
	damage   string            // why it cannot be read
	notes    []string
}

// begin clears s for the conversation with that key.
func (s *session) begin(key string) {
	*s = session{bubbles: map[string]bubble{}}
	s.id = strings.TrimPrefix(key, "composerData:")
}

// keep adds a value to the record.
func (s *session) keep(row []byte, broken int) {
	s.broken += broken
	if len(s.raw)+len(row) < source.MaxRaw {
		s.raw = append(append(s.raw, row...), '\n')
	}
}

// store takes the bubble under a key. One that cannot be read costs only itself.
func (s *session) store(key string, b bubble, damage string) {
	id := key[strings.LastIndexByte(key, ':')+1:]
	if damage != "" {
		s.notes = append(s.notes, "the message "+id+" could not be read and was left out: "+damage)
		s.bubbles[id] = bubble{}
		return
	}
	if b.blank() { // the value is NULL
		return
	}
	s.bubbles[id] = b
	if b.id != "" { // the headers name it by its own id, which is not always that of its key
		s.bubbles[b.id] = b
	} else {
		s.nameless = append(s.nameless, id)
	}
}

// read fills s with the conversation that comes next in p.
func (s *session) read(p *source.Pull) {
	*s = session{about: about{id: s.id}, bubbles: s.bubbles, raw: s.raw, broken: s.broken}
	p.Object(func(name string) {
		switch name {
		case "name":
			s.title = p.Text()
		case "createdAt":
			s.created = p.Time()
		case "lastUpdatedAt":
			s.updated = p.Time()
		case "modelConfig":
			p.Object(func(name string) {
				if name == "modelName" {
					s.model = p.Name()
				}
			})
		case "fullConversationHeadersOnly":
			p.Array(func() {
				var b bubble
				b.read(p)
				s.order = append(s.order, b.id)
			})
		case "conversation":
			s.inside = readBubbles(p)
		case "conversationMap": // of versions between: the bubbles by id, in no order
			s.mapped = map[string]bubble{}
			p.Object(func(id string) {
				b := bubble{id: id}
				b.read(p)
				s.mapped[id] = b
			})
		case "composerId":
			s.id = cmp.Or(s.id, p.Text())
		}
	})
}

// readComposers reads the list of conversations of a folder: {allComposers: […]}. Only older versions keep in it what
// was said.
func readComposers(p *source.Pull) (all []*session) {
	p.Object(func(name string) {
		if name != "allComposers" {
			return
		}
		p.Array(func() {
			s := &session{}
			if s.read(p); len(s.inside) > 0 {
				all = append(all, s)
			}
		})
	})
	return all
}

// readTabs reads the chats of the oldest versions: {tabs: [{tabId, chatTitle, bubbles}]}.
func readTabs(p *source.Pull) (all []*session) {
	p.Object(func(name string) {
		if name != "tabs" {
			return
		}
		p.Array(func() {
			s := &session{}
			s.id = "tab " + strconv.Itoa(len(all)+1)
			p.Object(func(name string) {
				switch name {
				case "tabId":
					s.id = cmp.Or(p.Text(), s.id)
				case "chatTitle":
					s.title = p.Text()
				case "lastSendTime":
					s.updated = p.Time()
				case "bubbles":
					s.inside = readBubbles(p)
				}
			})
			all = append(all, s)
		})
	})
	return all
}

// conversation makes the conversation. Only bubbles that its headers name are in it; orphans are many, and are told.
func (s *session) conversation() *chat.Conversation {
	c := &chat.Conversation{ExternalID: s.id, Title: s.title, Model: s.model, CreatedAt: s.created, UpdatedAt: s.updated, Raw: s.raw, Notes: s.notes}
	t := &tree.Tree{}
	for i := range s.inside {
		t.Follow(s.inside[i].node(c))
	}
	lost := 0
	for _, id := range s.order {
		b, ok := s.bubbles[s.keyed(id)]
		if !ok || b.blank() {
			if mapped, inside := s.mapped[id]; inside {
				b, ok = mapped, true
			}
		}
		if !ok {
			lost++
		}
		if b.blank() {
			continue
		}
		b.id = cmp.Or(b.id, id)
		t.Follow(b.node(c))
	}
	if lost > 0 {
		c.Notes = append(c.Notes, "messages that the conversation names and the database does not hold: "+strconv.Itoa(lost))
	}
	if t.Len() > 0 {
		t.Grow(c, "")
	}
	return c
}

// keyed is the id under which a bubble is kept: that of a header, or for a header without one that of the first bubble
// without an id that no header names by its key.
func (s *session) keyed(id string) string {
	for _, free := range s.nameless {
		if id == "" && !slices.Contains(s.order, free) {
			return free
		}
	}
	return id
}
