package exporter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
)

// judgedFile writes a file of others, and dataset_info.json beside it when there is one, and judges it.
func judgedFile(t *testing.T, name, text, info, target string) ([]chat.Judged, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if info != "" {
		if err := os.WriteFile(filepath.Join(dir, infoName), []byte(info), 0o600); err != nil {
			t.Fatal(err)
		}
		name = ""
	}
	return Judge(t.Context(), os.DirFS(dir), name, "", target, nil)
}

// TestBytesOfOthersAreJudged takes files that are no JSONL or CSV as an export writes it: what a reader of Python reads is
// read, and for what it does not there is a finding or an error that says why.
func TestBytesOfOthersAreJudged(t *testing.T) {
	plain := `{"messages":[` + asks + "," + answers + `]}`
	for _, test := range []struct {
		name, file, text string
		records, ready   int
		code             string // of a finding, or in an error's words
	}{
		{"CRLF and blank lines", "d.jsonl", plain + "\r\n\r\n" + plain + "\r\n", 2, 2, "DUPLICATE"},
		{"a line separator in a text", "d.jsonl", strings.Replace(plain, `"a"`, "\"a\u2028\"", 1), 1, 1, ""},
		{"NaN", "d.jsonl", plain[:len(plain)-1] + `,"score":NaN}`, 1, 0, "NOT_JSON"},
		{"a name twice", "d.jsonl", strings.Replace(plain, `"content":`, `"content":"z","content":`, 1), 1, 0, "MIXED_TYPES"},
		{"two records in a line", "d.jsonl", plain + plain, 1, 0, "NOT_JSON"},
		{"no objects", "d.jsonl", "null\n1\n[]\n" + plain, 4, 0, "NOT_JSON"},
		{"words first", "d.jsonl", "oops\n" + plain, 2, 0, "NOT_JSON"},
		{"bytes that are no text", "d.jsonl", strings.Replace(plain, `"a"`, "\"\xff\"", 1), 1, 0, "BAD_TEXT"},
		{"an array", "d.json", "[" + plain + ",\n" + plain + "]", 2, 2, "DUPLICATE"},
		{"an array cut off", "d.json", "[" + plain + "," + plain[:20], 0, 0, "error record 2: the file is damaged"},
		{"an array of nothing", "d.json", "[]", 0, 0, "NO_RECORDS"},
		{"only blank lines", "d.jsonl", "\n \n", 0, 0, "NO_RECORDS"},
		{"nothing", "d.jsonl", "", 0, 0, "error the file is empty"},
		{"one record of 11 MiB", "d.jsonl", strings.Replace(plain, `"a"`, `"`+strings.Repeat("x", 11<<20)+`"`, 1), 1, 1, ""},
		{"gzip", "d.jsonl", "\x1f\x8b\x08\x00", 0, 0, "error packed by gzip"},
		{"UTF-16", "d.jsonl", "\xff\xfe{\x00", 0, 0, "error UTF-16"},
		{"a header alone", "d.csv", "text\n", 0, 0, "NO_RECORDS"},
		{"quotes within a cell", "d.csv", "text,n\na 5\" screen,1\n", 1, 1, ""},
		{"a bracket first", "d.csv", "[n],text\n1,a\n", 1, 1, ""},
		{"rows of an old Mac and blank ones", "d.csv", "text\ra\r\rb\r", 2, 2, ""},
		{"Latin-1", "d.csv", "text\ncaf\xe9\n", 1, 0, "BAD_TEXT"},
		{"a ragged row", "d.csv", "text,n\na,1\nb\n", 0, 0, "error record 2: the file is damaged: a row has more or fewer cells"},
		{"a quote without end", "d.csv", "text\n\"a\nb\n", 0, 0, "error a cell ends without its quote"},
	} {
		all, err := judgedFile(t, test.file, test.text, "", "")
		if words, ok := strings.CutPrefix(test.code, "error "); ok {
			var known *chat.Error
			if !errors.As(err, &known) || !strings.Contains(err.Error(), words) || known.Advice == "" {
				t.Errorf("%s: %v, want %q", test.name, err, words)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if j := all[0]; j.Records != test.records || j.Ready != test.ready || test.code != "" && j.CodeCounts[test.code] == 0 {
			t.Errorf("%s: %d of %d ready with %v, want %d of %d with %s", test.name, j.Ready, j.Records, j.CodeCounts, test.ready, test.records, test.code)
		}
	}
}

// TestDatasetInfoIsReadAsLlamaFactoryReadsIt holds what its parser.py and converter.py make of an entry: names that are not
// given are the usual ones when none is given at all, else nothing; records of texts are "alpaca", also when that is not
// said; a wrong column stops the run.
func TestDatasetInfoIsReadAsLlamaFactoryReadsIt(t *testing.T) {
	messages := `{"messages":[` + asks + "," + answers + `]}`
	shared := `{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}`
	qa := `{"q":"q","a":"a"}`
	const tags = `,"tags":{"role_tag":"role","content_tag":"content","user_tag":"user","assistant_tag":"assistant"}`
	for _, test := range []struct {
		name, record, entry, format string
		ready                       int
		code                        string
	}{
		{"everything usual", shared, `"formatting":"sharegpt"`, "sharegpt", 1, ""},
		{"messages with tags", messages, `"formatting":"sharegpt","columns":{"messages":"messages"}` + tags, "standard", 1, ""},
		{"messages without tags", messages, `"formatting":"sharegpt","columns":{"messages":"messages"}`, "standard", 0, "NO_MESSAGES"},
		{"columns without messages", shared, `"formatting":"sharegpt","columns":{"system":"system"}`, "sharegpt", 0, "NO_MESSAGES"},
		{"the formatting forgotten", messages, `"columns":{"messages":"messages"}` + tags, "alpaca", 0, "CONTENT_NULL"},
		{"alpaca as usual", `{"instruction":"q","output":"a"}`, ``, "alpaca", 1, ""},
		{"alpaca with only an input", `{"instruction":null,"input":"q","output":"a"}`, ``, "alpaca", 1, ""},
		{"alpaca by other names", qa, `"columns":{"prompt":"q","response":"a"}`, "alpaca", 1, ""},
		{"alpaca by names that it has not", qa, `"columns":{"prompt":"q","response":"b"}`, "alpaca", 0, "INFO_COLUMN"},
		{"a history of pairs", `{"instruction":"q","output":"a","h":[["q","a"]]}`, `"columns":{"prompt":"instruction","response":"output","history":"h"}`, "alpaca", 1, ""},
		{"a history of others", `{"instruction":"q","output":"a","h":[{"q":"a"}]}`, `"columns":{"prompt":"instruction","response":"output","history":"h"}`, "alpaca", 0, "HISTORY_PAIRS"},
		{"text to pre-train", `{"body":"words"}`, `"columns":{"prompt":"body"}`, "chatml", 1, ""},
		{"pairs of texts", `{"q":"q","good":"a","bad":"b"}`, `"ranking":true,"columns":{"prompt":"q","chosen":"good","rejected":"bad"}`, "dpo", 1, ""},
		{"pairs without chosen", `{"q":"q","bad":"b"}`, `"ranking":true,"columns":{"prompt":"q","chosen":"good","rejected":"bad"}`, "dpo", 0, "NO_ANSWERS"},
		{"a rating by another name", `{"messages":[` + asks + "," + answers + `],"good":true}`, `"formatting":"sharegpt","columns":{"messages":"messages","kto_tag":"good"}` + tags, "kto", 1, "KTO_ONE_CLASS"},
		{"rated texts", `{"instruction":"q","output":"a","good":false}`, `"columns":{"prompt":"instruction","response":"output","kto_tag":"good"}`, "kto", 1, ""},
		{"an image column that is not there", shared, `"formatting":"sharegpt","columns":{"messages":"conversations","images":"images"}`, "sharegpt", 0, "INFO_COLUMN"},
	} {
		entry := strings.TrimSuffix(`{"d":{"file_name":"d.jsonl",`+test.entry, ",") + "}}"
		all, err := judgedFile(t, "d.jsonl", test.record+"\n", entry, "llama-factory")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if j := all[0]; j.Ready != test.ready || j.DataFormat != test.format || test.code != "" && j.CodeCounts[test.code] == 0 {
			t.Errorf("%s: %d ready as %s with %v, want %d as %s with %s", test.name, j.Ready, j.DataFormat, j.CodeCounts, test.ready, test.format, test.code)
		}
	}
}

// TestPreferencesOfOthersAreJudged holds what LLaMA-Factory does with pairs and rated answers that are not as they should be.
// In "kto" it reads beyond a record that it skipped, and stops (processor/feedback.py).
func TestPreferencesOfOthersAreJudged(t *testing.T) {
	const good, bad = `{"role":"assistant","content":"good"}`, `{"role":"assistant","content":"bad"}`
	pair := func(messages, chosen, rejected string) string {
		return fmt.Sprintf(`{"messages":[%s],"chosen":%s,"rejected":%s}`, messages, chosen, rejected)
	}
	rated := func(messages, label string) string {
		return fmt.Sprintf(`{"messages":[%s],"kto_tag":%s}`, messages, label)
	}
	for _, test := range []struct{ name, record, outcome, code string }{
		{"a pair", pair(asks, good, bad), "ready", ""},
		{"the same twice", pair(asks, good, good), "ready", "DPO_SAME"},
		{"a prompt that ends with an answer", pair(asks+","+answers, good, bad), "skipped", "DPO_PROMPT"},
		{"an answer that is a question", pair(asks, good, asks), "skipped", ""},
		{"an answer of no message", pair(asks, good, `"bad"`), "stopping", "NO_ANSWERS"},
		{"a rated answer", rated(asks+","+answers, "true"), "ready", "KTO_ONE_CLASS"},
		{"a label that is text", rated(asks+","+answers, `"true"`), "stopping", "KTO_TAG"},
		{"an empty answer", rated(asks+`,{"role":"assistant","content":""}`, "true"), "stopping", "EMPTY_RATED"},
		{"two questions", rated(asks+","+asks+","+answers, "false"), "stopping", "ORDER"},
	} {
		all, err := judgedFile(t, "d.jsonl", test.record, "", "llama-factory")
		if err != nil {
			t.Fatal(err)
		}
		j := all[0]
		outcome := map[bool]string{j.Ready == 1: "ready", j.Skipped == 1: "skipped", j.Stopping == 1: "stopping"}[true]
		if outcome != test.outcome || test.code != "" && j.CodeCounts[test.code] == 0 {
			t.Errorf("%s: %s with %v, want %s with %s", test.name, outcome, j.CodeCounts, test.outcome, test.code)
		}
	}
}

// TestEveryDatasetOfAFolderIsAnswered holds that of several datasets in dataset_info.json none is passed over in silence, and
// that one that cannot be read does not take the word from the others.
func TestEveryDatasetOfAFolderIsAnswered(t *testing.T) {
	const entries = `{"a":{"file_name":"./d.jsonl","formatting":"sharegpt"},"b":{"file_name":"gone.jsonl"},"c":{"file_name":"../d.jsonl"},
		"d":{"hf_hub_url":"a/b"},"e":{"file_name":"/etc/hostname"},"f":{"file_name":"."}}`
	all, err := judgedFile(t, "d.jsonl", `{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}`, entries, "")
	if err != nil || len(all) != 6 {
		t.Fatalf("%v, %v", all, err)
	}
	codes := []string{"", "FILE_UNREADABLE", "FILE_OUTSIDE", "INFO_NO_FILE", "FILE_OUTSIDE", "FILE_UNREADABLE"}
	for i, j := range all {
		if code := codes[i]; code != "" && j.CodeCounts[code] != 1 || j.Loads != (code == "" || code == "INFO_NO_FILE") || (j.Ready == 1) != (code == "") {
			t.Errorf("%s: %+v", j.Dataset, j)
		}
	}
}

// TestWordsAboutFormatsAreNoFormat holds that a text about data formats does not make a record one: people talk with models
// about nothing so much.
func TestWordsAboutFormatsAreNoFormat(t *testing.T) {
	record := `{"messages":[{"role":"user","content":"What is {\"role\":\"tool_call\"} and \"tool_calls\":[{\"arguments\":{}}]?"},` + answers + `]}`
	if j := judged(t, "d.jsonl", record, "", "llama-factory"); j.DataFormat != "standard" || j.Ready != 1 {
		t.Errorf("%d ready as %s", j.Ready, j.DataFormat)
	}
}

// TestDeepRecordsCostLittle holds that names upon names cost no memory by the square: 5 MB of nested objects took 12 GB.
func TestDeepRecordsCostLittle(t *testing.T) {
	key := strings.Repeat("k", 600)
	deep := strings.Repeat(`{"`+key+`":`, 3000) + "1" + strings.Repeat("}", 3000)
	wide := `{"` + strings.Repeat("k", 1<<20) + `":{` + strings.Repeat(`"a":1,`, 1000) + `"b":1}}`
	var many strings.Builder
	for i := range maxPaths + 10 {
		fmt.Fprintf(&many, `,"%d":1`, i)
	}
	for name, text := range map[string]string{"deep": deep, "wide": wide, "many": "{" + many.String()[1:] + "}"} {
		size := 0
		paths := pathsOf("", text)
		for _, p := range paths {
			size += len(p.name)
		}
		if len(paths) > maxPaths+1 || size > 2*len(text)+1<<20 {
			t.Errorf("%s: %d paths with %d bytes of %d", name, len(paths), size, len(text))
		}
	}
}

// TestInfoThatIsNoFile: a dataset_info.json that is a pipe could keep the check waiting for ever; it is an error at once.
func TestInfoThatIsNoFile(t *testing.T) {
	fsys := fstest.MapFS{
		"dataset_info.json": {Data: []byte(`{"d":{"file_name":"d.jsonl"}}`), Mode: fs.ModeNamedPipe},
		"d.jsonl":           {Data: []byte(openaiRecordOf(asks, answers))},
	}
	if all, err := Judge(t.Context(), fsys, "", "", "", nil); err == nil || !strings.Contains(err.Error(), "it is no file") {
		t.Errorf("%+v, %v", all, err)
	}
}
