package geminicli

import (
	"strings"

	"loquat/backend/importer/source"
)

// line is one record of a newer session: what is said of it as a whole, a message, or a change of what came before.
type line struct {
	about
	message   message
	isMessage bool
	replaces  bool // all messages are replaced
	all       []message
	rewinds   bool // to before a message
	rewindTo  string
	unknown   []string
}

// read fills l with the record that comes next in p.
func (l *line) read(p *source.Pull) {
	*l = line{}
	isObject := p.Object(func(name string) {
		switch {
		case name == "$set":
			p.Object(func(name string) { l.set(p, name) })
		case name == "$rewindTo":
			l.rewinds, l.rewindTo = true, p.Text()
		case name == "messages":
			l.set(p, name)
		case strings.HasPrefix(name, "$"):
			l.unknown = append(l.unknown, "record "+name)
		case l.field(p, name):
		default:
			l.isMessage = l.message.field(p, name) || l.isMessage
		}
	})
	if !isObject {
		l.unknown = append(l.unknown, "record that is no object")
	}
	l.isMessage = l.isMessage && l.message.kind != ""
}

// set reads a member of what is written anew.
func (l *line) set(p *source.Pull, name string) {
	if name != "messages" {
		l.field(p, name)
		return
	}
	l.replaces = source.ReadList(p, &l.all, (*message).read)
}
