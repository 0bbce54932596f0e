package continuedev

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// item is one entry of a history: a message with what Continue keeps beside it.
type item struct {
	id, role, text, callID string
	files                  []chat.Attachment // pictures in the message, then what was given to the model as context
	calls                  []chat.ToolCall
	states                 []state
	reasoning              string
	thought                chat.Time // when the reasoning began: the only time there is
	model, system          string    // of the log of what was sent
	summary                string    // of everything up to here, for a model that goes on
	prompt, completion     *int64    // tokens
	unknown                []string
}

// read fills m; it is false when what comes next is no item.
func (m *item) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "message":
			p.Object(func(name string) { m.message(p, name) })
		case "contextItems":
			p.Array(func() {
				if a, _ := readContext(p); a.Name+a.Text != "" {
					m.files = append(m.files, a)
				}
			})
		case "toolCallStates":
			p.Array(func() { m.states = append(m.states, readState(p)) })
		case "toolCallState": // of older versions, which allowed one call
			if p.Kind() == '{' {
				m.states = append(m.states, readState(p))
			}
		case "reasoning":
			p.Object(func(name string) {
				switch name {
				case "text":
					m.reasoning = p.Text()
				case "startAt":
					m.thought = p.Time()
				}
			})
		case "promptLogs":
			p.Array(func() { m.log(p) })
		case "conversationSummary":
			m.summary = p.Text()
		}
	})
}

func (m *item) message(p *source.Pull, name string) {
	switch name {
	case "id":
		m.id = p.Text()
	case "role":
		m.role = p.Name()
	case "content":
		m.content(p)
	case "toolCalls":
		p.Array(func() { m.calls = append(m.calls, readCall(p)) })
	case "toolCallId":
		m.callID = p.Text()
	case "usage":
		p.Object(func(name string) {
			switch name {
			case "promptTokens":
				m.prompt = p.Count()
			case "completionTokens":
				m.completion = p.Count()
			}
		})
	}
}

// content reads a text, or a list of parts.
func (m *item) content(p *source.Pull) {
	if p.Kind() != '[' {
		m.text = p.Text()
		return
	}
	p.Array(func() {
		kind, text, image := "", "", ""
		p.Object(func(name string) {
			switch name {
			case "type":
				kind = p.Name()
			case "text":
				text = p.Text()
			case "imageUrl":
				p.Object(func(name string) {
					if name == "url" {
						image = p.Text()
					}
				})
			}
		})
		switch {
		case image != "":
			a, ok := source.DataURI(image)
			if !ok {
				a = turns.Missing(image)
			}
			m.files = append(m.files, a)
		case kind != "text" && kind != "imageUrl":
			m.unknown = append(m.unknown, "part "+kind)
		}
		m.text = source.Join("\n\n", m.text, text)
	})
}

// log reads what was sent to the model for an answer. In the oldest versions it is a pair of texts, which name no model.
func (m *item) log(p *source.Pull) {
	if p.Kind() != '{' {
		p.Skip()
		return
	}
	title, model := "", ""
	p.Object(func(name string) {
		switch name {
		case "modelTitle":
			title = p.Name()
		case "completionOptions":
			p.Object(func(name string) {
				if name == "model" {
					model = p.Name()
				}
			})
		case "prompt":
			if m.system == "" {
				m.system = systemOf(p.Text())
			}
		}
	})
	if model == "" {
		model = title
	}
	m.model = model
}

// systemOf is the system prompt of a logged prompt, in which each message stands as "<role>\ntext\n\n"; empty when it
// begins with something else.
func systemOf(prompt string) string {
	rest, ok := strings.CutPrefix(prompt, "<system>\n")
	if !ok {
		return ""
	}
	system, _, found := strings.Cut(rest, "\n\n<user>\n")
	if !found {
		return ""
	}
	return strings.Clone(strings.TrimSpace(system))
}

// behind joins a thought to the one before it.
func (m *item) behind(before *item) *item {
	if before != nil {
		m.text = source.Join("\n\n", before.text, m.text)
		m.calls = append(before.calls, m.calls...)
	}
	return m
}

// think adds the thought that stands before an answer.
func (m *item) think(thought *item) {
	m.reasoning = source.Join("\n\n", thought.text, m.reasoning)
	m.calls = append(m.calls, thought.calls...)
}

// node makes the node of an item. answered are the calls whose results have items of their own.
func (m *item) node(c *chat.Conversation, answered map[string]bool) tree.Node {
	for _, what := range m.unknown {
		source.CountUnknown(c, what)
	}
	n := tree.Node{Message: chat.Message{ID: m.id, CreatedAt: m.thought}, PromptTokens: m.prompt, CompletionTokens: m.completion}
	if m.role == "thinking" {
		n.Role = chat.RoleAssistant
		n.Think(m.text)
		return n
	}
	known := false
	if n.Role, known = turns.Role(m.role); !known {
		source.CountUnknown(c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	switch n.Role {
	case chat.RoleTool: // what stands beside it is the result again
		n.ToolCallID = m.callID
		n.Say(m.text)
		return n
	case chat.RoleAssistant:
		n.Model = m.model
	}
	thought, text := m.reasoning, m.text
	if thought == "" && n.Role == chat.RoleAssistant {
		thought, text = turns.SplitThink(m.text)
	}
	n.Think(thought)
	n.Say(text)
	for _, a := range m.files {
		n.Attach(a)
	}
	if n.Role == chat.RoleAssistant {
		m.call(&n, answered)
	}
	return n
}

// call adds the calls of an answer, each once, and the results that only the states of the calls hold.
func (m *item) call(n *tree.Node, answered map[string]bool) {
	called := map[string]bool{}
	add := func(call chat.ToolCall) {
		if !called[call.ID] && call != (chat.ToolCall{}) {
			called[n.Call(call)] = true
		}
	}
	for _, call := range m.calls {
		add(call)
	}
	for _, s := range m.states {
		add(s.call)
	}
	for _, s := range m.states {
		if text := s.result(); text != "" && !answered[s.call.ID] {
			n.Result(s.call.ID, s.call.Name, text, s.failed())
		}
	}
}
