package exporter

import (
	"context"
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
