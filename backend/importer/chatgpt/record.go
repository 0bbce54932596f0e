package chatgpt

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// record is one conversation as the export writes it, as far as it is used.
type record struct {
	raw      []byte
	isObject bool

	conversationID, plainID, title string
	created, updated               chat.Time
	current, model, gizmo          string
	archived, starred, voice       bool
	nodes                          []node // of the mapping, in the file's order
}

// node is one node of the mapping.
type node struct {
	key, parent string
	has         bool // it has a message; a placeholder has none
	message
}

// message is the message of a node.
type message struct {
	role, name, recipient, channel string
	created                        chat.Time
	weight                         float64
	unfinished                     bool // the source says that the answer was cut off or still being written
	content                        content
	meta                           meta
}

// content is the union of the fields of all content types.
type content struct {
	kind, language, text, title, url, name string
	result, summary, snippet, output, says string
	profile, instructions                  string
	parts                                  []part
	thoughts                               []string
	screenshot                             pointer
	raw                                    string // the whole as it is written, when the kind is unknown
}

// read fills r from p; it may be called again for the same record.
func (r *record) read(p *source.Pull) {
	*r = record{raw: r.raw, nodes: r.nodes[:0]}
	r.isObject = p.Object(func(name string) {
		switch name {
		case "conversation_id", "shared_conversation_id":
			r.conversationID = p.Text()
		case "id":
			r.plainID = p.Text()
		case "title":
			r.title = p.Text()
		case "create_time":
			r.created = p.Time()
		case "update_time":
			r.updated = p.Time()
		case "current_node":
			r.current = p.Text()
		case "default_model_slug":
			r.model = p.Name()
		case "gizmo_id":
			r.gizmo = p.Text()
		case "is_archived":
			r.archived = p.Bool()
		case "is_starred":
			r.starred = p.Bool()
		case "mapping":
			r.mapping(p)
		case "messages", "chat_messages":
			r.flat(p)
		}
	})
}

// mapping reads the nodes: under their keys, or as a list of nodes that have their ids in them, as other programs write.
func (r *record) mapping(p *source.Pull) {
	if p.Kind() == '[' {
		p.Array(func() { r.next("").read(p) })
		return
	}
	p.Object(func(key string) { r.next(key).read(p) })
}

// id is the external id: older files have only one of the two.
func (r *record) id() string {
	if r.conversationID != "" {
		return r.conversationID
	}
	return r.plainID
}

// next makes room for a node, with the slices of the one that was there before.
func (r *record) next(key string) *node {
	if len(r.nodes) < cap(r.nodes) {
		r.nodes = r.nodes[:len(r.nodes)+1]
	} else {
		r.nodes = append(r.nodes, node{})
	}
	n := &r.nodes[len(r.nodes)-1]
	c, m := &n.content, &n.meta
	*n = node{key: key, message: message{weight: 1,
		content: content{parts: c.parts[:0], thoughts: c.thoughts[:0]},
		meta:    meta{files: m.files[:0], images: m.images[:0], references: m.references[:0]}}}
	return n
}

// flat reads the list of messages that pages of shared conversations have instead of a mapping, one following the
// other.
func (r *record) flat(p *source.Pull) {
	if len(r.nodes) > 0 {
		return
	}
	before := ""
	p.Array(func() {
		n := r.next("")
		n.has = n.message.read(p, &n.key)
		if n.key == "" {
			n.key = source.ContentID(before, n.content.text)
		}
		n.parent, before = before, n.key
	})
}

func (n *node) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "id":
			if id := p.Text(); n.key == "" {
				n.key = id
			}
		case "parent":
			n.parent = p.Text()
		case "message":
			id := ""
			if n.has = n.message.read(p, &id); n.key == "" {
				n.key = id
			}
		}
	})
}

// read fills m, and id with the message's own id. It returns false when there is no message.
func (m *message) read(p *source.Pull, id *string) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			*id = p.Text()
		case "author":
			p.Object(func(name string) {
				switch name {
				case "role":
					m.role = p.Name()
				case "name":
					m.name = p.Name()
				}
			})
		case "create_time":
			m.created = p.Time()
		case "content":
			from := p.Mark()
			m.content.read(p)
			if !known[m.content.kind] {
				m.content.raw, _ = source.Clean(string(p.Written(from)))
			}
		case "text": // of a flat list without content
			m.content.text = p.Text()
		case "status":
			status := p.Name()
			m.unfinished = status == "in_progress" || status == "finished_partial_completion"
		case "weight":
			if weight, ok := p.Number(); ok {
				m.weight = weight
			}
		case "recipient":
			m.recipient = p.Name()
		case "channel":
			m.channel = p.Name()
		case "metadata":
			m.meta.read(p)
		}
	})
}

func (c *content) read(p *source.Pull) {
	if p.Kind() == '"' { // seen in conversions by other programs
		c.kind, c.text = "text", p.Text()
		return
	}
	p.Object(func(name string) {
		switch name {
		case "content_type":
			c.kind = p.Name()
		case "parts":
			p.Array(func() { c.parts = append(c.parts, readPart(p)) })
		case "text":
			c.text = p.Text()
		case "language":
			c.language = p.Name()
		case "title":
			c.title = p.Text()
		case "url":
			c.url = p.Text()
		case "name":
			c.name = p.Text()
		case "result":
			c.result = p.Text()
		case "summary":
			c.summary = p.Text()
		case "snippet":
			c.snippet = p.Text()
		case "output_str":
			c.output = p.Text()
		case "content":
			c.says = p.Text()
		case "user_profile":
			c.profile = p.Text()
		case "user_instructions":
			c.instructions = p.Text()
		case "screenshot":
			c.screenshot = readPart(p).first()
		case "thoughts":
			p.Array(func() { c.thoughts = append(c.thoughts, readThought(p)) })
		}
	})
}
