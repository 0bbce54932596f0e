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
	"opencode":    checkOpenCode,
	"cline":       checkCline,
	"cursor":      checkCursor,
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
		same(t, f, "conversations, told pieces too", f.n.conversations+f.skipped, 1)
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

// checkOpenCode compares nothing: each file is a piece of a session, which is told when it comes alone.
func checkOpenCode(*testing.T, fixture) {}

// The pieces of a session of OpenCode make one conversation, when they come together.
func TestOpenCodeFolder(t *testing.T) {
	manifest(t)
	n, skipped, key, err := readFixture(t, "opencode/codemie-ai-codemie-code")
	if err != nil || key != "opencode" || skipped != 0 {
		t.Fatal(key, skipped, err)
	}
	if n.conversations != 1 || n.said[chat.RoleUser] != 1 || n.calls != 1 || n.results != 1 || n.said[chat.RoleAssistant] != 1 {
		t.Errorf("read: %+v", n)
	}
}

// checkCline compares the messages of a session; what the model was told is none in the file. What is said of the session
// stands in a file of its own.
func checkCline(t *testing.T, f fixture) {
	same(t, f, "messages", f.n.messages-f.n.roles[chat.RoleSystem], max(0, number(f.counted, "messages")))
}

// checkCursor compares a database with its rows: one is the conversation, and one of the others is NULL. The header that
// names it counts as a message that is lost. The database of a folder holds settings only.
func checkCursor(t *testing.T, f fixture) {
	if f.n.conversations > 0 {
		same(t, f, "rows", f.n.messages-f.n.results+2, stated(f.counted, `cursorDiskKV\((\d+)\)`))
	}
}
