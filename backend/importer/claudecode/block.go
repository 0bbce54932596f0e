package claudecode

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// block is one block of a message's content, in the shape of Anthropic's interface.
type block struct {
	kind, text string // of a call the text is what it is given
	id, name   string // of a call; of a result the call's id
	isError    bool
	inside     []block // of a result
	title, url string  // of a page that a search found
	file       origin
}

// origin is where the bytes of a picture or document are.
type origin struct{ media, data, url string }

// The kinds of blocks that have a meaning here.
const (
	kindText     = "text"
	kindThinking = "thinking"
	kindCall     = "tool_use"
	kindResult   = "tool_result"
	kindImage    = "image"
	kindDocument = "document"
)

// readBlocks reads a content: a text, a list of blocks, one block, or null.
func readBlocks(p *source.Pull) (blocks []block) {
	read := func() {
		if p.Kind() == '"' {
			blocks = append(blocks, block{kind: kindText, text: p.Text()})
			return
		}
		var b block
		if p.Object(func(name string) { b.field(p, name) }) {
			b.text = cmp.Or(b.text, source.Join("\n", b.title, b.url))
			blocks = append(blocks, b)
		}
	}
	if p.Kind() == '[' {
		p.Array(read)
	} else {
		read()
	}
	return blocks
}

func (b *block) field(p *source.Pull, name string) {
	switch name {
	case "type":
		b.kind = p.Name()
	case "text", "thinking":
		b.text = p.Text()
	case "input":
		b.text = p.Arguments()
	case "id", "tool_use_id":
		b.id = p.Text()
	case "name":
		b.name = p.Name()
	case "is_error":
		b.isError = p.Bool()
	case "content":
		b.inside = readBlocks(p)
	case "title":
		b.title = p.Text()
	case "url":
		b.url = p.Text()
	case "tool_name", "error_code": // of a tool_reference, which a search for tools gives, and of a search that failed
		b.text = p.Text()
	case "source":
		p.Object(func(name string) {
			switch name {
			case "media_type":
				b.file.media = p.Name()
			case "data":
				b.file.data = p.Text()
			case "url", "file_id":
				b.file.url = p.Text()
			}
		})
	}
}

// attachment makes an attachment of a picture or a document; its bytes stand in the line.
func (b *block) attachment() chat.Attachment {
	if b.file.data == "" {
		a := turns.Missing(cmp.Or(b.file.url, b.kind))
		a.MIME = cmp.Or(b.file.media, a.MIME)
		return a
	}
	a, _ := source.Inline(b.kind, "data:"+b.file.media+";base64,"+b.file.data)
	return a
}

// known says whether a block of a user's or a model's message has a meaning here. Thoughts that the service keeps secret
// have none that could be shown.
func (b *block) known() bool {
	switch b.kind {
	case kindText, kindThinking, kindResult, kindImage, kindDocument, "redacted_thinking", "tool_reference", "web_search_result":
		return true
	}
	return b.calls() || b.served() || strings.HasSuffix(b.kind, "_tool_result_error")
}

// calls says whether a block is a call, also of a tool that the service runs itself.
func (b *block) calls() bool { return b.kind == kindCall || strings.HasSuffix(b.kind, "_tool_use") }

// served says whether a block is the result of a tool that the service ran itself, inside the answer.
func (b *block) served() bool { return strings.HasSuffix(b.kind, "_tool_result") }
