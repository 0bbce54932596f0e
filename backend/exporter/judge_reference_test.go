package exporter

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"loquat/backend/chat"
)

// otherInfo is dataset_info.json as another tool writes it beside its standard records: tools are not mapped.
const otherInfo = `{%q: {"file_name": %q, "formatting": "sharegpt", "num_samples": %d, "columns": {"messages": "messages"%s},
	"tags": {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant", "function_tag": "function_call",
	"observation_tag": "tool", "system_tag": "system"}}}`

// otherRecord is a record as another tool writes it, of messages without their brackets.
func otherRecord(messages, tools string) string {
	return `{"data_source":"agent","ability":[],"messages":[` + messages + `],"tools":[` + tools + `],"model":"m","conversation_id":"c"}`
}

// judged judges records for a target, with dataset_info.json when info is not empty.
func judged(t *testing.T, file, text, info, target string) chat.Judged {
	t.Helper()
	dir := t.TempDir()
	name := file
	if info != "" {
		name = ""
		write(t, filepath.Join(dir, infoName), info)
	}
	write(t, filepath.Join(dir, file), text)
	all, err := Judge(t.Context(), os.DirFS(dir), name, "", target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

// write writes a small file.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const (
	asks    = `{"role":"user","content":"q"}`
	answers = `{"role":"assistant","content":"a"}`
	calls   = `{"role":"function_call","content":"{\"name\": \"f\", \"arguments\": {}}"}`
	returns = `{"role":"tool","content":"r"}`
)

// TestReferenceOutputIsJudgedAsItTrains holds that every break of EXPORT.md §3 that a record can have is found, with what
// LLaMA-Factory does about it: it trains, is skipped, or stops the run.
func TestReferenceOutputIsJudgedAsItTrains(t *testing.T) {
	const toolCalls = `"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]`
	for _, test := range []struct{ name, messages, outcome, codes string }{
		{"plain", asks + "," + answers, "ready", ""},
		{"call written right", asks + "," + calls + "," + returns + "," + answers, "ready", ""},
		{"B1 no content", asks + `,{"role":"function_call",` + toolCalls + `},` + returns + "," + answers, "stopping", "CALL_NO_JSON CONTENT_NULL"},
		{"B1 null content", asks + `,{"role":"function_call","content":null,` + toolCalls + `},` + returns + "," + answers, "stopping", "CALL_NO_JSON CONTENT_NULL"},
		{"B2 empty content", asks + `,{"role":"function_call","content":"",` + toolCalls + `},` + returns + "," + answers, "stopping", "CALL_NO_JSON"},
		{"B2 spoken content", asks + `,{"role":"function_call","content":"Let me see.",` + toolCalls + `},` + returns + "," + answers, "stopping", "CALL_NO_JSON"},
		{"B3 two results", asks + "," + calls + "," + returns + "," + returns + "," + answers, "skipped", "PARALLEL_RESULTS"},
		{"B4 two questions", asks + "," + asks + "," + answers, "skipped", "ORDER"},
		{"B4 greeting first", answers + "," + asks + "," + answers, "skipped", "START"},
		{"B4 question last", asks + "," + answers + "," + asks, "skipped", "END"},
		{"B4 result last", asks + "," + calls + "," + returns, "skipped", "END"},
		{"B4 text then call", asks + "," + answers + "," + calls + "," + returns + "," + answers, "skipped", "CALL_TEXT"},
		{"B4 interrupted", asks + "," + calls + "," + returns + "," + asks + "," + answers, "skipped", "INTERRUPTED"},
		{"B5 null answer", asks + `,{"role":"assistant","content":null}`, "stopping", "CONTENT_NULL EMPTY_ANSWER NOTHING_TO_LEARN"},
		{"B6 parts", `{"role":"user","content":[{"type":"text","text":"q"}]},` + answers, "stopping", "CONTENT_PARTS MIXED_TYPES"},
		{"B7 system in the middle", asks + `,{"role":"system","content":"s"},` + answers, "skipped", "SYSTEM_LATE"},
		{"B7 answer only", answers, "skipped", "NO_USER"},
		{"B18 arguments cut off", asks + `,{"role":"function_call","content":"{\"name\": \"f\", \"arguments\": \"{\\\"a\\\":\"}"},` + returns + "," + answers, "stopping", "ARGS_NOT_OBJECT"},
		{"unknown role", `{"role":"narrator","content":"q"},` + answers, "skipped", "NO_USER ROLE_UNKNOWN"},
		{"no messages", "", "skipped", "NOTHING_TO_LEARN"},
	} {
		j := judged(t, "d.jsonl", otherRecord(test.messages, `{"name":"f","description":"","parameters":{"type":"object","properties":{}}}`), "", "llama-factory")
		delete(j.CodeCounts, "TOOLS_UNMAPPED")
		outcome := map[bool]string{j.Sound == 1: "ready", j.Skipped == 1: "skipped", j.Stopping == 1: "stopping"}[true]
		codes := strings.Join(slices.Sorted(maps.Keys(j.CodeCounts)), " ")
		if j.Records != 1 || j.DataFormat != "standard" || outcome != test.outcome || codes != test.codes {
			t.Errorf("%s: %s as %s with %s, want %s with %s", test.name, outcome, j.DataFormat, codes, test.outcome, test.codes)
		}
	}
}

// TestWholeFilesAreJudged holds that what keeps a whole file from loading, or from being read as it is meant, is found:
// B6, B8 to B15, B17 and B19 of EXPORT.md §3, and what else §7 says of files.
func TestWholeFilesAreJudged(t *testing.T) {
	tool := func(kind string) string {
		return `{"name":"f","description":"","parameters":{"type":"object","properties":{"n":{"type":"number","default":` + kind + `}}}}`
	}
	withCall := asks + "," + calls + "," + returns + "," + answers
	plain := otherRecord(asks+","+answers, "")
	info := func(dataset, file string, n int, more string) string {
		return fmt.Sprintf(otherInfo, dataset, file, n, more)
	}
	csvCell := `"` + strings.ReplaceAll("["+asks+","+answers+"]", `"`, `""`) + `"`
	for _, test := range []struct {
		name, file, text, info, target, code string
		loads                                bool
	}{
		{"a good file", "d.jsonl", plain, info("d", "d.jsonl", 1, ""), "", "", true},
		{"B6 text and parts", "d.jsonl", plain + "\n" + otherRecord(`{"role":"user","content":[]},`+answers, ""), "", "", "MIXED_TYPES", false},
		{"B8 tools not mapped", "d.jsonl", otherRecord(withCall, tool("1")), info("d", "d.jsonl", 1, ""), "", "TOOLS_UNMAPPED", true},
		{"B9 tools mapped to a list", "d.jsonl", otherRecord(withCall, tool("1")), info("d", "d.jsonl", 1, `,"tools":"tools"`), "", "TOOLS_NOT_TEXT", false},
		{"B10 tools that contradict", "d.jsonl", otherRecord(withCall, tool("1")) + "\n" + otherRecord(withCall, tool(`"one"`)), "", "", "TOOL_CONFLICT", false},
		{"B11 a key after 10 MiB", "d.jsonl", strings.Repeat(otherRecord(`{"role":"user","content":"`+strings.Repeat("x", 1<<20)+`"},`+answers, "")+"\n", 11) + otherRecord(withCall, tool("1")), "", "", "LATE_KEY", false},
		{"B12 openai with tools", "d.jsonl", plain, strings.Replace(info("d", "d.jsonl", 1, `,"tools":"tools_json"`), "sharegpt", "openai", 1), "", "INFO_OPENAI", false},
		{"B13 a CSV", "d.csv", "messages,conversation_id\r\n" + csvCell + ",c\r\n", "", "", "MESSAGES_TEXT", false},
		{"B14 a name beyond ASCII", "d.jsonl", plain, info("茶", "d.jsonl", 1, ""), "", "INFO_NOT_ASCII", false},
		{"B15 a stale number", "d.jsonl", plain, info("d", "d.jsonl", 7, ""), "", "NUM_SAMPLES", true},
		{"B17 a tool without parameters", "d.jsonl", otherRecord(asks+","+answers, `{"name":"f"}`), "", "", "TOOL_SCHEMA", true},
		{"B19 no tools as text", "d.jsonl", strings.Replace(plain, `"tools":[]`, `"tools":"[]"`, 1), info("d", "d.jsonl", 1, `,"tools":"tools"`), "", "TOOLS_EMPTY_LIST", true},
		{"a comma in the name", "d.jsonl", plain, info("a,b", "d.jsonl", 1, ""), "", "NAME_COMMA", false},
		{"an extension in capitals", "d.JSONL", plain, "", "", "EXT_CASE", false},
		{"a byte order mark", "d.jsonl", byteOrderMark + plain, "", "", "FILE_BOM", false},
		{"a byte order mark in dataset_info", "d.jsonl", plain, byteOrderMark + info("d", "d.jsonl", 1, ""), "", "INFO_BOM", false},
		{"a line cut off", "d.jsonl", plain + "\n" + plain[:30], "", "", "NOT_JSON", false},
		{"no messages at all", "d.jsonl", `{"data_source":"chat","messages":null,"conversation_id":"c"}`, "", "", "NO_MESSAGES", true},
		{"a key that OpenAI refuses", "d.jsonl", `{"messages":[` + asks + "," + answers + `],"note":"n"}`, "", "openai", "EXTRA_KEY", false},
	} {
		j := judged(t, test.file, test.text, test.info, test.target)
		if j.Loads != test.loads || test.code != "" && j.CodeCounts[test.code] == 0 || test.code == "" && len(j.Findings) > 0 {
			t.Errorf("%s: loads %v with %v, want %v with %s", test.name, j.Loads, j.CodeCounts, test.loads, test.code)
		}
		if !j.Loads && j.Ready != 0 {
			t.Errorf("%s: %d records are ready of a file that does not load", test.name, j.Ready)
		}
	}
}

// TestTextInParquetIsJudged: the reference writes messages into Parquet as text, for which LLaMA-Factory stops (B13).
func TestTextInParquetIsJudged(t *testing.T) {
	type record struct {
		Messages       string `parquet:"messages"`
		ConversationID string `parquet:"conversation_id"`
	}
	dir := t.TempDir()
	if err := parquet.WriteFile(filepath.Join(dir, "d.parquet"), []record{{"[" + asks + "," + answers + "]", "c"}}); err != nil {
		t.Fatal(err)
	}
	all, err := Judge(t.Context(), os.DirFS(dir), "d.parquet", "", "", nil)
	if err != nil || all[0].Loads || all[0].CodeCounts["MESSAGES_TEXT"] != 1 || all[0].Sound != 1 {
		t.Errorf("%v, %v", all, err)
	}
}
