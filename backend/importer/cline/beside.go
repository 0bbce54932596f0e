package cline

import (
	"cmp"
	"io"
	"path"
	"strings"

	"loquat/backend/importer/source"
)

// beside is what the files beside the messages say of a task or a session.
type beside struct {
	id, title string
	roo       bool // Roo Code wrote it
}

// maxBeside is how large such a file may be, in bytes.
const maxBeside = 16 << 20

// besideOf reads what stands beside a file: of a session <id>.json or session.json, of a task ui_messages.json, in which
// the first word of the person is the title, and history_item.json, which only Roo Code writes.
func besideOf(in *source.Input, file string) (b beside) {
	folder := path.Dir(file)
	if base, ok := strings.CutSuffix(file, ".messages.json"); ok {
		b.read(in, base+".json")
		return b
	}
	if folder != "." && path.Base(file) == "api_conversation_history.json" {
		b.id = path.Base(folder)
	}
	b.roo = b.read(in, path.Join(folder, "history_item.json")) || strings.Contains(folder, "roo-cline")
	b.read(in, path.Join(folder, "ui_messages.json"))
	return b
}

// read takes what one of the files says; it is false when the file is not there or cannot be read.
func (b *beside) read(in *source.Input, file string) bool {
	f, err := in.FS.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	text, _ := source.UTF8(io.LimitReader(f, maxBeside))
	raw, err := io.ReadAll(text)
	if err != nil {
		return false
	}
	p := source.NewPull()
	return p.Parse(raw, func() { b.take(p) }) == nil
}

func (b *beside) take(p *source.Pull) {
	if p.Kind() == '[' {
		p.Array(func() { b.said(p) })
		return
	}
	p.Object(func(name string) {
		switch name {
		case "task":
			b.title = cmp.Or(b.title, p.Text())
		case "metadata":
			p.Object(func(name string) {
				if name == "title" {
					b.title = cmp.Or(b.title, p.Text())
				}
			})
		}
	})
}

// said takes the title from what was shown of the task: the first thing said as a text.
func (b *beside) said(p *source.Pull) {
	kind, text := "", ""
	p.Object(func(name string) {
		switch name {
		case "say":
			kind = p.Name()
		case "text":
			text = p.Text()
		}
	})
	if kind == "text" {
		b.title = cmp.Or(b.title, text)
	}
}
