package lechat

import (
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message.
type message struct {
	id, chatID, role, content string
	created                   chat.Time
	rating                    int
	chunks                    []chunk
	files                     []string
	unknown                   []string // members that hold something and are not understood
}

// chunk is a piece of a message.
type chunk struct {
	kind, text, name, arguments, result, image string
	answered                                   bool
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			m.id = p.Text()
		case "chatId":
			m.chatID = p.Text()
		case "role":
			m.role = p.Name()
		case "content":
			m.content = p.Text()
		case "createdAt":
			m.created = p.Time()
		case "reaction":
			m.rating = map[string]int{"like": 1, "dislike": -1}[p.Text()]
		case "contentChunks":
			p.Array(func() {
				var k chunk
				if p.Object(func(name string) { k.field(p, name) }) {
					m.chunks = append(m.chunks, k)
				}
			})
		case "files":
			p.Array(func() {
				p.Object(func(name string) {
					if name == "name" {
						m.files = append(m.files, p.Text())
					}
				})
			})
		case "canvas", "quotes":
			p.Array(func() { m.unknown = append(m.unknown, name) })
		}
	})
}

func (k *chunk) field(p *source.Pull, name string) {
	switch name {
	case "type":
		k.kind = p.Name()
	case "text":
		k.text = p.Text()
	case "name":
		k.name = p.Name()
	case "publicArguments":
		k.arguments = p.Arguments()
	case "publicResult":
		k.answered = p.Kind() != 'n'
		k.result = p.AnyText()
	case "imageUrl":
		k.image = p.Text()
	}
}

// node makes the node of a message. Its content says its texts once more, so it is read only where they are not.
func (m *message) node(c *chat.Conversation) tree.Node {
	role, known := turns.Role(m.role)
	n := tree.Node{Message: chat.Message{ID: m.id, Role: role, CreatedAt: m.created, Rating: m.rating}}
	if !known {
		source.CountUnknown(c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	spoken := slices.ContainsFunc(m.chunks, func(k chunk) bool { return k.kind == "text" && k.text != "" })
	for i := range m.chunks {
		m.chunks[i].write(c, &n)
	}
	if !spoken {
		n.Say(m.content)
	}
	for _, kind := range m.unknown {
		source.CountUnknown(c, kind)
	}
	return n
}

// write adds a chunk to the node of its message.
func (k *chunk) write(c *chat.Conversation, n *tree.Node) {
	switch k.kind {
	case "text":
		n.Say(k.text)
	case "tool_call":
		id := n.Call(chat.ToolCall{Name: k.name, Arguments: k.arguments})
		if k.answered {
			n.Result(id, k.name, k.result, false)
		}
	case "image_url":
		if inline, ok := source.DataURI(k.image); ok {
			n.Attach(inline)
		} else {
			n.Attach(turns.Missing(k.image))
		}
	case "reference": // a mark at the results of a search, which are in the call
	default:
		source.CountUnknown(c, "chunk "+k.kind)
	}
}
