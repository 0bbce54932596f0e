package lobechat

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message, of any version.
type message struct {
	id, role, text, reasoning, model     string
	parent, thread                       string
	callID                               string          // on the result of a tool
	plugin                               chat.ToolCall   // the call that a result answers; in older versions the only word of it
	calls                                []chat.ToolCall // of an answer
	failure, toolFailure, translation    string
	links                                []source.Link
	files                                []chat.Attachment
	fileIDs                              []string // of files that other tables tell of
	created                              chat.Time
	prompt, completion                   *int64 // tokens
	branch                               *int64 // which of the messages behind it is in view; nil when it does not say
	parts                                bool   // the text is JSON of parts
	topicID, sessionID, groupID, agentID string
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool { return p.Object(func(name string) { m.field(p, name) }) }

func (m *message) field(p *source.Pull, name string) {
	texts := map[string]*string{"id": &m.id, "content": &m.text, "parentId": &m.parent, "threadId": &m.thread, "tool_call_id": &m.callID,
		"topicId": &m.topicID, "sessionId": &m.sessionID, "groupId": &m.groupID, "agentId": &m.agentID}
	switch name {
	case "role":
		m.role = p.Name()
	case "model", "fromModel":
		m.model = cmp.Or(p.Name(), m.model)
	case "createdAt", "createAt":
		m.created = p.Time()
	case "reasoning":
		p.Object(func(name string) {
			if name == "content" {
				m.reasoning = p.Text()
			}
		})
	case "tools":
		p.Array(func() { m.calls = append(m.calls, readCall(p)) })
	case "plugin", "function_call":
		if p.Kind() == '{' {
			m.plugin = readCall(p)
		}
	case "error":
		m.failure = readFailure(p)
	case "pluginError":
		m.toolFailure = readFailure(p)
	default:
		if text := texts[name]; text != nil {
			*text = p.Text()
			return
		}
		m.detail(p, name)
	}
}

// detail reads what stands beside a message.
func (m *message) detail(p *source.Pull, name string) {
	switch name {
	case "extra":
		p.Object(func(name string) { m.extra(p, name) })
	case "translate":
		m.extra(p, name)
	case "search":
		p.Object(func(name string) {
			if name == "citations" {
				p.Array(func() { m.links = append(m.links, readLink(p)) })
			}
		})
	case "metadata", "usage":
		p.Object(func(name string) { m.meta(p, name) })
	case "fileList", "imageList", "videoList", "audioList":
		p.Array(func() { m.files = append(m.files, readFile(p)) })
	case "files":
		p.Array(func() { m.fileIDs = append(m.fileIDs, p.Text()) })
	}
}

func (m *message) extra(p *source.Pull, name string) {
	switch name {
	case "fromModel":
		m.model = cmp.Or(m.model, p.Name())
	case "translate":
		p.Object(func(name string) {
			if name == "content" {
				m.translation = p.Text()
			}
		})
	}
}

func (m *message) meta(p *source.Pull, name string) {
	switch name {
	case "totalInputTokens":
		m.prompt = p.Count()
	case "totalOutputTokens":
		m.completion = p.Count()
	case "usage":
		p.Object(func(name string) { m.meta(p, name) })
	case "activeBranchIndex":
		m.branch = p.Count()
	case "isMultimodal":
		m.parts = p.Bool()
	}
}

// loading is what stands in place of an answer that is still awaited.
const loading = "..."

// node makes the node of a message, without its place in the tree.
func (m *message) node(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.id, CreatedAt: m.created}, PromptTokens: m.prompt, CompletionTokens: m.completion}
	known := false
	if n.Role, known = turns.Role(m.role); m.role == "supervisor" { // of a group of assistants
		n.Name = m.role
	} else if !known {
		source.CountUnknown(c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	if n.Role == chat.RoleAssistant || m.role == "function" {
		n.Model = m.model
	}
	switch {
	case m.role == "function": // older versions keep a call and its result as one message
		n.Role = chat.RoleAssistant
		id := n.Call(m.plugin)
		n.Result(id, m.plugin.Name, m.text, m.toolFailure+m.failure != "")
	case n.Role == chat.RoleTool:
		n.ToolCallID, n.Name = m.callID, m.plugin.Name
		n.IsError = m.toolFailure+m.failure != ""
		n.Say(cmp.Or(m.text, m.toolFailure, m.failure))
	default:
		m.speak(&n)
	}
	return n
}

// speak adds what a person or a model said. An error is no answer.
func (m *message) speak(n *tree.Node) {
	text := m.text
	if n.Role == chat.RoleAssistant {
		if text == loading {
			text = ""
		}
		thought := m.reasoning
		if thought == "" {
			thought, text = turns.SplitThink(text)
		}
		n.Think(thought)
	}
	if m.parts {
		text = m.readParts(text)
	}
	n.Say(text)
	if links := source.Links(m.links); links != "" {
		n.Say(links)
	}
	for _, a := range m.files {
		n.Attach(a)
	}
	for _, call := range m.calls {
		n.Call(call)
	}
	n.Aside("translation", m.translation)
	n.Aside("error", m.failure)
}

// readParts reads a text that is JSON of parts, and takes the pictures in it for files. Any other text stays.
func (m *message) readParts(text string) string {
	if !strings.HasPrefix(text, "[") {
		return text
	}
	var said string
	var files []chat.Attachment
	inner := source.NewPull()
	err := inner.Parse([]byte(text), func() {
		said, files = "", nil
		inner.Array(func() {
			inner.Object(func(name string) {
				switch name {
				case "text":
					said = source.Join("\n\n", said, inner.Text())
				case "image":
					at := inner.Text()
					a, inline := source.DataURI(at)
					if !inline {
						a = turns.Missing(at)
					}
					files = append(files, a)
				}
			})
		})
	})
	if err != nil {
		return text
	}
	m.files = append(m.files, files...)
	return said
}
