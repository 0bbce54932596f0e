package turns_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// files are what may stand beside a record.
var files = fstest.MapFS{"above.png": {Data: []byte("above")}, "data/one.png": {Data: []byte("first")}, "data/two.png": {Data: []byte("second")}, "data/folder.png/x": {}}

// read reads a record as the readers of training data do, and writes the conversation without its head lines.
func read(t *testing.T, record string) string {
	t.Helper()
	p := source.NewPull()
	var row turns.Row
	if err := p.Parse([]byte(record), func() { row.Read(p, nil) }); err != nil {
		t.Fatal(record, err)
	}
	c := row.Conversation("test", []byte(record), p.Broken, turns.Beside(files, "data/rows.jsonl"))
	importertest.CheckConversation(t, "test", c)
	return strings.Join(strings.SplitN(importertest.Transcript(c), "\n", 3)[2:], "")
}

// check reads records that say the same, each in its own way.
func check(t *testing.T, want string, records ...string) {
	t.Helper()
	for _, record := range records {
		if got := read(t, record); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s gives:\n%s\nwant:\n%s", record, got, want)
		}
	}
}

// A whole conversation in one text must come apart into who said what. A text that only speaks of humans, or has their
// name within a line, must not.
func TestTranscriptInOneText(t *testing.T) {
	check(t, `
m1< 1 user: Hi
m2<m1 1 assistant: Hello
    there
m3<m2 2 user: Is "Human: x" a name?
m4<m3 2 assistant: No.`,
		`{"prompt":"\n\nHuman: Hi\n\nAssistant: Hello\nthere\n\nHuman: Is \"Human: x\" a name?\n\nAssistant:","completion":"No."}`)
	check(t, `
m1< 1 user: Human: a word for people
m2<m1 1 assistant: Yes`,
		`{"prompt":"Human: a word for people","completion":"Yes"}`)
}

// Preference data say the same more than once, each in its own way: what was asked must come once, both answers behind it,
// and the chosen one in view.
func TestPreferenceDataSayThingsOnce(t *testing.T) {
	check(t, `
m1< 1 user: Which tea?
m2<m1 1 assistant, rated 1: Green.
~m3<m1 1 assistant, rated -1: None.`,
		`{"chosen":"\n\nHuman: Which tea?\n\nAssistant: Green.","rejected":"\n\nHuman: Which tea?\n\nAssistant: None."}`,
		`{"prompt":"Which tea?","rejected":"None.","chosen":"Green."}`,
		`{"prompt":"Which tea?","chosen":[{"role":"user","content":"Which tea?"},{"role":"assistant","content":"Green."}],"rejected":[{"role":"user","content":"Which tea?"},{"role":"assistant","content":"None."}]}`,
		`{"prompt":"Which tea?","messages":[{"role":"user","content":"Which tea?"},{"role":"assistant","content":"Green."}],
			"chosen":[{"role":"user","content":"Which tea?"},{"role":"assistant","content":"Green."}],"rejected":[{"role":"user","content":"Which tea?"},{"role":"assistant","content":"None."}]}`)
}

// The same message is written in many shapes: what was said, thought, called and answered must each come to its place, and
// a part of a kind that nobody knows must be counted, with its text kept.
func TestMessagesInManyShapes(t *testing.T) {
	check(t, `
m1< 1 user: Add
m2<m1 1 assistant: 
  thinks: hm
  calls add as k: {"a":1}
m3<m2 1 tool, add, answers k: 3
m4<m3 1 assistant: Three`,
		`[{"role":"user","content":"Add"},{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"k","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}}]},
			{"role":"tool","tool_call_id":"k","content":"3"},{"role":"assistant","content":"Three"}]`,
		`{"messages":[{"role":"user","content":[{"type":"text","text":"Add"}]},{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"tool_use","id":"k","name":"add","input":{"a":1}}]},
			{"role":"user","content":[{"type":"tool_result","tool_use_id":"k","content":[{"type":"text","text":"3"}]}]},{"role":"assistant","content":"Three"}]}`,
		`{"messages":[{"role":"user","content":"Add"},{"role":"assistant","content":[{"type":"reasoning","text":"hm"},{"type":"tool-call","toolCallId":"k","toolName":"add","input":{"a":1}}]},
			{"role":"tool","content":[{"type":"tool-result","toolCallId":"k","toolName":"add","output":{"type":"json","value":3}}]},{"role":"assistant","content":"Three"}]}`)
	check(t, `
m1< 1 user: Look
    
    at this
unknown content hologram: 1`,
		`[{"role":"user","content":["Look",{"type":"hologram","text":"at this"}]}]`)
}

