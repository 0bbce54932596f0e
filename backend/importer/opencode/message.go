package opencode

import (
	"cmp"
	"errors"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// message is one message with its parts.
type message struct {
	id, role, model          string
	created                  chat.Time
	input, output, reasoning *int64 // tokens
	summary                  bool   // the program asked for it, to make the history shorter
	problem                  string // why the answer broke off
	parts                    []part
	started                  map[string]string // session that a call of this message started, to the call
}

var errDamaged = errors.New("its data is no JSON")

// read fills m with a file of the storage or a row of the database, whose data holds the same.
func (m *message) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "data":
			if p.Kind() == '"' { // a database keeps what is no JSON as a text
				p.Fail(errDamaged)
			}
			p.Object(func(name string) { m.field(p, name) })
		case "time_created":
			if t := p.Time(); !m.created.Valid {
				m.created = t
			}
		default:
			m.field(p, name)
		}
	})
}

func (m *message) field(p *source.Pull, name string) {
	switch name {
	case "id":
		m.id = cmp.Or(m.id, p.Text())
	case "role":
		m.role = p.Name()
	case "modelID":
		m.model = p.Name()
	case "model":
		p.Object(func(name string) {
			if name == "modelID" {
				m.model = p.Name()
			}
		})
	case "summary":
		m.summary = p.Kind() == 't' && p.Bool()
	case "time":
		p.Object(func(name string) {
			if name == "created" {
				m.created = p.Time()
			}
		})
	case "tokens":
		m.tokens(p)
	case "error":
		m.problem = readProblem(p)
	}
}

func (m *message) tokens(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "input":
			m.input = p.Count()
		case "output":
			m.output = p.Count()
		case "reasoning":
			m.reasoning = p.Count()
		}
	})
}

// readProblem reads {name, data: {message}}.
func readProblem(p *source.Pull) string {
	kind, said := "", ""
	p.Object(func(name string) {
		switch name {
		case "name":
			kind = p.Text()
		case "data":
			if p.Kind() == '"' { // a database keeps what is no JSON as a text
				p.Fail(errDamaged)
			}
			p.Object(func(name string) {
				if name == "message" {
					said = p.Text()
				}
			})
		}
	})
	return source.Join(": ", kind, said)
}

// nodes makes the nodes of a message: what its author said, and before it, hidden, what the program put in beside it.
func (m *message) nodes(c *chat.Conversation, undone bool) []tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.id, CreatedAt: m.created, Hidden: undone || m.summary}}
	switch m.role {
	case "user":
		n.Role = chat.RoleUser
	case "assistant":
		n.Role, n.Model, n.PromptTokens, n.CompletionTokens = chat.RoleAssistant, m.model, m.input, tree.Sum(m.output, m.reasoning)
	default:
		source.CountUnknown(c, "message "+m.role)
		n.Role, n.Name, n.Hidden = chat.RoleSystem, m.role, true
	}
	put := tree.Node{Message: chat.Message{ID: m.id + "/synthetic", Role: n.Role, CreatedAt: m.created, Hidden: true}}
	slices.SortStableFunc(m.parts, func(a, b part) int { return cmp.Compare(a.id, b.id) })
	for i := range m.parts {
		p := &m.parts[i]
		if p.synthetic && p.kind == "text" {
			put.Say(p.text)
			continue
		}
		p.write(&n, m, c)
	}
	if m.problem != "" {
		c.Notes = append(c.Notes, "an answer broke off: "+m.problem)
	}
	if put.Blank() {
		return []tree.Node{n}
	}
	return []tree.Node{put, n}
}
