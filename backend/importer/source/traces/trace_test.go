package traces_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/turns"
)

// said makes messages of "role: text".
func said(lines ...string) (s traces.Said) {
	for _, line := range lines {
		role, text, _ := strings.Cut(line, ": ")
		s.Turns = append(s.Turns, turns.Turn{Written: role, Message: chat.Message{Role: chat.Role(role), Content: text}})
	}
	return s
}

// calling makes an answer that calls a tool.
func calling(tool, id, arguments string) traces.Said {
	call := []chat.ToolCall{{ID: id, Name: tool, Arguments: arguments}}
	return traces.Said{Turns: []turns.Turn{{Written: "assistant", Message: chat.Message{Role: chat.RoleAssistant, ToolCalls: call}}}}
}

// tell makes the conversation of spans and writes it: a line for each message, with the text that it follows; the branch
// in view is marked.
func tell(t *testing.T, spans ...traces.Span) (lines []string, c *chat.Conversation) {
	t.Helper()
	for i := range spans {
		spans[i].Start = chat.AtMS(int64(1000 * (i + 1)))
	}
	c = &chat.Conversation{}
	if !traces.Conversation(c, spans) {
		t.Fatal("no conversation")
	}
	text := func(m *chat.Message) string {
		for _, call := range m.ToolCalls {
			return m.Content + "call " + call.Name
		}
		return m.Content
	}
	texts, view := map[string]string{"": ""}, map[string]bool{}
	for _, m := range c.Thread() {
		view[m.ID] = true
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		texts[m.ID] = text(m)
		mark := map[bool]string{true: "", false: "~"}[view[m.ID]]
		lines = append(lines, fmt.Sprintf("%s%s: %s < %s", mark, m.Role, text(m), texts[m.Parent]))
	}
	return lines, c
}

