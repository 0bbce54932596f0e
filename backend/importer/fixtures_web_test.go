package importer_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// fixture is what was read of one sample file, beside what is stated of it.
type fixture struct {
	name, counted string
	n             tally
	skipped       int
	key           string
	err           error
}

// service says how the samples of one service are read and counted.
type service struct {
	keys []string // the sources they are read as
	// check compares what the columns common to all do not; may be nil.
	check func(t *testing.T, f fixture)
}

// webChats are the folders of samples of web chats and of the local tools like them.
var webChats = map[string]*service{
	"open_webui": {keys: []string{"open_webui"}, check: func(t *testing.T, f fixture) {
		same(t, f, "chats", f.n.conversations, number(f.counted, "chats"))
		if stated(f.counted, `chat\((\d+)\)`) >= 0 { // of a database its tables are counted
			same(t, f, "rows of the table chat", f.n.conversations, stated(f.counted, `chat\((\d+)\)`))
		}
	}},
	"deepseek": {keys: []string{"deepseek"}, check: func(t *testing.T, f fixture) {
		same(t, f, "messages", f.n.messages, number(f.counted, "msgs|messages"))
		if points := number(f.counted, "branch points"); points > 0 && f.n.roots > 1 {
			same(t, f, "branch points, one of them the root, which is no message", f.n.branchPoints+1, points)
		} else {
			same(t, f, "branch points", f.n.branchPoints, points)
		}
	}},
	"gemini": {keys: []string{"gemini_cli", "aistudio", "gemini_takeout"}, check: checkGemini},
	"librechat": {keys: []string{"librechat", "chatbot_ui"}, check: func(t *testing.T, f fixture) {
		same(t, f, "messages", f.n.messages-f.n.roles[chat.RoleSystem], number(f.counted, "messages")) // what the model was told is no message in the file
	}},
	"lmstudio": {keys: []string{"lm_studio"}, check: func(t *testing.T, f fixture) {
		same(t, f, "messages", f.n.messages-f.n.results, number(f.counted, "messages"))
	}},
	"jan": {keys: []string{"jan"}, check: func(t *testing.T, f fixture) {
		same(t, f, "lines", f.n.messages-f.n.results, number(f.counted, "lines"))
		same(t, f, "threads", f.n.conversations+f.skipped, 1)
	}},
	"aider": {keys: []string{"aider"}, check: func(t *testing.T, f fixture) {
		want := number(f.counted, "sessions") // headers; the large file begins inside a session whose header is lost
		if strings.HasSuffix(f.name, "/chat-history.md") {
			want++
		}
		same(t, f, "sessions, told ones too", f.n.conversations+f.skipped, want)
	}},
	"grok": {keys: []string{"grok"}, check: func(t *testing.T, f fixture) {
		same(t, f, "responses", f.n.messages, number(f.counted, "responses"))
	}},
}

// checkGemini compares the samples of the three formats of Gemini.
func checkGemini(t *testing.T, f fixture) {
	switch f.key {
	case "gemini_takeout": // of all activities one is Gemini's at most; the others are told in one line
		same(t, f, "prompts", f.n.conversations, max(0, kinds(f.counted, "Gemini Apps")))
		same(t, f, "lines about other products", f.skipped, 1)
	case "aistudio": // chunks of one role behind each other are one message
		same(t, f, "messages", f.n.messages, 2)
		if f.n.roles[chat.RoleUser] != 1 || f.n.roles[chat.RoleAssistant] != 1 {
			t.Errorf("roles: %v", f.n.roles)
		}
	default: // results of tools stand in the message of their calls
		same(t, f, "messages", f.n.messages-f.n.results, number(f.counted, "messages"))
		same(t, f, "tool calls", f.n.calls, stated(f.counted, `toolCalls (\d+)`))
		same(t, f, "tool results", f.n.results, stated(f.counted, `toolCalls (\d+)`))
	}
}

// compareWeb holds what was read of a sample against what is stated of it.
func compareWeb(t *testing.T, s *service, f fixture) {
	t.Helper()
	if f.err != nil {
		t.Error(f.err)
		return
	}
	if !slices.Contains(s.keys, f.key) {
		t.Errorf("read as %s", f.key)
	}
	same(t, f, "conversations", f.n.conversations+f.skipped, number(f.counted, "conv|conversation|conversations"))
	same(t, f, "branch points", f.n.branchPoints, stated(f.counted, `branch points (\d+)`))
	if user := kinds(f.counted, "user"); user > 0 && f.key != "aistudio" {
		same(t, f, "user", f.n.roles[chat.RoleUser], user)
	}
	if s.check != nil {
		s.check(t, f)
	}
}

// stated is the number that a pattern finds in the counted column, or -1.
func stated(counted, pattern string) int {
	found := regexp.MustCompile(pattern).FindStringSubmatch(counted)
	if found == nil {
		return -1
	}
	return number(found[1]+" x", "x")
}

func same(t *testing.T, f fixture, what string, got, want int) {
	t.Helper()
	if want >= 0 && got != want {
		t.Errorf("%s: got %d, stated %d (%s)", what, got, want, f.counted)
	}
}
