package zed

import (
	"cmp"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// part is one piece of a message.
type part struct {
	kind, text string
	call       chat.ToolCall
	file       *chat.Attachment // a picture, or what was mentioned
}

// The kinds of parts that have a meaning here. A thought that the service keeps secret has none that could be shown.
const (
	partText     = "Text"
	partMention  = "Mention"
	partImage    = "Image"
	partThinking = "Thinking"
	partRedacted = "RedactedThinking"
	partCall     = "ToolUse"
)

// kinds are the names of parts before version 0.3.0.
var kinds = map[string]string{"text": partText, "thinking": partThinking}

// readPart reads {"Text": …}, or {"type": "text", "text": …} of older versions.
func readPart(p *source.Pull) (b part) {
	if p.Kind() == '"' {
		return part{kind: partText, text: p.Text()}
	}
	p.Object(func(name string) {
		switch name {
		case "type":
			kind := p.Name()
			b.kind = cmp.Or(kinds[kind], kind)
		case "text":
			b.text = p.Text()
		case "data", "signature":
		case partText, partRedacted:
			b.kind, b.text = name, p.Text()
		case partThinking:
			b.kind = name
			p.Object(func(name string) {
				if name == "text" {
					b.text = p.Text()
				}
			})
		case partMention:
			b = readMention(p)
		case partImage:
			b.kind = name
			b.file = readImage(p)
		case partCall:
			b = readCall(p)
		default:
			b.kind = cmp.Or(b.kind, name)
		}
	})
	return b
}

// readCall reads {id, name, raw_input, input}.
func readCall(p *source.Pull) part {
	b := part{kind: partCall}
	written := ""
	p.Object(func(name string) {
		switch name {
		case "id":
			b.call.ID = p.Text()
		case "name":
			b.call.Name = p.Name()
		case "raw_input":
			written = p.Text()
		case "input":
			if p.Kind() != 'n' {
				b.call.Arguments = p.Arguments()
			}
		}
	})
	b.call.Arguments = cmp.Or(b.call.Arguments, written)
	return b
}

// result is what came of a call.
type result struct {
	call, tool, text string
	session          string // the thread that the call started
	failed           bool
	files            []chat.Attachment
}

func readResult(p *source.Pull) (r result) {
	p.Object(func(name string) {
		switch name {
		case "tool_use_id":
			r.call = p.Text()
		case "tool_name":
			r.tool = p.Name()
		case "is_error":
			r.failed = p.Bool()
		case "content":
			r.content(p)
		case "output":
			p.Object(func(name string) {
				if name == "session_id" {
					r.session = p.Text()
				}
			})
		}
	})
	return r
}

// content reads what the model saw of a result: a text, {"Text": …}, {"type": "text", "text": …}, a picture, or a list.
func (r *result) content(p *source.Pull) {
	switch p.Kind() {
	case '[':
		p.Array(func() { r.content(p) })
		return
	case '{':
		from := p.Mark()
		p.Object(func(name string) {
			switch strings.ToLower(name) {
			case "text":
				r.text = source.Join("\n\n", r.text, p.Text())
			case "image":
				r.files = append(r.files, *readImage(p))
			case "source":
				r.files = append(r.files, picture(p.Text()))
			case "type", "size":
			default:
				text, _ := source.Clean(string(p.Written(from)))
				r.text = source.Join("\n\n", r.text, text)
			}
		})
		return
	}
	r.text = source.Join("\n\n", r.text, p.Text())
}

// readImage reads {source, size}, a PNG in base64.
func readImage(p *source.Pull) *chat.Attachment {
	a := turns.Missing("image.png")
	p.Object(func(name string) {
		if name == "source" {
			a = picture(p.Text())
		}
	})
	return &a
}

// picture is a PNG in base64.
func picture(data string) chat.Attachment {
	a, _ := source.Inline("image", "data:image/png;base64,"+data)
	return a
}

// readMention reads {uri: {"File": {abs_path}}, content}: what a person named with @, and its text at that time. It is
// said as @name, and its text is kept beside.
func readMention(p *source.Pull) part {
	name, text := "", ""
	p.Object(func(member string) {
		switch member {
		case "uri":
			name = readURI(p)
		case "content":
			text = p.Text()
		}
	})
	a := turns.Missing(name)
	a.Text = text
	return part{kind: partMention, text: "@" + name, file: &a}
}

// readURI is the name of what was mentioned. Its kind is the one member of the object, or a text when there is no more.
func readURI(p *source.Pull) (found string) {
	if p.Kind() == '"' {
		return p.Text()
	}
	p.Object(func(kind string) {
		at, named := "", ""
		p.Object(func(name string) {
			switch name {
			case "abs_path", "path", "file_path":
				at = path.Base(strings.ReplaceAll(p.Text(), `\`, "/"))
			case "name", "url", "base_ref":
				named = p.Text()
			}
		})
		found = cmp.Or(named, at, strings.ToLower(kind))
	})
	return found
}
