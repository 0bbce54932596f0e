package opencode

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// part is one part of a message: a text, a thought, a file, or a call of a tool with its result.
type part struct {
	id, message, kind, text string
	synthetic               bool // the program put it in, or does not show it
	call                    chat.ToolCall
	status, output, problem string
	child                   string // session that the call started
	file                    file
	files                   []file // that the result gave
}

// file is a file named by its address, which may hold its bytes.
type file struct{ name, url, mime string }

// read fills b with a file of the storage or a row of the database, whose data holds the same.
func (b *part) read(p *source.Pull) {
	p.Object(func(name string) {
		if name == "data" {
			if p.Kind() == '"' {
				p.Fail(errDamaged)
			}
			p.Object(func(name string) { b.field(p, name) })
			return
		}
		b.field(p, name)
	})
}

func (b *part) field(p *source.Pull, name string) {
	switch name {
	case "id":
		b.id = cmp.Or(b.id, p.Text())
	case "messageID", "message_id":
		b.message = cmp.Or(b.message, p.Text())
	case "type":
		b.kind = p.Name()
	case "text":
		b.text = p.Text()
	case "synthetic", "ignored":
		b.synthetic = p.Bool() || b.synthetic
	case "tool":
		b.call.Name = p.Name()
	case "callID":
		b.call.ID = p.Text()
	case "state":
		p.Object(func(name string) { b.state(p, name) })
	default:
		b.file.field(p, name)
	}
}

// state reads how a call went.
func (b *part) state(p *source.Pull, name string) {
	switch name {
	case "status":
		b.status = p.Name()
	case "input":
		b.call.Arguments = p.Arguments()
	case "output":
		b.output = p.AnyText()
	case "error":
		b.problem = p.AnyText()
	case "metadata":
		p.Object(func(name string) {
			if name == "sessionId" || name == "sessionID" {
				b.child = p.Text()
			}
		})
	case "attachments":
		p.Array(func() {
			var f file
			if p.Object(func(name string) { f.field(p, name) }) {
				b.files = append(b.files, f)
			}
		})
	}
}

func (f *file) field(p *source.Pull, name string) {
	switch name {
	case "filename":
		f.name = p.Text()
	case "url":
		f.url = p.Text()
	case "mime":
		f.mime = p.Text()
	}
}

// attachment is the file with its bytes, when they stand in its address, else as missing.
func (f *file) attachment() chat.Attachment {
	a, ok := source.DataURI(f.url)
	if !ok {
		a = turns.Missing(cmp.Or(f.name, f.url))
		a.MIME = cmp.Or(f.mime, a.MIME)
	}
	a.Name = cmp.Or(f.name, a.Name)
	return a
}

// write adds the part to the node of its message m.
func (b *part) write(n *tree.Node, m *message, c *chat.Conversation) {
	switch b.kind {
	case "text":
		n.Say(b.text)
	case "reasoning":
		n.Think(b.text)
	case "file":
		n.Attach(b.file.attachment())
	case "tool":
		b.writeCall(n, m)
	case "step-start", "step-finish", "patch", "snapshot", "agent", "subtask", "compaction", "retry":
		// what the program notes for itself; it stays in the record
	default:
		source.CountUnknown(c, "part "+b.kind)
	}
}

// writeCall adds a call and, when it ended, its result.
func (b *part) writeCall(n *tree.Node, m *message) {
	b.call.ID = n.Call(b.call)
	if b.child != "" {
		if m.started == nil {
			m.started = map[string]string{}
		}
		m.started[b.child] = b.call.ID
	}
	if b.status != "completed" && b.status != "error" {
		return
	}
	failed := b.status == "error"
	text := b.output
	if failed {
		text = cmp.Or(b.problem, b.output)
	}
	result := n.Result(b.call.ID, b.call.Name, text, failed)
	for i := range b.files {
		result.Attachments = append(result.Attachments, b.files[i].attachment())
	}
}
