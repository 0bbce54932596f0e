package librechat

import (
	"cmp"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message.
type message struct {
	at                   int // place among the messages of the conversation
	id, parent, sender   string
	text, model          string
	byUser, told, failed bool // told: it says whether the user wrote it
	created              chat.Time
	rating               int
	content              []block
	files                []chat.Attachment
	unknown              []string
}

// block is a part of what an agent did.
type block struct {
	kind, text, thought string
	call                *call
	file                *chat.Attachment
}

// call is a call of a tool with its result.
type call struct {
	chat.ToolCall
	output string
	done   bool
}

// name is the id of the message; one without has a name made of its place.
func (m *message) name() string { return cmp.Or(m.id, "m"+strconv.Itoa(m.at+1)) }

func (m *message) field(p *source.Pull, name string) {
	switch name {
	case "messageId":
		m.id = p.Text()
	case "parentMessageId":
		m.parent = cmp.Or(p.Text(), m.parent)
	case "isCreatedByUser":
		m.told = p.Kind() == 't' || p.Kind() == 'f'
		m.byUser = p.Bool()
	case "sender":
		m.sender = p.Name()
	case "text":
		m.text = p.Text()
	case "model":
		m.model = p.Name()
	case "error":
		m.failed = p.Bool()
	case "createdAt":
		m.created = p.Time()
	case "content":
		p.Array(func() { m.content = append(m.content, readBlock(p)) })
	case "files", "attachments":
		p.Array(func() { // among attachments is also what searches found
			if a := readFile(p); a.Name != "" || a.Open != nil {
				m.files = append(m.files, a)
			} else {
				m.unknown = append(m.unknown, name)
			}
		})
	case "feedback":
		p.Object(func(name string) {
			if name == "rating" {
				m.rating = map[string]int{"thumbsUp": 1, "thumbsDown": -1}[p.Text()]
			}
		})
	}
}

func readBlock(p *source.Pull) (b block) {
	p.Object(func(name string) {
		switch name {
		case "type":
			b.kind = p.Name()
		case "text", "error":
			b.text = cmp.Or(readText(p), b.text)
		case "think":
			b.thought = p.Text()
		case "tool_call":
			b.call = &call{}
			p.Object(func(name string) { b.call.field(p, name) })
		case "image_file", "image_url":
			a := readFile(p)
			b.file = &a
		}
	})
	return b
}

// readText reads a text, which some versions wrap in an object.
func readText(p *source.Pull) (text string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "value" {
			text = p.Text()
		}
	})
	return text
}

func (c *call) field(p *source.Pull, name string) {
	switch name {
	case "id":
		c.ID = p.Text()
	case "name":
		c.Name = p.Name()
	case "args":
		c.Arguments = p.Arguments()
	case "output":
		c.done = p.Kind() == '"'
		c.output = p.Text()
	}
}

// readFile reads what is said of a file. Its bytes are on the server, unless its address holds them.
func readFile(p *source.Pull) chat.Attachment {
	var name, id, media, address string
	size := int64(0)
	p.Object(func(field string) {
		switch field {
		case "filename":
			name = p.Text()
		case "file_id":
			id = p.Text()
		case "type":
			media = p.Text()
		case "filepath", "url":
			address = p.Text()
		case "bytes":
			if n := p.Count(); n != nil {
				size = *n
			}
		}
	})
	if inline, ok := source.DataURI(address); ok {
		inline.Name = name
		return inline
	}
	a := turns.Missing(cmp.Or(name, address, id))
	a.MIME, a.Size = cmp.Or(media, a.MIME), size
	return a
}

// speaker is who wrote the message. What the sender is called tells nothing where the message itself says it.
func (m *message) speaker() chat.Role {
	if m.told && m.byUser {
		return chat.RoleUser
	}
	if role, known := turns.Role(m.sender); !m.told && known {
		return role
	}
	if m.sender == "System" || m.sender == "system" {
		return chat.RoleSystem
	}
	return chat.RoleAssistant
}

// node makes the node of a message.
func (m *message) node(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.name(), Parent: m.parent, Role: m.speaker(), CreatedAt: m.created, Rating: m.rating}}
	if n.Role == chat.RoleAssistant {
		n.Model = m.model
		n.Hidden = m.failed // no answer, but why there was none
	}
	for i := range m.content {
		m.content[i].write(c, &n)
	}
	if n.Blank() {
		n.Say(m.text)
	}
	for _, a := range m.files {
		n.Attach(a)
	}
	for _, kind := range m.unknown {
		source.CountUnknown(c, kind)
	}
	return n
}

// write adds a block to the node of its message.
func (b *block) write(c *chat.Conversation, n *tree.Node) {
	switch {
	case b.call != nil:
		id := n.Call(b.call.ToolCall)
		if b.call.done {
			n.Result(id, b.call.Name, b.call.output, false)
		}
	case b.file != nil:
		n.Attach(*b.file)
	case b.kind == "think":
		n.Think(b.thought)
	case b.kind == "text", b.kind == "error":
		n.Say(b.text)
	default:
		source.CountUnknown(c, "content "+b.kind)
		n.Say(b.text)
	}
}
