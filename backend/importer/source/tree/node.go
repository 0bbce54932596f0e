package tree

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Node is one node of a source's tree. The embedded message is what it begins as; a node in which a model spoke, called
// tools and spoke again becomes several messages, in the order in which OpenAI writes them.
type Node struct {
	chat.Message
	PromptTokens     *int64 // nil when the source does not say
	CompletionTokens *int64 // nil when the source does not say

	rest  []chat.Message // behind the first message
	calls int
	apart bool // what comes next stands in a message of its own
}

// last is the message that is being written.
func (n *Node) last() *chat.Message {
	if len(n.rest) > 0 {
		return &n.rest[len(n.rest)-1]
	}
	return &n.Message
}

// speaker is the message in which the node's author goes on: the last one, or a new one behind the result of a tool.
func (n *Node) speaker() *chat.Message {
	if m := n.last(); !n.apart && (m.Role != chat.RoleTool || n.Role == chat.RoleTool) {
		return m
	}
	n.apart = false
	return n.more(chat.Message{Role: n.Role, Model: n.Model, Name: n.Name, Channel: n.Channel, CreatedAt: n.CreatedAt})
}

func (n *Node) more(m chat.Message) *chat.Message {
	m.Hidden = n.Hidden
	n.rest = append(n.rest, m)
	return n.last()
}

// Say adds a text, as a paragraph of its own.
func (n *Node) Say(text string) {
	if text != "" {
		m := n.speaker()
		m.Content = source.Join("\n\n", m.Content, text)
	}
}

// Think adds a thought, as a paragraph of its own.
func (n *Node) Think(text string) {
	if text != "" {
		m := n.speaker()
		m.Reasoning = source.Join("\n\n", m.Reasoning, text)
	}
}

// Attach adds a file.
func (n *Node) Attach(a chat.Attachment) {
	m := n.speaker()
	m.Attachments = append(m.Attachments, a)
}

// Call adds a call of a tool and returns its id, which is made when it has none. The arguments may be any text.
func (n *Node) Call(call chat.ToolCall) string {
	if call.ID == "" {
		call.ID = source.CallID(n.ID, n.calls)
	}
	n.calls++
	call.Arguments = source.Arguments(call.Arguments)
	n.Role = chat.RoleAssistant // only a model calls
	m := n.speaker()
	m.Role = chat.RoleAssistant
	m.ToolCalls = append(m.ToolCalls, call)
	return call.ID
}

// LastCall is the id of the call made last, empty when there was none.
func (n *Node) LastCall() string {
	for i := len(n.rest); i >= 0; i-- {
		m := &n.Message
		if i > 0 {
			m = &n.rest[i-1]
		}
		if k := len(m.ToolCalls); k > 0 {
			return m.ToolCalls[k-1].ID
		}
	}
	return ""
}

// Unanswered says that the results of the calls made last are not recorded: what the author says next comes behind them.
func (n *Node) Unanswered() { n.apart = len(n.last().ToolCalls) > 0 }

// Result adds the result of the call with that id.
func (n *Node) Result(id, tool, text string, failed bool) *chat.Message {
	return n.more(chat.Message{Role: chat.RoleTool, ToolCallID: id, Name: tool, Content: text, IsError: failed, CreatedAt: n.CreatedAt})
}

// Aside adds what the source keeps of a node and nobody said to the model, such as a translation or an error: a hidden
// message named by what it is, behind all others. It comes last.
func (n *Node) Aside(what, text string) {
	if text == "" {
		return
	}
	m := chat.Message{Role: chat.RoleSystem, Name: what, Content: text, Hidden: true, CreatedAt: n.CreatedAt}
	if n.Blank() {
		m.ID, m.Parent = n.ID, n.Parent
		n.Message = m
		return
	}
	n.rest = append(n.rest, m)
}

// shed drops the first message when only the results of tools stand in the node.
func (n *Node) shed() {
	first := Node{Message: n.Message}
	if len(n.rest) == 0 || !first.Blank() {
		return
	}
	second := n.rest[0]
	second.ID, second.Parent = n.ID, n.Parent
	n.Message, n.rest = second, n.rest[1:]
}

// Blank says that nothing was said, thought, called or attached in the node.
func (n *Node) Blank() bool {
	return len(n.rest) == 0 && n.Content == "" && n.Reasoning == "" && len(n.ToolCalls) == 0 && len(n.Attachments) == 0
}