func check(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Every call of a model repeats the history before it: each message must come once, with the tokens of all calls.
func TestHistoryComesOnce(t *testing.T) {
	two, three := int64(2), int64(3)
	got, c := tell(t,
		traces.Span{ID: "1", Kind: traces.Model, Model: "m", Input: said("system: s", "user: a"), Output: said("assistant: b"), Prompt: &two},
		traces.Span{ID: "2", Kind: traces.Model, Model: "n", Input: said("system: s", "user: a", "assistant: b", "user: c"), Output: said("assistant: d"), Prompt: &three})
	check(t, got, []string{"system: s < ", "user: a < s", "assistant: b < a", "user: c < b", "assistant: d < c"})
	if c.Type != chat.TypeChat || len(c.Rounds) != 2 || *c.Rounds[0].PromptTokens != 2 || *c.Rounds[1].PromptTokens != 3 || c.Model != "n" {
		t.Errorf("%s, %+v", c.Type, c.Rounds)
	}
}

// Two answers of the same history are two branches, of which the later is in view: none may be lost, none shown behind
// the other.
func TestAnswersAreBranches(t *testing.T) {
	got, _ := tell(t,
		traces.Span{ID: "1", Kind: traces.Model, Input: said("user: a"), Output: said("assistant: b")},
		traces.Span{ID: "2", Kind: traces.Model, Input: said("user: a"), Output: said("assistant: c")})
	check(t, got, []string{"user: a < ", "~assistant: b < a", "assistant: c < a"})
}

// A result that no later call of a model repeats stands in the span of its tool only: it belongs behind its call, and
// what followed the call follows the result.
func TestResultsOfToolSpans(t *testing.T) {
	got, c := tell(t,
		traces.Span{ID: "1", Kind: traces.Model, Input: said("user: a"), Output: calling("add", "k", "{}")},
		traces.Span{ID: "2", Kind: traces.Tool, Name: "add", CallID: "k", Result: "3"},
		traces.Span{ID: "3", Kind: traces.Model, Input: traces.Said{Turns: append(said("user: a").Turns, calling("add", "k", "{ }").Turns...)}, Output: said("assistant: done")})
	check(t, got, []string{"user: a < ", "assistant: call add < a", "tool: 3 < call add", "assistant: done < 3"})
	if c.Type != chat.TypeAgent {
		t.Error(c.Type)
	}
}

// Several named agents make a graph: each run is a round with its name, and the runs follow each other.
func TestNamedAgentsMakeAGraph(t *testing.T) {
	got, c := tell(t,
		traces.Span{ID: "p", Kind: traces.Agent, Name: "invoke_agent plan"},
		traces.Span{ID: "1", Parent: "p", Kind: traces.Model, Input: said("user: a"), Output: said("assistant: b")},
		traces.Span{ID: "w", Kind: traces.Agent, Name: "write run"},
		traces.Span{ID: "2", Parent: "w", Kind: traces.Model, Input: said("user: b"), Output: said("assistant: c")})
	check(t, got, []string{"user: a < ", "assistant: b < a", "user: b < b", "assistant: c < b"})
	if c.Type != chat.TypeGraph || len(c.Rounds) != 2 || c.Rounds[0].AgentName != "plan" || c.Rounds[1].AgentName != "write" {
		t.Errorf("%s, %+v", c.Type, c.Rounds)
	}
}

// A span is written when it begins and once more when it ends, or its messages stand in records of their own: that is one
// span, and says everything once.
func TestRecordsOfOneSpan(t *testing.T) {
	got, _ := tell(t,
		traces.Span{ID: "1", Kind: traces.Model, Input: said("user: a")},
		traces.Span{ID: "1", Output: said("assistant: b")},
		traces.Span{ID: "2", Partial: true, Kind: traces.Model, Input: said("user: a", "assistant: b")},
		traces.Span{ID: "2", Partial: true, Input: said("user: c")},
		traces.Span{ID: "2", Kind: traces.Model, Output: said("assistant: d")})
	check(t, got, []string{"user: a < ", "assistant: b < a", "user: c < b", "assistant: d < c"})
}

// Where no call of a model was recorded, what went into the outermost span and came out of it is all there is.
func TestOutermostSpanSpeaks(t *testing.T) {
	got, _ := tell(t,
		traces.Span{ID: "1", Name: "chain", Input: said("user: a"), Output: said("assistant: b")},
		traces.Span{ID: "2", Parent: "1", Name: "step", Input: said("user: inner")})
	check(t, got, []string{"user: a < ", "assistant: b < a"})
	if traces.Conversation(&chat.Conversation{}, []traces.Span{{ID: "1", Kind: traces.Tool, Result: "x"}}) {
		t.Error("a trace in which nobody spoke is a conversation")
	}
}

// Frameworks write messages in many shapes: each must give what was said, and another shape must be counted.
func TestReadSaid(t *testing.T) {
	for shape, want := range map[string]string{
		`"hi"`:                              "user: hi",
		`[{"role":"system","content":"s"}]`: "system: s",
		`{"messages":[{"role":"human","content":"a"},{"role":"ai","content":"b"}]}`:                                                         "user: a, assistant: b",
		`"{\"messages\":[{\"role\":\"user\",\"content\":\"in a text\"}]}"`:                                                                  "user: in a text",
		`[[{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"lc"}}]]`:                 "user: lc",
		`[{"role":"user","parts":[{"type":"text","content":"of parts"}]}]`:                                                                  "user: of parts",
		`{"choices":[{"message":{"role":"assistant","content":"chosen"}}]}`:                                                                 "assistant: chosen",
		`[{"type":"function_call","call_id":"k","name":"add","arguments":"{}"},{"type":"function_call_output","call_id":"k","output":"3"}]`: "assistant: add, tool: 3",
		`{"generations":[[{"text":"beside","message":{"kwargs":{"content":"in it"},"id":["AIMessage"]}}]]}`:                                 "assistant: in it",
		`{"shape":"of tomorrow"}`: "unknown 1",
		`null`:                    "",
	} {
		p := source.NewPull()
		var s traces.Said
		if err := p.Parse([]byte(shape), func() { s = traces.ReadSaid(p, "user") }); err != nil {
			t.Fatal(shape, err)
		}
		var got []string
		for i := range s.Turns {
			text := s.Turns[i].Content
			for _, call := range s.Turns[i].ToolCalls {
				text += call.Name
			}
			got = append(got, string(s.Turns[i].Role)+": "+text)
		}
		if s.Unknown > 0 {
			got = append(got, fmt.Sprint("unknown ", s.Unknown))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", shape, got, want)
		}
	}
}
