package cherrystudio

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// block is one piece of what a message says.
type block struct {
	id, kind, status, text, language, failure string
	call                                      chat.ToolCall
	output                                    string // of a tool
	answered, failed                          bool
	file                                      file
	address, media                            string   // of a picture or a film
	pictures                                  []string // that a model drew: addresses, data URIs, or base64 alone
	links                                     []source.Link
}

// file is what is said of a file: its bytes are in Data/Files beside the data, under its id.
type file struct {
	id, stored, name, ext string
	size                  int64
}

// read fills b with the block that comes next in p. Its content is a text, or whatever a tool gave back.
func (b *block) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "id":
			b.id = p.Text()
		case "type":
			b.kind = p.Name()
		case "status":
			b.status = p.Name()
		case "content":
			b.text, b.failed = readContent(p, b.failed)
		case "language":
			b.language = p.Name()
		case "error":
			b.failure = readError(p)
		case "file":
			b.file = readFile(p)
		case "fileId":
			b.file.id = p.Text()
		case "url", "filePath":
			b.address = cmp.Or(p.Text(), b.address)
		case "response", "knowledge", "memories", "references":
			b.links = readLinks(p, b.links)
		default:
			b.tooled(p, name)
		}
	})
}

// tooled reads a member of the block of a tool, and what else is kept about blocks.
func (b *block) tooled(p *source.Pull, name string) {
	switch name {
	case "toolId":
		b.call.ID = p.Text()
	case "toolName":
		b.call.Name = cmp.Or(p.Name(), b.call.Name)
	case "arguments":
		if p.Kind() != 'n' {
			b.call.Arguments = p.Arguments()
		}
	case "metadata":
		p.Object(func(name string) {
			switch name {
			case "rawMcpToolResponse":
				b.rawTool(p)
			case "generateImageResponse":
				b.generated(p)
			}
		})
	}
}

// rawTool reads what a tool was asked and gave back, as the program kept it.
func (b *block) rawTool(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "id", "toolCallId":
			b.call.ID = cmp.Or(b.call.ID, p.Text())
		case "tool":
			p.Object(func(name string) {
				if name == "name" {
					b.call.Name = cmp.Or(b.call.Name, p.Name())
				}
			})
		case "arguments":
			if args := p.Arguments(); b.call.Arguments == "" {
				b.call.Arguments = args
			}
		case "status":
			status := p.Name()
			b.failed = b.failed || status == "error" || status == "cancelled"
			b.answered = status == "done"
		case "response":
			b.output, b.failed = readContent(p, b.failed)
		}
	})
}

// generated reads pictures that a model drew: {type, images}.
func (b *block) generated(p *source.Pull) {
	p.Object(func(name string) {
		if name == "images" {
			p.Array(func() { b.pictures = append(b.pictures, p.Text()) })
		}
	})
}
