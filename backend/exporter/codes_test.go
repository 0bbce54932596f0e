package exporter

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// codesFile holds Codes for the window's tests, which check that each has a sentence in every language.
const codesFile = "testdata/codes.json"

// TestCodes holds that codes.json is what the exporter can say, and that every sentence is one: a capital, a full stop,
// values numbered from 0 without a gap, the same ones in both halves.
func TestCodes(t *testing.T) {
	b, err := json.MarshalIndent(Codes, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, '\n')
	if *update {
		if err := os.WriteFile(codesFile, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(codesFile); err != nil || string(kept) != string(b) {
		t.Errorf("%s is not what Codes says (%v): run the test with -update", codesFile, err)
	}
	seen := map[string]bool{}
	for _, c := range Codes {
		if seen[c.Code] || !slices.Contains([]string{"stop", "drop", "warn", "info"}, c.Level) {
			t.Errorf("%s stands twice, or its level %q is none", c.Code, c.Level)
		}
		seen[c.Code] = true
		if !strings.HasSuffix(c.Sentence, ".") || c.Done != "" && !strings.HasSuffix(c.Done, ".") {
			t.Errorf("%s is no sentence", c.Code)
		}
	}
}

// fileCodes are said of files of others only; TestReferenceOutputIsJudgedAsItTrains sees them.
var fileCodes = []string{"CALL_NO_JSON", "CONTENT_NULL", "CONTENT_PARTS", "NO_MESSAGES", "NOT_JSON", "LONE_SURROGATE", "MESSAGES_TEXT", "MIXED_TYPES",
	"LATE_KEY", "FILE_BOM", "TOOLS_NOT_TEXT", "TOOLS_UNMAPPED", "TOOLS_EMPTY_LIST", "EXTRA_KEY", "NUM_SAMPLES", "NAME_COMMA", "EXT_CASE",
	"INFO_NOT_ASCII", "INFO_BOM", "INFO_OPENAI", "NO_ANSWERS", "DPO_PROMPT", "KTO_TAG", "HISTORY_PAIRS", "NO_RECORDS", "FILE_UNREADABLE", "FILE_OUTSIDE",
	"INFO_NO_FILE", "INFO_COLUMN"}

// TestValuesFillTheirSentences holds that every finding of the exam has exactly the values its sentences ask for: a
// translation fills the same placeholders.
func TestValuesFillTheirSentences(t *testing.T) {
	var found []chat.Finding
	all := script(t, allCases(t))
	options := []chat.ExportOptions{{AsRecorded: true}, {FileFormat: chat.CSV}, {FileFormat: chat.Parquet}, {MaxTokens: 20}, {MaxTokens: 20, Over: "cut"}, {Reasoning: "inline"}, {Spoken: "inline"}}
	for _, f := range Formats {
		options = append(options, chat.ExportOptions{DataFormat: f.Key})
	}
	for _, opt := range options {
		opt.Dataset, opt.FileName = "tea", "test"
		if opt.FileFormat == "" {
			opt.FileFormat = chat.JSONL
		}
		r, err := Check(t.Context(), len(all), conversations(all), opt, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		found = slices.Concat(found, r.Report.Repaired, r.Report.LeftOut, r.Report.Warnings)
	}
	seen := map[string]bool{}
	placeholder := regexp.MustCompile(`\{(\d)\}`)
	for _, f := range found {
		seen[f.Code] = true
		c := code(f.Code)
		most := -1
		for _, m := range placeholder.FindAllStringSubmatch(c.Sentence+c.Done, -1) {
			most = max(most, int(m[1][0]-'0'))
		}
		if len(f.Values) != most+1 {
			t.Errorf("%s has %d values: %s", f.Code, len(f.Values), f.Message)
		}
	}
	for _, c := range Codes {
		if !seen[c.Code] && !slices.Contains([]string{"LONG", "CSV_CELL", "TOOL_DATE", "FILE_FIRST_10MIB", "FILE_FIRST_100",
			"OPENAI_MIN10", "HISTORY_UNREAD", "KTO_ONE_CLASS", "TOOL_NAME", "ATTACHMENT_TEXT"}, c.Code) && !slices.Contains(fileCodes, c.Code) { // need much text, or stand alone; seen elsewhere
			t.Errorf("no case of the exam says %s", c.Code)
		}
	}
}
