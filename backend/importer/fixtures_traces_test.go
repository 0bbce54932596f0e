package importer_test

import (
	"strings"
	"testing"

	"loquat/backend/chat"
)

// traced are the folders of samples of traces, and the sources they are read as.
var traced = map[string]string{"langfuse": "langfuse", "langsmith": "langsmith"}

// compareTrace holds what was read of a trace against the observations that were counted in it. Files that stand beside
// the traces (what Langfuse makes of them, and schemas) are none.
func compareTrace(t *testing.T, folder string, f fixture) {
	t.Helper()
	switch {
	case strings.HasSuffix(f.name, ".chatml.json"):
		unknownYet(t, f.err)
	case f.err != nil:
		t.Error(f.err)
	case f.key != traced[folder]:
		t.Errorf("read as %s", f.key)
	default:
		same(t, f, "conversations", f.n.conversations, 1)
		if strings.Contains(f.counted, "post") {
			same(t, f, "the question and the answer of the run that was sent", f.n.messages, 2)
		}
		if generations := kinds(f.counted, "GENERATION"); generations > 0 {
			same(t, f, "answers, one for each generation", f.n.roles[chat.RoleAssistant], generations)
			same(t, f, "tool results", f.n.results, kinds(f.counted, "TOOL"))
		}
	}
}
