package cursor

import (
	"cmp"
	"path"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// beside reads what stands beside the words of a bubble: its model, when it was sent, and what came with it; false when
// the member is none of that.
func (b *bubble) beside(p *source.Pull, name string) bool {
	switch name {
	case "modelType":
		b.model = cmp.Or(b.model, p.Name())
	case "modelInfo":
		p.Object(func(name string) {
			if name == "modelName" {
				b.model = cmp.Or(p.Name(), b.model)
			}
		})
	case "timingInfo":
		at := readTiming(p)
		b.created = cmp.Or(b.created, at)
	case "images":
		p.Array(func() { b.attach(readPlaced(p)) })
	case "context":
		p.Object(func(name string) { b.beside(p, name) })
	case "selections", "fileSelections", "selectedImages":
		p.Array(func() { b.attach(readPlaced(p)) })
	default:
		return false
	}
	return true
}

// attach adds a file once: what is chosen in the editor stands in a bubble and in its context.
func (b *bubble) attach(a chat.Attachment) {
	if a.Name == "" {
		return
	}
	for _, known := range b.files {
		if known.Name == a.Name && known.Text == a.Text {
			return
		}
	}
	b.files = append(b.files, a)
}

// readTiming reads when older versions sent a bubble. What they call its start counts from the start of the program.
func readTiming(p *source.Pull) (at chat.Time) {
	p.Object(func(name string) {
		switch name {
		case "clientRpcSendTime", "clientSettleTime", "clientEndTime":
			if found := p.Time(); !at.Valid && found.Valid && found.MS > floor {
				at = found
			}
		}
	})
	return at
}

// floor is the time before which no bubble was written: the year 2000, in milliseconds.
const floor = 946_684_800_000

// readPlaced reads a picture, a file or a piece of one that a person gave to the model: {path}, or {uri: {path}, text}.
// Its bytes are not in the database.
func readPlaced(p *source.Pull) chat.Attachment {
	at, text := "", ""
	p.Object(func(name string) {
		switch name {
		case "path", "fsPath":
			at = cmp.Or(at, p.Text())
		case "text", "rawText":
			text = cmp.Or(text, p.Text())
		case "uri":
			if p.Kind() == '"' {
				at = cmp.Or(at, p.Text())
				return
			}
			p.Object(func(name string) {
				if name == "path" || name == "fsPath" {
					at = cmp.Or(at, p.Text())
				}
			})
		}
	})
	if at == "" {
		return chat.Attachment{}
	}
	a := turns.Missing(path.Base(at))
	a.Text = text
	return a
}
