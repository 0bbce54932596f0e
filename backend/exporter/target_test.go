package exporter

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// TestThoughtBeforeCallIsNotForSwift holds that ms-swift is not promised a record whose call begins with a thought: it
// reads the turn as the call's JSON and stops, as its own preprocessor showed.
func TestThoughtBeforeCallIsNotForSwift(t *testing.T) {
	all := script(t, `conversation {"id":"thinks before a call"}
user "a"
assistant "" {"calls":[["1","f","{}"]],"reasoning":"hm"}
tool "x" {"call":"1"}
assistant "b"
conversation {"id":"plain"}
user "a"
assistant "b"
`)
	opt := chat.ExportOptions{Dataset: "d", FileName: "f", FileFormat: chat.JSONL, Reasoning: "inline"}
	report, err := Write(context.Background(), t.TempDir(), len(all), conversations(all), opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, ready := range report.Ready {
		if want := 1; ready.Target.Key == "ms-swift" && ready.Records != want {
			t.Errorf("%d of %d records are ready for ms-swift, not %d", ready.Records, report.Records, want)
		}
	}
}

// TestEmptyToolsAreNotForSwift: ms-swift 4.6 takes an empty text for a tool and leaves the record out. An export for it has
// none where its own format or a CSV of OpenAI's has a choice, and says where sharegpt has not; a file of another is judged
// the same.
func TestEmptyToolsAreNotForSwift(t *testing.T) {
	plain := script(t, `conversation {"id":"plain"}
user "a"
assistant "b"`)
	mixed := append(script(t, `conversation {"id":"tooled","type":"agent"}
round {"number":1,"tools":[{"name":"f"}]}
user "a"
assistant "c"`), plain...)
	for _, test := range []struct {
		all    []*chat.Conversation
		format string
		file   chat.FileFormat
		ready  int
	}{
		{mixed, "swift", chat.JSONL, 2}, {mixed, "swift", chat.CSV, 2}, {mixed, "openai", chat.CSV, 2}, {mixed, "openai", chat.Parquet, 2},
		{mixed, "standard", chat.JSONL, 2}, {mixed, "sharegpt", chat.JSONL, 1}, {mixed, "sharegpt", chat.CSV, 1}, {plain, "sharegpt", chat.JSONL, 1},
	} {
		dir := t.TempDir()
		opt := chat.ExportOptions{Dataset: "tea", DataFormat: test.format, FileFormat: test.file}
		report, err := Write(t.Context(), dir, len(test.all), conversations(test.all), opt, nil)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(report.Ready, func(r chat.Ready) bool { return r.Target.Key == "ms-swift" })
		found, err := Judge(t.Context(), os.DirFS(dir), report.FileName, test.format, "ms-swift", nil)
		if err != nil || report.Ready[i].Records != test.ready || found[0].Ready != test.ready {
			t.Errorf("%d of %s, %s: %d ready, as a file %+v, want %d (%v)", len(test.all), test.format, test.file, report.Ready[i].Records, found, test.ready, err)
		}
	}
}

// TestNamesAlike: DuckDB and Spark take names that differ in capital letters only for one, and read nothing. It is said
// where readers give types to what is named, in the export and of a file of another, and nowhere else.
func TestNamesAlike(t *testing.T) {
	tools := `{"type":"object","properties":{"a":{"type":"string"},"A":{"type":"string"}}}`
	if j := judged(t, "d.jsonl", toolRecord(tools), "", "reading"); j.CodeCounts["TOOL_CASE"] != 1 {
		t.Errorf("found %v, want one TOOL_CASE", j.CodeCounts)
	}
	if j := judged(t, "d.jsonl", openaiRecordOf(asks, answers), "", "reading"); j.CodeCounts["TOOL_CASE"] != 0 {
		t.Errorf("found %v, want no TOOL_CASE", j.CodeCounts)
	}
}

// TestWhatTheFirstRecordsShow: readers fix the columns and their types from the first records of a file. What they take for
// dates, and what Polars does not see in its first hundred, is said of a file of another as of an export.
func TestWhatTheFirstRecordsShow(t *testing.T) {
	plain := openaiRecordOf(asks, answers)
	later := strings.Repeat(plain+"\n", maxFirstRows) + toolRecord(`{"type":"object","properties":{"since":{"type":"string","default":"2026-01-31"}}}`)
	for _, test := range []struct {
		name, file string
		codes      map[string][]string
	}{
		{"a column after a hundred records", later, map[string][]string{"FILE_FIRST_100": {"101"}, "TOOL_DATE": {"/tools/[]/function/parameters/properties/since/default"}}},
		{"the same on top", later[strings.LastIndexByte(later, '\n')+1:] + "\n" + plain, map[string][]string{"TOOL_DATE": {"/tools/[]/function/parameters/properties/since/default"}}},
		{"neither", plain, map[string][]string{}},
	} {
		got := map[string][]string{}
		for _, f := range judged(t, "d.jsonl", test.file, "", "reading").Findings {
			if f.Code == "FILE_FIRST_100" || f.Code == "TOOL_DATE" {
				got[f.Code] = f.Values
			}
		}
		if !maps.EqualFunc(got, test.codes, slices.Equal) {
			t.Errorf("%s: %v, want %v", test.name, got, test.codes)
		}
	}
}
