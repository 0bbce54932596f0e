package codex

import (
	"cmp"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// tools are the calls of a session.
type tools struct {
	names   map[string]string // by call id
	waiting []string          // ids of calls without a result
}

func (t *tools) has(call string) bool {
	_, ok := t.names[call]
	return ok
}

// tool adds a call or a result of the model's history; false when it is neither.
func (s *session) tool(i *item) bool {
	switch i.kind {
	case "function_call", "custom_tool_call", "mcp_tool_call":
		s.call(i, i.name, i.arguments)
	case "local_shell_call":
		s.call(i, "shell", i.arguments)
	case "tool_search_call":
		s.call(i, "tool_search", i.arguments)
	case "web_search_call", "image_generation_call":
		s.alone(i)
	case "function_call_output", "custom_tool_call_output", "mcp_tool_call_output", "tool_search_output", "local_shell_call_output":
		s.result(i.callID, i.output)
	default:
		return false
	}
	return true
}

// call adds a call to the answer before it, as long as no result came, else to an answer of its own. It returns its id.
func (s *session) call(i *item, name, arguments string) string {
	call := chat.ToolCall{ID: cmp.Or(i.callID, i.id), Name: name, Arguments: cmp.Or(arguments, "{}")}
	m := s.answer(i.id)
	if call.ID == "" {
		call.ID = source.CallID(m.ID, len(m.ToolCalls))
	}
	for n := 2; s.tools.has(call.ID); n++ {
		call.ID = source.CallID(cmp.Or(i.callID, i.id), n) // an id that another call has
	}
	m.ToolCalls = append(m.ToolCalls, call)
	s.tools.names[call.ID] = name
	s.tools.waiting = append(s.tools.waiting, call.ID)
	return call.ID
}

// answer is the message that a call joins.
func (s *session) answer(id string) *chat.Message {
	if n := len(s.c.Messages); !s.thought.waits && n > 0 {
		if m := &s.c.Messages[n-1]; m.ID == s.last && m.Role == chat.RoleAssistant {
			return m
		}
	}
	return s.thought.into(s, chat.Message{Role: chat.RoleAssistant}, id)
}

// alone adds a call that the service runs itself: it has no id of a call and no result, a picture excepted.
func (s *session) alone(i *item) {
	name, arguments := "web_search", i.arguments
	if i.kind == "image_generation_call" {
		name = "image_generation"
	}
	i.callID = ""
	m := s.answer(i.id)
	id := source.CallID(m.ID, len(m.ToolCalls))
	m.ToolCalls = append(m.ToolCalls, chat.ToolCall{ID: id, Name: name, Arguments: cmp.Or(arguments, "{}")})
	if i.hasOutput && name == "image_generation" {
		s.append(chat.Message{Role: chat.RoleTool, ToolCallID: id, Name: name, Attachments: attachments([]string{"data:image/png;base64," + i.output.text})}, "")
	}
}

// result adds the result of a call.
func (s *session) result(call string, o output) {
	s.tools.waiting = slices.DeleteFunc(s.tools.waiting, func(id string) bool { return id == call })
	name := s.tools.names[call]
	if name == "spawn_agent" {
		s.starts(agentIn(o.text), call, "")
	}
	s.append(chat.Message{Role: chat.RoleTool, Content: o.text, ToolCallID: call, Name: name, IsError: o.failed, Attachments: attachments(o.images)}, "")
}

// agentIn is the session that the result of spawn_agent names.
func agentIn(text string) (id string) {
	p := source.NewPull()
	_ = p.Parse([]byte(text), func() {
		id = ""
		p.Object(func(name string) {
			switch name {
			case "agent_id", "thread_id":
				id = p.Text()
			}
		})
	})
	return id
}

// ran adds a command that only an event tells of. While a call of the model's history waits for its result, the command
// is a part of that call, which may be a whole program (FORMATS.md §4, quirk 8).
func (s *session) ran(i *item, id string) {
	if id == "" || s.tools.has(id) || len(s.tools.waiting) > 0 {
		return
	}
	name, arguments := i.name, i.arguments
	switch i.kind {
	case "exec_command_end", "CommandExecution":
		name, arguments = "shell", `{"command": `+cmp.Or(i.lines, "null")+`}`
	case "patch_apply_end", "FileChange":
		name = "apply_patch"
	}
	i.callID = id
	o := i.output
	o.failed = o.failed || i.failed
	s.result(s.call(i, name, arguments), o)
}
