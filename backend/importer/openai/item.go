package openai

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// item is an element of the input or the output of OpenAI's interface for responses: a message, a thought, a call of a
// tool, or its result.
type item struct {
	turn         turns.Turn
	kind, callID string
	thought      string
}

// items reads a list of items, or a text that is the message of that role. What was thought stands with what follows it.
func items(p *source.Pull, role string) (list []turns.Turn) {
	if p.Kind() == '"' {
		t := turns.Turn{Written: role}
		t.Role, _ = turns.Role(role)
		t.Content = p.Text()
		return []turns.Turn{t}
	}
	thought := ""
	p.Array(func() {
		var i item
		i.read(p)
		switch i.kind {
		case "reasoning":
			thought = source.Join("\n\n", thought, i.thought)
			return
		case "function_call", "custom_tool_call":
			i.turn.Role, i.turn.ToolCalls[0].ID = chat.RoleAssistant, i.callID
		case "function_call_output", "custom_tool_call_output":
			i.turn.Role, i.turn.ToolCallID = chat.RoleTool, i.callID
		case "message", "":
			if i.turn.Written == "" {
				i.turn.Role, _ = turns.Role(role)
			}
		default:
			i.turn.Unknown = append(i.turn.Unknown, "item "+i.kind)
			i.turn.Hidden = true
		}
		i.turn.ID = ""
		if i.turn.Role == chat.RoleAssistant {
			i.turn.Reasoning, thought = source.Join("\n\n", thought, i.turn.Reasoning), ""
		}
		list = append(list, i.turn)
	})
	return list
}

func (i *item) read(p *source.Pull) {
	call := chat.ToolCall{}
	i.turn.ReadWith(p, func(name string) bool {
		switch name {
		case "type":
			i.kind = p.Name()
		case "call_id":
			i.callID = p.Text()
		case "name":
			call.Name = p.Name()
		case "arguments", "input":
			call.Arguments = p.Arguments()
		case "output":
			i.turn.Member(p, "content")
		case "summary":
			p.Array(func() { i.summary(p) })
		default:
			return false
		}
		return true
	})
	if i.kind == "function_call" || i.kind == "custom_tool_call" {
		call.Arguments = cmp.Or(call.Arguments, "{}")
		i.turn.ToolCalls = []chat.ToolCall{call}
	}
}

func (i *item) summary(p *source.Pull) {
	p.Object(func(name string) {
		if name == "text" {
			i.thought = source.Join("\n\n", i.thought, p.Text())
		}
	})
}
