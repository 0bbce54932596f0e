package sillytavern

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// extra is what a message holds beside its text: how it was made, its files, and the tools that were called for it.
type extra struct {
	kind, model, thought string
	files                []chat.Attachment
	calls                []invocation
}

// invocation is a call of a tool with its result.
type invocation struct {
	chat.ToolCall
	result string
}

func (e *extra) field(p *source.Pull, name string) {
	switch name {
	case "type":
		e.kind = p.Text()
	case "model":
		e.model = p.Name()
	case "reasoning":
		e.thought = p.Text()
	case "image", "video":
		e.attach(file{at: p.Text()})
	case "file":
		e.attach(readFile(p))
	case "files", "media", "image_swipes":
		p.Array(func() { e.attach(readFile(p)) })
	case "tool_invocations":
		p.Array(func() {
			var i invocation
			p.Object(func(name string) { i.field(p, name) })
			e.calls = append(e.calls, i)
		})
	}
}

// file is a file of a message; its text may stand beside its address.
type file struct {
	at, name, text string
	size           int64
}

func readFile(p *source.Pull) (f file) {
	if p.Kind() != '{' {
		return file{at: p.Text()}
	}
	p.Object(func(name string) {
		switch name {
		case "url":
			f.at = p.Text()
		case "name":
			f.name = p.Text()
		case "text":
			f.text = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		}
	})
	return f
}

// attach adds a file, unless it is named again.
func (e *extra) attach(f file) {
	a := turns.Missing(cmp.Or(f.name, f.at))
	if inline, ok := source.DataURI(f.at); ok {
		a = inline
		a.Name = f.name
	} else {
		a.Size = f.size
	}
	a.Text = f.text
	for _, before := range e.files {
		if before.Name == a.Name && a.Open == nil {
			return
		}
	}
	if a.Name != "" || a.Open != nil {
		e.files = append(e.files, a)
	}
}

func (i *invocation) field(p *source.Pull, name string) {
	switch name {
	case "id":
		i.ID = p.Text()
	case "name":
		i.Name = p.Name()
	case "parameters":
		i.Arguments = p.Arguments()
	case "result":
		i.result = p.Text()
	}
}

// call adds the calls, which were made together, and their results.
func (e *extra) call(n *tree.Node) {
	ids := make([]string, len(e.calls))
	for k := range e.calls {
		ids[k] = n.Call(e.calls[k].ToolCall)
	}
	for k := range e.calls {
		n.Result(ids[k], e.calls[k].Name, e.calls[k].result, false)
	}
}
