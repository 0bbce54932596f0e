package cline

import (
	"cmp"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// shown is one entry of what was shown of a task: the program says something, or asks the person for something. It tells
// a task whose messages to the model are gone, and less than those: calls without all of their results.
type shown struct {
	kind   string // of what is said or asked
	asked  bool
	text   string // JSON for some kinds
	at     chat.Time
	images []string
}

// isShown recognises an entry in a file.
func isShown(f source.Fields) bool {
	return f.Has("ts") && (f.Text("type") == "say" && f.Has("say") || f.Text("type") == "ask" && f.Has("ask"))
}

func readShown(p *source.Pull) (e shown) {
	p.Object(func(name string) {
		switch name {
		case "ts":
			e.at = p.Time()
		case "type":
			e.asked = p.Name() == "ask"
		case "say", "ask":
			e.kind = p.Name()
		case "text":
			e.text = p.Text()
		case "reasoning":
			if text := p.Text(); e.text == "" {
				e.text = text
			}
		case "images":
			p.Array(func() { e.images = append(e.images, p.Text()) })
		}
	})
	return e
}

// silent are entries that announce, measure or ask for a click.
var silent = map[string]bool{"api_req_started": true, "api_req_finished": true, "api_req_retried": true, "api_req_retry_delayed": true, "api_req_deleted": true,
	"deleted_api_reqs": true, "checkpoint_created": true, "checkpoint_saved": true, "resume_task": true, "resume_completed_task": true, "api_req_failed": true,
	"api_req_rate_limit_wait": true, "mistake_limit_reached": true, "shell_integration_warning": true, "shell_integration_warning_with_suggestion": true,
	"mcp_server_request_started": true, "browser_action_launch": true, "browser_action_result": true, "load_mcp_documentation": true, "info": true,
	"task_progress": true, "generate_explanation": true, "hook_status": true, "hook_output_stream": true, "condense_context": true, "error": true,
	"error_retry": true, "diff_error": true, "clineignore_error": true, "rooignore_error": true, "command_permission_denied": true, "subagent_usage": true}

// addShown adds the entries of a task: what the person said begins a message of theirs, everything else goes on with the
// model's.
func addShown(t *tree.Tree, c *chat.Conversation, entries []shown) {
	var answer *tree.Node
	flush := func() {
		if answer != nil && !answer.Blank() {
			t.Follow(*answer)
		}
		answer = nil
	}
	for i := range entries {
		e := &entries[i]
		if e.byPerson(i == 0) {
			flush()
			n := tree.Node{Message: chat.Message{Role: chat.RoleUser, CreatedAt: e.at, Hidden: e.kind == "user_feedback_diff"}}
			n.Say(unwrapped(e.text))
			for _, image := range e.images {
				n.Attach(picture(image))
			}
			if !n.Blank() {
				t.Follow(n)
			}
			continue
		}
		if answer == nil {
			answer = &tree.Node{Message: chat.Message{ID: t.NextID(), Role: chat.RoleAssistant, CreatedAt: e.at}}
		}
		e.write(answer, c)
	}
	flush()
}

// byPerson says whether the person said it: the task, which comes first, and answers to the model.
func (e *shown) byPerson(first bool) bool {
	switch e.kind {
	case "task", "user_feedback", "user_feedback_diff":
		return true
	case "text":
		return first && !e.asked
	}
	return false
}

// write adds the entry to the node of the model's message.
func (e *shown) write(n *tree.Node, c *chat.Conversation) {
	switch e.kind {
	case "text", "completion_result", "plan_mode_respond", "plan_mode_response":
		n.Say(e.member("response"))
	case "followup", "act_mode_respond":
		n.Say(e.member("question"))
	case "reasoning":
		n.Think(e.text)
	case "tool", "use_mcp_server", "use_mcp_tool", "browser_action", "new_task":
		name := cmp.Or(e.find("toolName"), e.find("tool"), e.find("action"), e.kind)
		n.Call(chat.ToolCall{Name: name, Arguments: e.text})
	case "command":
		command, _ := jsontext.AppendQuote(nil, e.text) // its error tells of bad UTF-8, which it replaces
		n.Call(chat.ToolCall{Name: "execute_command", Arguments: `{"command": ` + string(command) + `}`})
	case "command_output", "mcp_server_response":
		if id := n.LastCall(); id != "" && e.text != "" {
			n.Result(id, "", e.text, false)
		}
	default:
		if !silent[e.kind] {
			source.CountUnknown(c, "shown "+e.kind)
		}
	}
}

// member is a member of the entry's JSON, or its text when that is no JSON or lacks it.
func (e *shown) member(name string) string { return cmp.Or(e.find(name), e.text) }

// find is a member of the entry's JSON; empty when there is none.
func (e *shown) find(name string) (found string) {
	if e.text == "" || e.text[0] != '{' {
		return ""
	}
	p := source.NewPull()
	_ = p.Parse([]byte(e.text), func() { // a text that only looks like JSON has no members
		found = ""
		p.Object(func(member string) {
			if member == name {
				found = p.Text()
			}
		})
	})
	return found
}

// picture is a picture of the person: its bytes, or where it was.
func picture(image string) chat.Attachment {
	if a, ok := source.Inline("image", image); ok {
		return a
	}
	return turns.Missing(image)
}
