package cherrystudio

import (
	"bytes"
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// message is one message. What it says stands in blocks, in older versions in the message itself.
type message struct {
	id, role, model, question string // question is the id of the message that an answer answers
	created                   chat.Time
	shown, useful             bool     // among several answers: the one on screen, the one that the talk went on with
	failed                    bool     // it is an error
	blockIDs                  []string // in order
	prompt, completion        *int64   // tokens
	inline                    []block  // of older versions
	row                       []byte   // as it is written, without the servers of tools, which hold keys
}

// readTopic reads the messages of a topic; row is the topic as it is written, without them.
func readTopic(p *source.Pull) (id, name string, messages []message) {
	p.Object(func(field string) {
		switch field {
		case "id":
			id = p.Text()
		case "name":
			name = p.Text()
		case "messages":
			source.ReadList(p, &messages, (*message).read)
		}
	})
	return id, name, messages
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	var row bytes.Buffer
	var old legacy
	ok := p.Object(func(name string) {
		if name == "enabledMCPs" {
			return
		}
		from := p.Mark()
		if !m.field(p, name) && !old.field(p, name) {
			p.Skip()
		}
		source.Member(&row, name, p.Written(from))
	})
	row.WriteByte('}')
	m.row = row.Bytes()
	m.inline = old.blocks()
	return ok
}

// field reads a member of every version; false when it is none.
func (m *message) field(p *source.Pull, name string) bool {
	switch name {
	case "id":
		m.id = p.Text()
	case "role":
		m.role = p.Name()
	case "askId":
		m.question = p.Text()
	case "createdAt":
		m.created = p.Time()
	case "modelId":
		m.model = cmp.Or(m.model, p.Name())
	case "model":
		m.model = cmp.Or(readModel(p), m.model)
	case "status":
		m.failed = p.Name() == "error"
	case "foldSelected":
		m.shown = p.Bool()
	case "useful":
		m.useful = p.Bool()
	case "blocks":
		p.Array(func() { m.blockIDs = append(m.blockIDs, p.Text()) })
	case "usage":
		p.Object(func(name string) {
			switch name {
			case "prompt_tokens", "inputTokens":
				m.prompt = p.Count()
			case "completion_tokens", "outputTokens":
				m.completion = p.Count()
			}
		})
	default:
		return false
	}
	return true
}

// readModel reads what a model is called by its provider: {id, name, provider}.
func readModel(p *source.Pull) (id string) {
	if p.Kind() == '"' {
		return p.Name()
	}
	called := ""
	p.Object(func(name string) {
		switch name {
		case "id":
			id = p.Name()
		case "name":
			called = p.Name()
		}
	})
	return cmp.Or(id, called)
}

// legacy is what older versions keep in a message itself.
type legacy struct {
	thought, text, translation, failure string
	files, images, tools                []block
	links                               []source.Link
}

// field reads a member; false when it is none of them.
func (l *legacy) field(p *source.Pull, name string) bool {
	switch name {
	case "content":
		l.text = p.Text()
	case "reasoning_content":
		l.thought = p.Text()
	case "translatedContent":
		l.translation = p.Text()
	case "files":
		p.Array(func() { l.files = append(l.files, block{kind: "file", file: readFile(p)}) })
	case "images":
		p.Array(func() { l.images = append(l.images, block{kind: "image", pictures: []string{p.Text()}}) })
	case "error":
		l.failure = readError(p)
	case "metadata":
		p.Object(func(name string) { l.meta(p, name) })
	default:
		return false
	}
	return true
}

func (l *legacy) meta(p *source.Pull, name string) {
	switch name {
	case "mcpTools":
		p.Array(func() {
			b := block{kind: "tool"}
			b.rawTool(p)
			l.tools = append(l.tools, b)
		})
	case "generateImage":
		b := block{kind: "image"}
		b.generated(p)
		l.images = append(l.images, b)
	case "webSearch", "webSearchInfo", "citations", "annotations", "groundingMetadata", "tavily", "knowledge":
		l.links = readLinks(p, l.links)
	}
}

// blocks are the blocks that newer versions make of it, in their order.
func (l *legacy) blocks() []block {
	blocks := append([]block{{kind: "thinking", text: l.thought}}, l.tools...)
	blocks = append(blocks, block{kind: "main_text", text: l.text}, block{kind: "citation", links: l.links})
	blocks = append(append(blocks, l.files...), l.images...)
	return append(blocks, block{kind: "translation", text: l.translation}, block{kind: "error", failure: l.failure})
}
