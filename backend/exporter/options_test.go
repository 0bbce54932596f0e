package exporter

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go/format"
	"golang.org/x/tools/txtar"

	"loquat/backend/chat"
)

// TestOptions takes one library through each set of options in testdata/options.txtar: a section's name is the options as
// the window sends them, its text the records and the report. Every file format must hold the same, and the check agree.
func TestOptions(t *testing.T) {
	const path = "testdata/options.txtar"
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := script(t, section(archive, "conversations"))
	for _, f := range archive.Files {
		if f.Name == "conversations" {
			continue
		}
		opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL}
		if err := json.Unmarshal([]byte(f.Name), &opt); err != nil {
			t.Fatal(err)
		}
		records, report := export(t, all, opt)
		expect(t, archive, path, f.Name, records+report)
		format, err := findFormat(opt.DataFormat)
		if err != nil {
			t.Fatal(err)
		}
		for _, choice := range format.Files() {
			if opt.FileFormat = choice.FileFormat; choice.Offered {
				sameEverywhere(t, all, opt, records)
			}
		}
	}
}

// TestNoSuchOption holds that a choice that does not exist, or cannot be, is an error that names what can be chosen.
func TestNoSuchOption(t *testing.T) {
	for _, opt := range []chat.ExportOptions{
		{Reasoning: "loud"}, {ParallelCalls: "two"}, {Branches: "some"}, {Per: "word"}, {System: "replace"}, {Over: "cry"},
		{Spoken: "loud"}, {Duplicates: "twice"}, {Compression: "lz4"},
		{MaxTokens: -1}, {MaxTokens: 10, Tokenizer: "abacus"}, {DataFormat: "markdown", FileFormat: chat.Parquet},
	} {
		opt.Dataset = "tea"
		if opt.FileFormat == "" {
			opt.FileFormat = chat.JSONL
		}
		_, err := Check(t.Context(), 1, conversations(many(1)), opt, 0, nil)
		var known *chat.Error
		if !errors.As(err, &known) || known.Code != chat.CodeBadRequest || known.Advice == "" {
			t.Errorf("%+v: %v", opt, err)
		}
	}
}

// TestEveryFormatSaysWhatItIs holds that the form has a name, a sentence and a word on each file format to show.
func TestEveryFormatSaysWhatItIs(t *testing.T) {
	for _, f := range Formats {
		if f.Key == "" || f.Name == "" || !strings.HasSuffix(f.Sentence, ".") || len(f.Files()) != len(fileFormats) {
			t.Errorf("%+v", f)
		}
		for _, choice := range f.Files() {
			if !choice.Offered && choice.Sentence == "" {
				t.Errorf("%s in %s is refused without a word", f.Key, choice.FileFormat)
			}
		}
	}
}

// TestMistralIDs holds the rule of Mistral's templates: nine letters and digits, none twice in a record, one that is
// right already kept.
func TestMistralIDs(t *testing.T) {
	d := &draft{source: &chat.Conversation{ExternalID: "c"}, turns: []turn{
		{role: roleFunctionCall, calls: []call{{id: "call_1"}, {id: "Abc012xyz"}, {}}}, {role: roleTool}, {role: roleTool}, {role: roleTool},
		{role: roleFunctionCall, calls: []call{{id: "call_1"}}}, {role: roleTool, callID: "call_1"},
	}}
	d.shortenIDs()
	seen := map[string]bool{}
	for _, i := range []int{1, 2, 3, 5} {
		id := d.turns[i].callID
		if len(id) != 9 || strings.Trim(id, mistralLetters) != "" || seen[id] {
			t.Errorf("the id %q", id)
		}
		seen[id] = true
	}
	if d.turns[2].callID != "Abc012xyz" || d.turns[5].callID != d.turns[4].calls[0].id {
		t.Errorf("%+v", d.turns)
	}
}

// TestSpokenBeforeCalls holds the form in which LLaMA-Factory (0.9.4) takes a text before a call, that a text with the mark
// of a call keeps its place, and that a thought stands before both.
func TestSpokenBeforeCalls(t *testing.T) {
	all := script(t, `conversation {"id":"c"}
user "a"
assistant "Let me look." {"calls":[["1","f","{\"a\":\"<b>\"}"]],"reasoning":"hm"}
tool "x" {"call":"1"}
assistant "It is <tool_call>." {"calls":[["2","f","{}"]]}
tool "y" {"call":"2"}
assistant "b"
`)
	opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, DataFormat: "sharegpt", Spoken: "inline", Reasoning: "inline"}
	records, report := export(t, all, opt)
	for _, want := range []string{
		`"value":"<think>\nhm\n</think>\n\nLet me look.\n<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"\\u003cb\\u003e\"}}</tool_call>"`,
		`"value":"{\"name\": \"f\", \"arguments\": {}}"`,
	} {
		if !strings.Contains(records, want) {
			t.Errorf("%s\nhas no %s", records, want)
		}
	}
	if !strings.Contains(report, "SPOKEN_CALL") || !strings.Contains(report, "TEXT_OUT") {
		t.Errorf("%s", report)
	}
	for _, opt.FileFormat = range fileFormats {
		agrees(t, "spoken", all, opt)
	}
}

// TestDuplicatesAreLeftOut holds that a record with the same messages as an earlier one goes when a person wants that, and is
// counted; else it is told only.
func TestDuplicatesAreLeftOut(t *testing.T) {
	all := slices.Concat(many(3), many(2))
	for choice, want := range map[string]int{"": 5, "leave_out": 3} {
		opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, Duplicates: choice}
		r, err := Check(t.Context(), len(all), conversations(all), opt, 0, nil)
		if err != nil || r.Report.Records != want || r.Report.CodeCounts["DUPLICATE"] != 2 || r.Report.LeftOutRecords != 5-want ||
			r.Report.Conversations.LeftOut != 5-want {
			t.Errorf("%q: %+v, %v", choice, r.Report, err)
		}
	}
}

// TestParquetCompression holds that the codec a person chose is that of every column.
func TestParquetCompression(t *testing.T) {
	for choice, want := range map[string]format.CompressionCodec{"": format.Snappy, "zstd": format.Zstd} {
		dir := t.TempDir()
		r, err := Write(t.Context(), dir, 3, conversations(many(3)), chat.ExportOptions{Dataset: "tea", FileFormat: chat.Parquet, Compression: choice}, nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(dir, r.FileName))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		table, err := openTable(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Metadata().RowGroups[0].Columns {
			if c.MetaData.Codec != want {
				t.Errorf("%q: the codec is %v", choice, c.MetaData.Codec)
			}
		}
	}
}

// TestHiddenInAllBranches holds that a conversation in which nothing is to be seen is named as left out also when every
// branch is asked for: it would be missing without a word.
func TestHiddenInAllBranches(t *testing.T) {
	all := script(t, `conversation {"id":"seen"}
		user "A?"
		assistant "One."
		conversation {"id":"unseen"}
		user "B?" {"hidden":true}
		assistant "Two." {"hidden":true}`)
	for _, branches := range []string{"view", "all"} {
		_, report := export(t, all, chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, Branches: branches})
		if !strings.Contains(report, "unseen: There is no user turn") {
			t.Errorf("branches %s: the report does not name what is left out:\n%s", branches, report)
		}
	}
}