// ShareGPT has no ids: a result belongs to the call of its tool, else to the first that still waits, and never to one that
// was answered.
func TestResultsFindTheirCalls(t *testing.T) {
	check(t, `
m1< 1 user: Both
m2<m1 1 assistant: 
  thinks: two tools
  calls add as call_m2_0: {"a":1}
  calls cook as call_m2_1: {}
m3<m2 1 tool, cook, answers call_m2_1: soup
m4<m3 1 tool, add, answers call_m2_0: 3
m5<m4 1 tool: of nobody`,
		`{"conversations":[{"from":"human","value":"Both"},{"from":"function_call","value":"<think>two tools</think>[{\"name\":\"add\",\"arguments\":{\"a\":1}},{\"name\":\"cook\"}]"},
			{"from":"observation","name":"cook","value":"soup"},{"from":"observation","value":"3"},{"from":"observation","value":"of nobody"}]}`)
}

// Files named beside the messages belong where the text marks them, in order; one without a mark to the first message of the
// user, a mark without a file is a text. A path that leads out of what the person gave, or to no file, opens nothing.
func TestMediaBesideMessages(t *testing.T) {
	check(t, `
m1< 1 user: One and  then <image>
  file one.png image/png 5: "first"
  file two.png image/png 6: "second"
  file sound  0: missing
m2<m1 1 assistant: Seen`,
		`{"messages":[{"role":"user","content":"<image>One and <image> then <image>"},{"role":"assistant","content":"Seen"}],"images":["one.png","two.png"],"audios":["sound"]}`)
	find := turns.Beside(files, "data/rows.jsonl")
	for _, at := range []string{"../../above.png", "../../data/one.png", "/one.png", `..\above.png`, "folder.png", "gone.png", ""} {
		if a := find(at); a.Open != nil || !a.Missing || strings.ContainsAny(a.Name, `/\`) {
			t.Errorf("%s is opened, or kept with its path: %+v", at, a)
		}
	}
	if a := find("../above.png"); a.Open == nil || a.Missing || a.Name != "above.png" || a.Size != 5 {
		t.Errorf("a picture in a folder beside is not found: %+v", a)
	}
}

// A reasoning that does not end is no reasoning: hiding the rest of the answer in it would lose what was said.
func TestSplitThink(t *testing.T) {
	for text, want := range map[string][2]string{
		"<think>\nhm\n</think>\n\nYes": {"hm", "Yes"},
		"<think>hm":                    {"", "<think>hm"},
		"Say <think>hm</think>":        {"", "Say <think>hm</think>"},
	} {
		if reasoning, answer := turns.SplitThink(text); reasoning != want[0] || answer != want[1] {
			t.Errorf("%q: %q, %q", text, reasoning, answer)
		}
	}
}

// Training data repeat rows, and number different rows alike: the same one is skipped with the place of the first, another
// one gets an id of its own, and finds it again.
func TestIdentity(t *testing.T) {
	ids := turns.NewIdentity()
	for i, c := range []struct{ id, said, want, skip string }{
		{"1", "a", "1", ""},
		{"1", "b", "1#2", ""},
		{"1", "a", "", "it is the same as conversation 1 of this import"},
		{"1", "b", "", "it is the same as conversation 2 of this import"},
		{"1", "c", "1#3", ""},
		{"2", "a", "2", ""},
	} {
		one := &chat.Conversation{ExternalID: c.id, Messages: []chat.Message{{ID: "m", Role: chat.RoleUser, Content: c.said}}}
		if skip := ids.Claim(one); skip != c.skip || skip == "" && one.ExternalID != c.want {
			t.Errorf("row %d: id %s, skipped as %q", i+1, one.ExternalID, skip)
		}
	}
}
