package traces

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// message is an object that may be a message.
type message struct {
	turns.Turn
	is bool

	kind, callID string // of an item of OpenAI's Responses, or of a message of LangChain
	output       string
	arguments    string
	summary      string
}

// langchain are the types of LangChain's messages, and the names of its classes (FORMATS.md §20).
var langchain = map[string]string{"human": "human", "ai": "ai", "system": "system", "tool": "tool", "function": "function",
	"HumanMessage": "human", "AIMessage": "ai", "SystemMessage": "system", "ToolMessage": "tool", "FunctionMessage": "function",
	"HumanMessageChunk": "human", "AIMessageChunk": "ai", "SystemMessageChunk": "system", "ToolMessageChunk": "tool"}

// readMessage reads the object that comes next; is tells whether it is a message.
func readMessage(p *source.Pull) (m message) {
	read := m.Turn.ReadWith(p, func(name string) bool { return m.member(p, name) })
	switch m.kind {
	case "function_call":
		m.Turn = turns.Turn{Written: "assistant", Message: chat.Message{Role: chat.RoleAssistant,
			ToolCalls: []chat.ToolCall{{ID: m.callID, Name: m.Name, Arguments: cmp.Or(m.arguments, "{}")}}}}
		m.is = true
	case "function_call_output":
		m.Turn = turns.Turn{Written: "tool", Message: chat.Message{Role: chat.RoleTool, ToolCallID: m.callID, Content: m.output}}
		m.is = true
	case "reasoning":
		m.Turn = turns.Turn{Written: "assistant", Message: chat.Message{Role: chat.RoleAssistant, Reasoning: m.summary}}
		m.is = m.summary != ""
	default:
		m.is = read && m.Written != ""
	}
	m.ID = "" // the same message has other ids in other spans
	m.ToolCalls = distinct(m.ToolCalls)
	return m
}

func (m *message) member(p *source.Pull, name string) bool {
	switch name {
	case "type":
		m.kind = p.Text()
		m.classify(m.kind)
	case "id":
		p.Array(func() { m.classify(p.Text()) }) // the path of a class of LangChain; any other id is passed over
	case "kwargs", "data", "additional_kwargs":
		p.Object(func(name string) {
			if !m.member(p, name) {
				m.Member(p, name)
			}
		})
	case "call_id":
		m.callID = p.Text()
	case "arguments":
		m.arguments = p.Arguments()
	case "output":
		m.output = readText(p)
	case "summary":
		m.summary = readText(p)
	default:
		return false
	}
	return true
}

// classify takes the role from the class or the type of a message of LangChain.
func (m *message) classify(kind string) {
	if role, ok := langchain[kind]; ok && m.Written == "" {
		m.Written = role
	}
}

// readText reads a text, or a list of blocks of which the texts are taken.
func readText(p *source.Pull) string {
	var texts []string
	switch p.Kind() {
	case '[':
		p.Array(func() { texts = append(texts, readText(p)) })
	case '{':
		p.Object(func(name string) {
			if name == "text" || name == "content" || name == "output" {
				texts = append(texts, readText(p))
			}
		})
	default:
		return p.Text()
	}
	return strings.Join(texts, "\n\n")
}

// distinct is the calls without those that stand twice: LangChain keeps them beside the content and in it.
func distinct(calls []chat.ToolCall) (out []chat.ToolCall) {
	seen := map[string]bool{}
	for _, call := range calls {
		if call.ID == "" || !seen[call.ID] {
			out = append(out, call)
		}
		seen[call.ID] = true
	}
	return out
}
