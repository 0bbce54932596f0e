package cherrystudio

import (
	"cmp"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// block is one piece of what a message says.
type block struct {
	id, kind, status, text, language, failure string
	call                                      chat.ToolCall
	output                                    string // of a tool
	answered, failed                          bool
	file                                      file
	address                                   string   // of a picture or a film
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
		case "url", "filePath":
			b.address = cmp.Or(p.Text(), b.address)
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
		case "response", "knowledge", "memories":
			b.links = readLinks(p, b.links)
		}
	})
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

// readContent reads a text, or the result of a tool: {content: [{type, text}], isError}, of which the texts are taken, or
// anything else, which stays as it is.
func readContent(p *source.Pull, failedBefore bool) (text string, failed bool) {
	if p.Kind() != '{' && p.Kind() != '[' {
		return p.Text(), failedBefore
	}
	written, _ := source.Clean(string(p.Raw()))
	inner := source.NewPull()
	var texts []string
	known := false
	read := func() {
		inner.Object(func(name string) {
			switch name {
			case "text":
				texts = append(texts, inner.Text())
			case "type":
				known = known || inner.Name() == "text"
			}
		})
	}
	err := inner.Parse([]byte(written), func() {
		texts, known, failed = nil, false, failedBefore
		if inner.Kind() == '[' {
			inner.Array(read)
			return
		}
		inner.Object(func(name string) {
			switch name {
			case "content":
				inner.Array(read)
			case "isError":
				failed = inner.Bool() || failed
			}
		})
	})
	if joined := source.Join("\n\n", texts...); err == nil && known && joined != "" {
		return joined, failed
	}
	return written, failed || failedBefore
}

// readError reads an error: {name, message}.
func readError(p *source.Pull) string {
	if p.Kind() != '{' {
		return p.Text()
	}
	kind, message := "", ""
	p.Object(func(name string) {
		switch name {
		case "name":
			kind = p.Text()
		case "message":
			message = p.Text()
		}
	})
	return source.Join(": ", kind, message)
}

func readFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "id":
			f.id = p.Text()
		case "name":
			f.stored = p.Text()
		case "origin_name":
			f.name = p.Text()
		case "ext":
			f.ext = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		}
	})
	return f
}

// attachment finds the file beside the data, by the names it may have there.
func (f *file) attachment(find func(at string) chat.Attachment) chat.Attachment {
	a := turns.Missing(cmp.Or(f.name, f.stored, f.id+f.ext))
	for _, name := range []string{f.stored, f.id + f.ext, f.id} {
		if base := path.Base(strings.ReplaceAll(name, `\`, "/")); name != "" && a.Missing {
			if found := find("Data/Files/" + base); !found.Missing {
				a.Open, a.Missing, a.Size = found.Open, false, found.Size
				a.MIME = cmp.Or(a.MIME, found.MIME)
			}
		}
	}
	a.Size = cmp.Or(a.Size, f.size)
	return a
}

// picture is a picture at an address, or of the bytes that stand there.
func picture(at string) chat.Attachment {
	if a, inline := source.DataURI(at); inline {
		return a
	}
	if !strings.Contains(at, ":") && len(at) > 64 { // base64 without a word of what it is
		if a, ok := source.DataURI("data:image/png;base64," + at); ok && !a.Missing {
			return a
		}
	}
	return turns.Missing(at)
}

// write adds a block to the node of its message.
func (b *block) write(c *chat.Conversation, n *tree.Node, find func(at string) chat.Attachment) {
	switch b.kind {
	case "main_text":
		thought, text := "", b.text
		if n.Role == chat.RoleAssistant {
			thought, text = turns.SplitThink(b.text)
		}
		n.Think(thought)
		n.Say(text)
	case "thinking":
		n.Think(b.text)
	case "code":
		n.Say(source.Fenced(b.language, b.text))
	case "tool":
		b.tool(n)
	case "file":
		n.Attach(b.file.attachment(find))
	case "image", "video":
		b.picture(n, find)
	case "citation", "translation", "error", "compact", "unknown": // the last stands in place of one that is awaited
	default:
		source.CountUnknown(c, "block "+b.kind)
		n.Say(b.text)
	}
}

// tool adds a call and, when there is one, its result.
func (b *block) tool(n *tree.Node) {
	id := n.Call(b.call)
	output := cmp.Or(b.text, b.output)
	failed := b.failed || b.status == "error"
	switch {
	case output != "" || b.answered:
		n.Result(id, b.call.Name, output, failed)
	case failed:
		n.Result(id, b.call.Name, cmp.Or(b.failure, "error"), true)
	}
}

func (b *block) picture(n *tree.Node, find func(at string) chat.Attachment) {
	if b.file != (file{}) {
		n.Attach(b.file.attachment(find))
	} else if b.address != "" {
		n.Attach(picture(b.address))
	}
	for _, at := range b.pictures {
		n.Attach(picture(at))
	}
}

// beside adds what is kept of a message and was not said in it. It comes behind all other blocks.
func (b *block) beside(n *tree.Node) {
	switch b.kind {
	case "translation":
		n.Aside("translation", b.text)
	case "compact":
		n.Aside("summary", b.text)
	case "error":
		n.Aside("error", b.failure)
	}
}
