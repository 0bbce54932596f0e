package exporter

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"loquat/backend/chat"
)

// TestColumnsOfArgumentsStandFirst holds that the first call with an argument stands before plain records in each of
// the columns "prompt" and "completion", though the other column showed the argument before: readers fix the types of
// each column by what a file begins with, and Polars gave null for the value, datasets stopped, when it came late.
func TestColumnsOfArgumentsStandFirst(t *testing.T) {
	all := script(t, `conversation {"id":"in the prompt"}
user "a"
assistant "" {"calls":[["1","f","{\"limit\":1}"]]}
tool "x" {"call":"1"}
assistant "b"
user "c"
assistant "d"
conversation {"id":"plain"}
user "a"
assistant "plain"
conversation {"id":"in the completion"}
user "a"
assistant "" {"calls":[["1","f","{\"limit\":2}"]]}
tool "x" {"call":"1"}
assistant "b"
conversation {"id":"shows nothing new"}
user "a"
assistant "" {"calls":[["1","f","{\"limit\":3}"]]}
tool "x" {"call":"1"}
assistant "b"
`)
	dir := t.TempDir()
	opt := chat.ExportOptions{Dataset: "d", FileName: "f", FileFormat: chat.JSONL, DataFormat: "trl_prompt"}
	if _, err := Write(context.Background(), dir, len(all), conversations(all), opt, nil); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, "f.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range []string{`"limit":1`, `"limit":2`, `"plain"`, `"limit":3`} {
		if lines := bytes.Split(file, []byte("\n")); !bytes.Contains(lines[line], []byte(want)) {
			t.Errorf("record %d is %s, without %s", line+1, lines[line], want)
		}
	}
}
