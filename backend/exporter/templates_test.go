package exporter

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// openaiCall is an answer that calls a tool of that name under an id, and openaiResult what it gives.
const (
	openaiCall   = `{"role":"assistant","content":"","tool_calls":[{"id":%q,"type":"function","function":{"name":%q,"arguments":%s}}]}`
	openaiResult = `{"role":"tool","tool_call_id":%q,"content":"r"}`
)

// openaiRecordOf is a record of data format openai of messages.
func openaiRecordOf(messages ...string) string {
	return `{"messages":[` + strings.Join(messages, ",") + `]}`
}

// toolRecord is a record of data format openai that declares a tool with such parameters.
func toolRecord(parameters string) string {
	return strings.TrimSuffix(openaiRecordOf(asks, answers), "}") + `,"tools":[{"type":"function","function":{"name":"f","description":"","parameters":` + parameters + `}}]}`
}

// TestWhatChatTemplatesLackIsSaid holds that a file says beforehand what the real chat templates leave out or stop at: each
// need alone, with the number of records that have it, and none when there is none.
func TestWhatChatTemplatesLackIsSaid(t *testing.T) {
	call := func(id string) string { return fmt.Sprintf(openaiCall, id, "f", `{}`) }
	result := func(id string) string { return fmt.Sprintf(openaiResult, id) }
	both := strings.Replace(call("abcdefgh1"), `]}`, `,{"id":"abcdefgh2","type":"function","function":{"name":"f","arguments":{}}}]}`, 1)
	for _, test := range []struct{ name, record, codes string }{
		{"a plain chat", openaiRecordOf(asks, answers), ""},
		{"a system prompt", openaiRecordOf(`{"role":"system","content":"s"}`, asks, answers), "TEMPLATE_SYSTEM"},
		{"a call with Mistral's id", openaiRecordOf(asks, call("abcdefgh1"), result("abcdefgh1"), answers), "TEMPLATE_CALLS"},
		{"a call with another id", openaiRecordOf(asks, call("call_1"), result("call_1"), answers), "TEMPLATE_CALLS TEMPLATE_IDS"},
		{"two calls at once", openaiRecordOf(asks, both, result("abcdefgh1"), result("abcdefgh2"), answers), "TEMPLATE_CALLS TEMPLATE_PARALLEL"},
		{"a thought", openaiRecordOf(asks, `{"role":"assistant","content":"a","reasoning_content":"hm"}`), "TEMPLATE_THOUGHTS"},
	} {
		j := judged(t, "d.jsonl", test.record+"\n"+test.record, "", "trl")
		var codes []string
		for _, f := range j.Findings {
			if strings.HasPrefix(f.Code, "TEMPLATE_") {
				codes = append(codes, f.Code)
				if !slices.Equal(f.Values, []string{"2"}) {
					t.Errorf("%s: %s of %v records, want 2", test.name, f.Code, f.Values)
				}
			}
		}
		slices.Sort(codes)
		if got := strings.Join(codes, " "); got != test.codes || j.Ready != 2 {
			t.Errorf("%s: %q with %d ready, want %q with 2", test.name, got, j.Ready, test.codes)
		}
	}
}

// TestOpenAIRefusesByItsRules holds what OpenAI's documented rules refuse of a record: a name that is none, arguments that
// are cut off, a call without an answer, and a record that ends with a question.
func TestOpenAIRefusesByItsRules(t *testing.T) {
	result := fmt.Sprintf(openaiResult, "c1")
	for _, test := range []struct {
		name, record string
		ready        int
		code         string
	}{
		{"as it should be", openaiRecordOf(asks, fmt.Sprintf(openaiCall, "c1", "f", `"{}"`), result, answers), 1, ""},
		{"a name with a dot", openaiRecordOf(asks, fmt.Sprintf(openaiCall, "c1", "server.f", `"{}"`), result, answers), 0, "TOOL_NAME"},
		{"a name of 65 letters", openaiRecordOf(asks, fmt.Sprintf(openaiCall, "c1", strings.Repeat("f", 65), `"{}"`), result, answers), 0, "TOOL_NAME"},
		{"arguments cut off", openaiRecordOf(asks, fmt.Sprintf(openaiCall, "c1", "f", `"{\"a\":"`), result, answers), 0, "ARGS_NOT_OBJECT"},
		{"no answer to a call", openaiRecordOf(asks, fmt.Sprintf(openaiCall, "c1", "f", `"{}"`), asks, answers), 0, "CALL_NO_RESULT"},
		{"a question at the end", openaiRecordOf(asks, answers, asks), 0, "END"},
		{"a type of Python's", toolRecord(`{"type":"object","properties":{"a":{"type":"str"}}}`), 0, "TOOL_TYPE"},
		{"parameters that are a list", toolRecord(`{"type":"array","properties":{}}`), 0, "TOOL_TYPE"},
		{"parameters by the rules", toolRecord(`{"type":"object","properties":{"type":{"type":"string"}}}`), 1, ""},
	} {
		j := judged(t, "d.jsonl", test.record, "", "openai")
		if j.Ready != test.ready || test.code != "" && j.CodeCounts[test.code] == 0 {
			t.Errorf("%s: %d ready with %v, want %d with %s", test.name, j.Ready, j.CodeCounts, test.ready, test.code)
		}
	}
}

// TestTargetsReadWhatTheRealOnesRead holds what make interop found: TRL's templates stop at the empty columns of Parquet,
// Axolotl drops these and decodes text, ms-swift reads OpenAI's calls with arguments of both kinds and plain text.
func TestTargetsReadWhatTheRealOnesRead(t *testing.T) {
	for _, test := range []struct {
		target, format string
		file           chat.FileFormat
		reads          bool
	}{
		{"trl", "trl", chat.JSONL, true}, {"trl", "trl", chat.Parquet, false}, {"trl", "trl_prompt", chat.Parquet, false}, {"trl", "chatml", chat.Parquet, true},
		{"axolotl", "openai", chat.CSV, true}, {"axolotl", "trl", chat.Parquet, true}, {"axolotl", "standard", chat.JSONL, false},
		{"ms-swift", "trl", chat.CSV, true}, {"ms-swift", "chatml", chat.Parquet, true}, {"ms-swift", "dpo", chat.JSONL, false},
		{"openai", "openai", chat.JSONL, true}, {"openai", "openai", chat.Parquet, false},
	} {
		target, err := findTarget(test.target)
		if err != nil {
			t.Fatal(err)
		}
		if reason, _ := target.refusal(test.format, test.file); (reason == "") != test.reads {
			t.Errorf("%s reads %s from %s: %v (%s)", test.target, test.format, test.file, reason == "", reason)
		}
	}
}
