package exporter

import (
	"strings"
	"testing"
)

// TestLoneSurrogate holds what is half of a pair and what only looks like it: a whole pair, an escaped backslash before a u,
// an escape that is cut off.
func TestLoneSurrogate(t *testing.T) {
	for json, want := range map[string]bool{
		`"plain"`: false, `"\ud83d\ude00"`: false, `"\uD83D\uDE00\n"`: false, `"\\ud800"`: false, `"\u00e9"`: false, `"\ud8`: false, `"\`: false,
		`"\ud800"`: true, `"\uDC00"`: true, `"\ud83d \ude00"`: true, `"\ud83d\n"`: true, `"\ud83d\ud83d\ude00"`: true, `"\\\ud800"`: true,
	} {
		if got := loneSurrogate([]byte(json)); got != want {
			t.Errorf("%s: %v, want %v", json, got, want)
		}
	}
}

// TestLoneSurrogateInAFileIsJudged: B16 of EXPORT.md; pyarrow does not load a JSONL with one, so that no record is ready, and
// the record's turn is named. In a CSV it stands in a text that only the trainer decodes.
func TestLoneSurrogateInAFileIsJudged(t *testing.T) {
	bad := strings.Replace(answers, `"a"`, `"half \ud83d"`, 1)
	j := judged(t, "d.jsonl", otherRecord(asks+","+answers, "")+"\n"+otherRecord(asks+","+bad, ""), "", "trl")
	if j.Loads || j.Ready != 0 || j.Sound != 1 || j.CodeCounts["LONE_SURROGATE"] != 1 || j.CodeCounts["BAD_TEXT"] != 1 {
		t.Errorf("JSONL: loads %v, %d ready, %d sound, %v", j.Loads, j.Ready, j.Sound, j.CodeCounts)
	}
	for _, f := range j.Findings {
		if f.Code == "BAD_TEXT" && (f.Record != 2 || f.Turn != 2) {
			t.Errorf("found in record %d, turn %d", f.Record, f.Turn)
		}
	}
	cell := `"` + strings.ReplaceAll("["+asks+","+bad+"]", `"`, `""`) + `"`
	j = judged(t, "d.csv", "messages\r\n"+cell+"\r\n", "", "axolotl")
	if !j.Loads || j.Sound != 0 || j.CodeCounts["BAD_TEXT"] != 1 {
		t.Errorf("CSV: loads %v, %d sound, %v", j.Loads, j.Sound, j.CodeCounts)
	}
}
