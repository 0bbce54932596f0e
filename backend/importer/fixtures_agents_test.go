package importer_test

import (
	"strings"
	"testing"

	"loquat/backend/chat"
)

// codingAgents are the folders of samples of coding agents, which keep a file for each session. A folder is called as
// the key of its source.
var codingAgents = map[string]func(t *testing.T, f fixture){
	"claude_code": checkClaudeCode,
	"codex":       checkCodex,
}

// compareAgent holds what was read of a session against the records that were counted in it.
func compareAgent(t *testing.T, folder string, f fixture) {
	t.Helper()
	switch {
	case f.err != nil:
		t.Error(f.err)
	case f.key != folder:
		t.Errorf("read as %s", f.key)
	default:
		same(t, f, "conversations", f.n.conversations, 1)
		codingAgents[folder](t, f)
	}
}

// checkClaudeCode compares the blocks and ids that were counted in the lines of a session.
func checkClaudeCode(t *testing.T, f fixture) {
	same(t, f, "tool calls", f.n.calls, max(0, number(f.counted, "tool_use")))
	same(t, f, "tool results", f.n.results, max(0, number(f.counted, "tool_result")))
	answers := number(f.counted, "message.ids") // an answer stands on several lines with one id
	if answers < 0 {
		answers = max(0, kinds(f.counted, "assistant")) // lines without ids
	}
	same(t, f, "answers", f.n.roles[chat.RoleAssistant], answers)
	if strings.HasSuffix(f.name, "transcripts/subagent.jsonl") && f.n.subAgents != 1 {
		t.Errorf("the run of the sub-agent that stands in progress records: %d", f.n.subAgents)
	}
}

// checkCodex compares the items and events that were counted in a rollout. Each message stands in it as an item and as
// an event, or as one of them.
func checkCodex(t *testing.T, f fixture) {
	same(t, f, "tool calls", f.n.calls, kinds(f.counted, "response_item/function_call", "response_item/custom_tool_call", "response_item/web_search_call"))
	same(t, f, "tool results", f.n.results, kinds(f.counted, "response_item/function_call_output", "response_item/custom_tool_call_output"))
	if user := kinds(f.counted, "event_msg/user_message"); user > 0 {
		same(t, f, "what the person said", f.n.said[chat.RoleUser], user)
		same(t, f, "what the model said", f.n.said[chat.RoleAssistant], kinds(f.counted, "event_msg/agent_message"))
	}
}
