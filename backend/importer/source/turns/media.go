package turns

import (
	"regexp"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// medium is a file named beside the messages.
type medium struct {
	kind string // image, video or audio
	at   string // where it is
}

// readMedia reads the files of a kind: a list, or one.
func (r *Row) readMedia(p *source.Pull, kind string) {
	add := func() {
		if at := p.Text(); at != "" {
			r.media = append(r.media, medium{kind, at})
		}
	}
	if p.Kind() == '[' {
		p.Array(add)
		return
	}
	add()
}

// mark is where a text says that a file of the record belongs.
var mark = regexp.MustCompile(`<(image|video|audio)>`)

// placeMedia gives the files named beside the messages to the messages that mark them, in order, in place of the marks:
// a mark that stays would be a text that nobody said. Files without a mark go to the first message of the user; marks
// without a file stay.
func (r *Row) placeMedia(c *chat.Conversation, find func(at string) chat.Attachment) {
	for i := range c.Messages {
		r.replaceMarks(&c.Messages[i], find)
	}
	first := slices.IndexFunc(c.Messages, func(m chat.Message) bool { return m.Role == chat.RoleUser })
	if first < 0 {
		return
	}
	for _, file := range r.media {
		c.Messages[first].Attachments = append(c.Messages[first].Attachments, find(file.at))
	}
}

// replaceMarks puts the next files of their kinds in place of the marks of a message.
func (r *Row) replaceMarks(m *chat.Message, find func(at string) chat.Attachment) {
	if len(r.media) == 0 || !mark.MatchString(m.Content) {
		return
	}
	text := mark.ReplaceAllStringFunc(m.Content, func(mark string) string {
		next := slices.IndexFunc(r.media, func(file medium) bool { return file.kind == mark[1:len(mark)-1] })
		if next < 0 {
			return mark
		}
		m.Attachments = append(m.Attachments, find(r.media[next].at))
		r.media = slices.Delete(r.media, next, next+1)
		return ""
	})
	if strings.HasPrefix(m.Content, "<") { // a mark has a line of its own, or a space
		text = strings.TrimLeft(text, " \n")
	}
	if strings.HasSuffix(m.Content, ">") {
		text = strings.TrimRight(text, " \n")
	}
	m.Content = text
}
