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
