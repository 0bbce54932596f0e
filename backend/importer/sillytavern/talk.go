package sillytavern

import (
	"cmp"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
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

	name, text     string
	isMessage      bool
	byUser, hidden bool
	sent           chat.Time
	extra
	swipes                []string // all answers that were given here, the one that was taken too
	told                  []line   // what is known of each of them
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
		case "swipe_info":
			p.Array(func() {
				var other line
				other.read(p)
				l.told = append(l.told, other)
			})
		case "extra":
			p.Object(func(name string) { l.extra.field(p, name) })
		}
	})
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
	c := &chat.Conversation{Title: cmp.Or(t.character(), file), CreatedAt: t.head.created,
		ExternalID: cmp.Or(t.head.integrity, source.Join("/", t.head.character, file))}
	grown := &tree.Tree{}
	last := ""
	for i := range t.lines {
		l := &t.lines[i]
		n := l.node("m"+strconv.Itoa(i+1), last)
		for k, other := range l.swipes {
			if l.hasSwipeTold && k != l.swipe && other != l.text {
				grown.Add(l.swiped(k, n.ID, last))
			}
		}
		grown.Add(n)
		last = n.ID
	}
	grown.Grow(c, last)
	return c, ""
}

// unused stands in the header where newer versions name nobody.
const unused = "unused"

// character is who the person talks to: the one that the header names, or that speaks first.
func (t *talk) character() string {
	if t.head.character != unused {
		return t.head.character
	}
	for i := range t.lines {
		if l := &t.lines[i]; !l.byUser && !l.hidden {
			return l.name
		}
	}
	return ""
}

// swiped makes the node of an answer that was given instead of the one that was taken.
func (l *line) swiped(k int, id, parent string) tree.Node {
	other := *l
	other.text, other.swipes, other.extra, other.sent = l.swipes[k], nil, extra{kind: l.kind}, chat.Time{}
	if k < len(l.told) {
		other.extra, other.sent = l.told[k].extra, l.told[k].sent
		other.kind = l.kind
	}
	return other.node(id+"s"+strconv.Itoa(k+1), parent)
}

// node makes the node of a message. What is hidden from the model is a note; calls of tools are hidden from nobody but the
// person, who sees a summary.
func (l *line) node(id, parent string) tree.Node {
	n := tree.Node{Message: chat.Message{ID: id, Parent: parent, Role: chat.RoleAssistant, Name: l.name, Hidden: l.hidden, CreatedAt: l.sent}}
	switch {
	case len(l.calls) > 0:
		n.Hidden, n.Name = false, ""
		n.Model = l.model
		l.call(&n)
		return n
	case l.kind == "narrator":
		n.Role, n.Hidden = chat.RoleSystem, false
	case l.kind == "comment":
		n.Role = chat.RoleSystem
	case l.byUser:
		n.Role = chat.RoleUser
	default:
		n.Model = l.model
		n.Think(l.thought)
	}
	n.Say(l.text)
	for _, a := range l.files {
		n.Attach(a)
	}
	return n
}
