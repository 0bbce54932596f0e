package zed

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message: {"User": …}, {"Agent": …}, {"Compaction": …} or "Resume" since version 0.3.0, an object with
// a role before, a piece of the text in a text thread.
type message struct {
	telling
	id      string
	parts   []part
	results []result
	context string // what was attached, as the model saw it, before version 0.3.0
	hidden  bool
	start   int64 // byte of the text at which it begins, in a text thread
}

// telling says who speaks, and in a text thread how that ended.
type telling struct{ role, status, failure string }

// The roles beside those of the field.
const (
	roleResume     = "Resume"
	roleCompaction = "Compaction"
)

func readMessage(p *source.Pull) (m message) {
	if p.Kind() == '"' {
		m.role = p.Name()
		return m
	}
	p.Object(func(name string) {
		switch name {
		case "User", "Agent":
			m.role = map[string]string{"User": "user", "Agent": "assistant"}[name]
			p.Object(func(name string) { m.field(p, name) })
		case "Resume":
			m.role = name
		case "Compaction":
			m.role = name
			p.Object(func(name string) {
				if name == "Summary" {
					m.parts = append(m.parts, part{kind: partText, text: p.Text()})
				}
			})
		default:
			if m.role == "" && name != "" && name[0] >= 'A' && name[0] <= 'Z' { // of a later version
				m.role = name
			}
			m.field(p, name)
		}
	})
	return m
}

func (m *message) field(p *source.Pull, name string) {
	switch name {
	case "id":
		m.id = readID(p)
	case "role":
		m.role = p.Name()
	case "content", "segments":
		p.Array(func() { m.parts = append(m.parts, readPart(p)) })
	case "text":
		m.parts = append(m.parts, part{kind: partText, text: p.Text()})
	case "tool_uses":
		p.Array(func() { m.parts = append(m.parts, readCall(p)) })
	case "tool_results":
		if p.Kind() == '[' {
			p.Array(func() { m.results = append(m.results, readResult(p)) })
			return
		}
		p.Object(func(id string) {
			r := readResult(p)
			r.call = cmp.Or(r.call, id)
			m.results = append(m.results, r)
		})
	case "context":
		m.context = p.Text()
	case "is_hidden":
		m.hidden = p.Bool()
	case "start":
		if n := p.Count(); n != nil {
			m.start = *n
		}
	case "metadata":
		m.telling = readTelling(p)
	}
}

// nodes makes the nodes of a message. Until version 0.1.0 the results of tools stand in a message of the user, whose
// text the program wrote.
func (m *message) nodes(c *chat.Conversation) (nodes []tree.Node) {
	switch m.role {
	case "assistant":
		return []tree.Node{m.answer(c)}
	case roleResume:
		n := tree.Node{Message: chat.Message{Role: chat.RoleUser, Hidden: true}}
		n.Say("Continue where you left off")
		return []tree.Node{n}
	}
	for i := range m.results {
		r := &m.results[i]
		nodes = append(nodes, tree.Node{Message: chat.Message{Role: chat.RoleTool, ToolCallID: r.call, Name: r.tool, Content: r.text, IsError: r.failed, Attachments: r.files}})
	}
	said := m.said(c)
	if said.Hidden = said.Hidden || len(m.results) > 0; said.Blank() && len(nodes) > 0 {
		return nodes
	}
	return append(nodes, said)
}

// said is what a person, or the program in their name, said. Mentions stand in the middle of a sentence.
func (m *message) said(c *chat.Conversation) tree.Node {
	role, known := turns.Role(m.role)
	n := tree.Node{Message: chat.Message{ID: m.id, Role: role, Hidden: m.hidden}}
	switch {
	case m.role == roleCompaction:
		n.Role, n.Hidden = chat.RoleUser, true
	case !known:
		source.CountUnknown(c, "message "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	for i := range m.parts {
		b := &m.parts[i]
		switch b.kind {
		case partText, partMention, partThinking:
			n.Content += b.text
		case partCall, partRedacted:
		default:
			if b.file == nil {
				source.CountUnknown(c, "content "+b.kind)
			}
		}
		if b.file != nil {
			n.Attach(*b.file)
		}
	}
	if m.context != "" {
		n.Attach(chat.Attachment{Name: "context", MIME: "text/plain", Text: m.context, Missing: true})
	}
	return n
}

// answer is what the model said and called, and then what came of its calls.
func (m *message) answer(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.id, Role: chat.RoleAssistant, Hidden: m.hidden}}
	for i := range m.parts {
		b := &m.parts[i]
		switch b.kind {
		case partText:
			n.Say(b.text)
		case partThinking:
			n.Think(b.text)
		case partCall:
			n.Call(b.call)
		case partRedacted:
		default:
			source.CountUnknown(c, "content "+b.kind)
		}
		if b.file != nil {
			n.Attach(*b.file)
		}
	}
	for i := range m.results {
		r := &m.results[i]
		n.Result(r.call, r.tool, r.text, r.failed).Attachments = r.files
	}
	return n
}
