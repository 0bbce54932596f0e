package claudeai

import (
	"cmp"

	"loquat/backend/importer/source"
)

// block is one element of a message's content.
type block struct {
	kind, title, text string
	citations         []citation

	id, name, arguments string // of a call: its id, the tool, what it is given
	callID              string // of a result
	isError             bool
	result              result
	raw                 string // the whole as it is written, when the kind is unknown
}

// result is what a tool gave: its text, files, and the kinds of items in it that are unknown.
type result struct {
	text    string
	files   []file
	unknown []string
}

// The kinds of blocks that have a meaning here. A token_budget says how many tokens were left, nothing to a person.
const (
	kindText     = "text"
	kindThinking = "thinking"
	kindCall     = "tool_use"
	kindResult   = "tool_result"
	kindVoice    = "voice_note"
	kindBudget   = "token_budget"
)

// readBlocks reads the content of a message: a list of blocks, or, in conversions by other programs, a text.
func readBlocks(p *source.Pull) (blocks []block) {
	if p.Kind() == '"' {
		return []block{{kind: kindText, text: p.Text()}}
	}
	p.Array(func() {
		if p.Kind() == '"' {
			blocks = append(blocks, block{kind: kindText, text: p.Text()})
			return
		}
		from := p.Mark()
		var b block
		if !p.Object(func(name string) { b.field(p, name) }) {
			return
		}
		if !b.known() {
			b.raw, _ = source.Clean(string(p.Written(from)))
		}
		blocks = append(blocks, b)
	})
	return blocks
}

func (b *block) known() bool {
	switch b.kind {
	case kindText, kindThinking, kindCall, kindResult, kindVoice, kindBudget:
		return true
	}
	return false
}

func (b *block) field(p *source.Pull, name string) {
	switch name {
	case "type":
		b.kind = p.Name()
	case "text", "thinking":
		b.text = source.Join("\n\n", b.text, p.Text())
	case "title":
		b.title = p.Text()
	case "citations":
		p.Array(func() { b.citations = append(b.citations, readCitation(p)) })
	case "id":
		b.id = p.Text()
	case "name":
		b.name = p.Name()
	case "input":
		b.arguments = p.Arguments()
	case "tool_use_id":
		b.callID = p.Text()
	case "is_error":
		b.isError = p.Bool()
	case "content":
		b.result = readResult(p)
	case "display_content":
		shown := readResult(p)
		if b.result.text == "" && len(b.result.files) == 0 {
			b.result.text = shown.text
		}
	}
}

// readResult reads a result: a text, one item, or a list of items (FORMATS.md §2, quirk 5).
func readResult(p *source.Pull) (r result) {
	switch p.Kind() {
	case '[':
		p.Array(func() { r.item(p) })
	case '{':
		r.item(p)
	default:
		r.text = p.Text()
	}
	return r
}

// item is one item of a result as it is written.
type item struct {
	kind, text, title, url string
	file                   file
}

func (r *result) item(p *source.Pull) {
	if p.Kind() != '{' {
		r.text = source.Join("\n\n", r.text, p.Text())
		return
	}
	from := p.Mark()
	var i item
	p.Object(func(name string) { i.field(p, name) })
	switch i.kind {
	case "text", "json_block", "":
		r.text = source.Join("\n\n", r.text, i.text)
	case "knowledge":
		r.text = source.Join("\n\n", r.text, source.Join("\n", i.title, i.url), i.text)
	case "image", "local_resource", "image_url":
		i.file.name = cmp.Or(i.file.name, i.title, i.file.id, i.kind)
		i.file.kind = cmp.Or(i.file.kind, i.kind)
		r.files = append(r.files, i.file)
	default:
		r.unknown = append(r.unknown, "result "+i.kind)
		if i.text == "" {
			i.text, _ = source.Clean(string(p.Written(from)))
		}
		r.text = source.Join("\n\n", r.text, i.text)
	}
}

func (i *item) field(p *source.Pull, name string) {
	switch name {
	case "type":
		i.kind = p.Name()
	case "text", "json_block":
		i.text = p.Text()
	case "title":
		i.title = p.Text()
	case "url":
		i.url = p.Text()
	case "uuid", "file_uuid":
		i.file.id = p.Text()
	case "name", "file_name":
		i.file.name = p.Text()
	case "file_path":
		if at := p.Text(); i.file.name == "" {
			i.file.name = at
		}
	case "mime_type", "media_type":
		i.file.kind = p.Text()
	case "data":
		i.file.data = p.Text()
	case "source":
		p.Object(func(name string) {
			if name != "type" {
				i.field(p, name)
			}
		})
	}
}
