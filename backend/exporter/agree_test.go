package exporter

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// randomOptions makes any choice of every option, the defaults among them.
func randomOptions(r *rand.Rand, format string) chat.ExportOptions {
	pick := func(values ...string) string { return values[r.IntN(len(values))] }
	opt := chat.ExportOptions{
		Dataset: "tea", DataFormat: format, AsRecorded: r.IntN(2) == 0,
		Reasoning: pick("", "omit", "field", "inline"), ParallelCalls: pick("", "one", "keep"), Branches: pick("", "view", "all"),
		Per: pick("", "conversation", "answer"), System: pick("", "keep", "drop", "replace"), Over: pick("", "leave_out", "cut"),
		Tokenizer: pick("", "o200k_base", "cl100k_base"), MistralIDs: r.IntN(2) == 0, AttachmentText: r.IntN(2) == 0,
	}
	opt.Spoken, opt.Duplicates, opt.Compression = pick("", "inline"), pick("", "leave_out"), pick("", "zstd")
	if opt.System == "replace" {
		opt.SystemText = "Be brief."
	}
	if r.IntN(3) == 0 {
		opt.MaxTokens = 30 + r.IntN(200)
	}
	return opt
}

// TestCheckOfTheFileIsTheCheckOfTheExport takes random libraries through every data format and file format with any
// choice of options: the report adds up, the check reports the same, and the file that is written is judged as the report
// says of every target, also when its data format has to be recognised. A person may so trust either.
func TestCheckOfTheFileIsTheCheckOfTheExport(t *testing.T) {
	const rounds = 3
	for _, f := range Formats {
		t.Run(f.Key, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(rounds) {
				r := rand.New(rand.NewPCG(seed, 11))
				var all []*chat.Conversation
				for i := range 15 {
					all = append(all, randomConversation(r, i), randomTree(r, 100+i))
				}
				opt := randomOptions(r, f.Key)
				for _, file := range f.Files() {
					if opt.FileFormat = file.FileFormat; file.Offered {
						agrees(t, fmt.Sprintf("seed %d, %+v", seed, opt), all, opt)
					}
				}
			}
		})
	}
}

// TestWhereTheChecksDisagreed keeps what random libraries showed: a call behind its thought, an answer that is nothing but a
// thought, one that is nothing but a NUL, and turns that are cut off.
func TestWhereTheChecksDisagreed(t *testing.T) {
	all := script(t, `conversation {"id":"thinks before a call"}
user "a"
assistant "" {"calls":[["1","f","{}"]],"reasoning":"hm"}
tool "x" {"call":"1"}
assistant "b"
conversation {"id":"only thinks"}
user "a"
assistant "" {"reasoning":"hm"}
conversation {"id":"NUL"}
user "a"
assistant "\u0000"
conversation {"id":"cut"}
user "a"
assistant "b"
user "a picture and many words, more of them than a record may have" {"files":["image/png"]}
`)
	for _, opt := range []chat.ExportOptions{
		{AsRecorded: true, Reasoning: "inline"}, {Reasoning: "inline"}, {DataFormat: "sharegpt", AsRecorded: true, Reasoning: "inline"},
		{DataFormat: "alpaca"}, {AsRecorded: true, MaxTokens: 30, Over: "cut"},
	} {
		opt.Dataset = "tea"
		for _, opt.FileFormat = range fileFormats {
			agrees(t, fmt.Sprintf("%+v", opt), all, opt)
		}
	}
	r, err := Check(t.Context(), 1, conversations(all[3:]), chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, AsRecorded: true, MaxTokens: 20, Over: "cut"}, 1, nil)
	if err != nil || r.Report.CodeCounts["CUT_LONG"] != 1 || r.Report.CodeCounts["END"]+r.Report.CodeCounts["ATTACHMENT"] != 0 {
		t.Errorf("findings about turns that are cut off: %v, %v", r.Report.CodeCounts, err)
	}
}

// agrees writes the file, checks it, and judges it for every target.
func agrees(t *testing.T, name string, all []*chat.Conversation, opt chat.ExportOptions) {
	t.Helper()
	dir := t.TempDir()
	report, err := Write(t.Context(), dir, len(all), conversations(all), opt, nil)
	checked, checkErr := Check(t.Context(), len(all), conversations(all), opt, 0, nil)
	addsUp(t, name, report)
	if (err == nil) != (checkErr == nil) {
		t.Fatalf("%s: the export says %v, the check %v", name, err, checkErr)
	}
	if err != nil {
		return
	}
	if checked.Report.Bytes = report.Bytes; !reflect.DeepEqual(report, checked.Report) {
		t.Errorf("%s: the check says\n%s\nthe export\n%s", name, reportText(checked.Report), reportText(report))
	}
	for _, ready := range report.Ready {
		for _, format := range []string{opt.DataFormat, ""} {
			judged, err := Judge(t.Context(), os.DirFS(dir), "", format, ready.Target.Key, nil)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if j := judged[0]; j.Records != report.Records || ready.Reason == "" && j.Ready != ready.Records || format != "" && j.Reason != ready.Reason {
				t.Errorf("%s, for %s, data format %q: the export says %d of %d (%s), the file %d of %d (%s): %v", name, ready.Target.Key, format,
					ready.Records, report.Records, ready.Reason, j.Ready, j.Records, j.Reason, j.CodeCounts)
			}
		}
	}
}

// addsUp holds that the numbers of a report are those of its lists, and add up.
func addsUp(t *testing.T, name string, r chat.ExportReport) {
	t.Helper()
	counts := map[string]int{}
	for _, list := range [][]chat.Finding{r.Repaired, r.LeftOut, r.Warnings} {
		for _, f := range list {
			counts[f.Code]++
		}
	}
	c := r.Conversations
	if c.Selected != c.Exported+c.LeftOut || len(r.LeftOut) != r.LeftOutRecords || r.RepairedRecords > r.Records || !reflect.DeepEqual(counts, r.CodeCounts) {
		t.Errorf("%s: the report does not add up: %s", name, reportText(r))
	}
	for _, ready := range r.Ready {
		if ready.Records > r.Records {
			t.Errorf("%s: %+v of %d records", name, ready, r.Records)
		}
	}
}
