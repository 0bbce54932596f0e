package cherrystudio

import (
	"cmp"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// readPart fills b with a part of a message of version 2, which is written as the AI SDK writes them: {type: "text", text},
// {type: "tool-…", toolCallId, state, input, output}, {type: "file", url}, and {type: "data-…", data} for what was a block.
func (b *block) readPart(p *source.Pull) {
	kind, title, media, address := "", "", "", ""
	p.Object(func(name string) {
		switch name {
		case "type":
			kind = p.Name()
		case "text":
			b.text = p.Text()
		case "url":
			address = p.Text()
		case "filename":
			b.file.name = p.Text()
		case "mediaType":
			media = p.Name()
		case "title":
			title = p.Text()
		case "data":
			b.data(p)
		case "providerMetadata": // {cherry: {references}}
			p.Object(func(string) {
				p.Object(func(name string) {
					if name == "references" {
						b.links = readLinks(p, b.links)
					}
				})
			})
		default:
			b.called(p, name)
		}
	})
	b.settle(kind, source.Link{Title: title, URL: address}, media)
}

// called reads a member of a call.
func (b *block) called(p *source.Pull, name string) {
	switch name {
	case "toolCallId":
		b.call.ID = p.Text()
	case "toolName":
		b.call.Name = p.Name()
	case "input":
		b.call.Arguments = p.Arguments()
	case "output":
		b.output, b.failed = readContent(p, b.failed)
	case "errorText":
		b.failure = p.Text()
	case "state":
		switch p.Name() {
		case "output-available":
			b.answered = true
		case "output-error", "error", "output-denied":
			b.failed = true
		}
	}
}

// data reads what was a block of its own.
func (b *block) data(p *source.Pull) {
	if p.Kind() != '{' {
		p.Skip()
		return
	}
	written, _ := source.Clean(string(p.Raw()))
	inner := source.NewPull()
	_ = inner.Parse([]byte(written), func() { b.read(inner) }) // it was read before
	if b.failure == "" {
		_ = inner.Parse([]byte(written), func() { b.failure = readError(inner) })
	}
}

// settle makes the block that a part of that kind stands for.
func (b *block) settle(kind string, link source.Link, media string) {
	tool, isTool := strings.CutPrefix(kind, "tool-")
	data, isData := strings.CutPrefix(kind, "data-")
	switch {
	case isTool, kind == "dynamic-tool":
		b.kind, b.call.Name = "tool", cmp.Or(b.call.Name, tool)
	case isData:
		b.kind = data
	case kind == "text":
		b.kind = "main_text"
	case kind == "reasoning":
		b.kind = "thinking"
	case kind == "step-start":
		b.kind = "unknown"
	case kind == "source-url", kind == "source-document":
		b.kind, b.links = "citation", append(b.links, link)
	case kind == "file" && !strings.HasPrefix(link.URL, "file:"):
		b.kind, b.file, b.address = "image", file{}, link.URL
	case kind == "file":
		b.kind, b.file.stored = "file", path.Base(strings.ReplaceAll(link.URL, `\`, "/"))
	default:
		b.kind = kind
	}
	b.media = media
}

// finder finds the files of a backup that a database names: Data/Files stands beside the database, or above its folder.
func finder(in *source.Input, file string) func(at string) chat.Attachment {
	byID := map[string]string{}
	for _, name := range source.Names(in.FS) {
		if dir, base := path.Split(name); strings.HasSuffix("/"+dir, "/Data/Files/") {
			byID[strings.TrimSuffix(base, path.Ext(base))] = name
		}
	}
	return func(at string) chat.Attachment {
		base := path.Base(at)
		name, ok := byID[strings.TrimSuffix(base, path.Ext(base))]
		if !ok {
			return turns.Missing(at)
		}
		return turns.Beside(in.FS, "x")(name)
	}
}
