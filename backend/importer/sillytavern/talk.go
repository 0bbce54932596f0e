package sillytavern

import (
	"cmp"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// talk is a chat as far as it was read.
type talk struct {
	head  line // the header; empty in a group
	lines []line
}

// line is the header, or a message.
type line struct {
	character, integrity string
	created              chat.Time

	name, text            string
	isMessage             bool
	byUser, hidden        bool
	sent                  chat.Time
	kind, model, thought  string
	image                 string
	swipes                []string // all answers that were given here, the one that was taken too
	swipe                 int      // which one was taken
	hasHead, hasSwipeTold bool
}

func (l *line) read(p *source.Pull) {
	*l = line{}
	p.Object(func(name string) {
		switch name {
		case "character_name":
			l.character, l.hasHead = p.Text(), true
		case "create_date":
			l.created = readTime(p)
		case "chat_metadata":
			p.Object(func(name string) {
				if name == "integrity" {
					l.integrity = p.Text()
				}
			})
		case "name":
			l.name = p.Name()
		case "mes":
			l.text, l.isMessage = readMessage(p), true
		case "is_user":
			l.byUser = p.Bool()
		case "is_system":
			l.hidden = p.Bool()
		case "send_date":
			l.sent = readTime(p)
		case "swipe_id":
			n, ok := p.Number()
			l.swipe, l.hasSwipeTold = int(n), ok
		case "swipes":
			p.Array(func() { l.swipes = append(l.swipes, readMessage(p)) })
		case "extra":
			p.Object(func(name string) { l.extra(p, name) })
		}
	})
}

func (l *line) extra(p *source.Pull, name string) {
	switch name {
	case "type":
		l.kind = p.Text()
	case "model":
		l.model = p.Name()
	case "reasoning":
		l.thought = p.Text()
	case "image":
		l.image = p.Text()
	}
}

// readMessage reads a text, which some exports wrap in an object.
func readMessage(p *source.Pull) (text string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "message" {
			text = p.Text()
		}
	})
	return text
}

func (t *talk) add(l *line) {
	if l.isMessage {
		t.lines = append(t.lines, *l)
	} else if l.hasHead {
		t.head = *l
	}
}

// conversation makes the conversation. What was answered instead is a branch that ends.
func (t *talk) conversation(r source.Record) (*chat.Conversation, string) {
	file := tree.BaseName(r.File)
	c := &chat.Conversation{Title: cmp.Or(t.head.character, file), CreatedAt: t.head.created, Type: chat.TypeChat,
		ExternalID: cmp.Or(t.head.integrity, source.Join("/", t.head.character, file))}
	grown := &tree.Tree{}
	last := ""
	for i := range t.lines {
		l := &t.lines[i]
		n := l.node("m"+strconv.Itoa(i+1), last)
		for k, other := range l.swipes {
			if l.hasSwipeTold && k != l.swipe && other != l.text {
				swiped := tree.Node{Message: chat.Message{ID: n.ID + "s" + strconv.Itoa(k+1), Parent: last, Role: n.Role, Name: n.Name, Hidden: n.Hidden}}
				swiped.Say(other)
				grown.Add(swiped)
			}
		}
		grown.Add(n)
		last = n.ID
	}
	grown.Grow(c, last)
	return c, ""
}

// node makes the node of a message.
func (l *line) node(id, parent string) tree.Node {
	n := tree.Node{Message: chat.Message{ID: id, Parent: parent, Role: chat.RoleAssistant, Name: l.name, Hidden: l.hidden, CreatedAt: l.sent}}
	switch {
	case l.kind == "narrator":
		n.Role, n.Hidden = chat.RoleSystem, false
	case l.byUser:
		n.Role = chat.RoleUser
	default:
		n.Model = l.model
		n.Think(l.thought)
	}
	n.Say(l.text)
	if inline, ok := source.DataURI(l.image); ok {
		n.Attach(inline)
	} else if l.image != "" {
		n.Attach(turns.Missing(l.image))
	}
	return n
}
