package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckSaysWhatATargetTakes: the numbers of "loquat check" are those of the export, for the target named; a person
// counts on them before a GPU is rented.
func TestCheckSaysWhatATargetTakes(t *testing.T) {
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "odd.jsonl")
	text := `{"id":"good","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}` + "\n" +
		`{"id":"open","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"and?"}]}` + "\n" +
		`{"id":"mute","messages":[{"role":"user","content":"q without an answer"}]}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(exitDone, "import", path)
	d := s.json(exitPartly, "check")
	checkKeys(t, "check", d, "target reason advice data_format file_format records ready repaired_records left_out_records conversations code_counts repaired left_out warnings")
	checkKeys(t, "finding", at(t, d, "left_out", 0), "conversation_id code turn message level")
	if d["records"] != 2.0 || d["ready"] != 2.0 || d["repaired_records"] != 1.0 || d["left_out_records"] != 1.0 {
		t.Errorf("check: %v", d)
	}
	d = s.json(exitPartly, "check", "--as-recorded", "--id", "good", "--id", "open")
	if d["records"] != 2.0 || d["ready"] != 1.0 {
		t.Errorf("as recorded the turn without an answer stays, and LLaMA-Factory skips the record: %v", d)
	}
	d = s.json(exitPartly, "check", "--target", "openai", "--id", "good")
	if d["ready"] != 0.0 || d["advice"] != "openai" {
		t.Errorf("OpenAI does not read the data format standard: %v", d)
	}
	s.run(exitDone, "check", "--target", "openai", "--data-format", "openai", "--id", "good")
	out, _ := s.run(exitPartly, "check")
	if want := "2 records ready for LLaMA-Factory · 1 repaired (END 1) · 1 left out (NOTHING_TO_LEARN 1)\n"; !strings.HasPrefix(out, want) {
		t.Errorf("check prints %q, want first %q", out, want)
	}
	if _, said := s.run(exitUsage, "check", "--target", "abacus"); !strings.Contains(said, "llama-factory") {
		t.Errorf("an unknown target: %q", said)
	}
	if d := s.json(exitDone, "dataset", "list"); len(d["datasets"].([]any)) != 0 {
		t.Errorf("a check leaves a dataset: %v", d)
	}
}

// TestCheckJudgesAFileOfOthers: a dataset made elsewhere is judged without a library, from a file, a folder and a ZIP; the
// numbers add up, and each finding names its record.
func TestCheckJudgesAFileOfOthers(t *testing.T) {
	s := newShell(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "d.jsonl")
	text := `{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}` + "\n" +
		`{"messages":[{"role":"user","content":"q"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}` + "\n" +
		`{"messages":[{"role":"user","content":"q"},{"role":"function_call","content":"hm"}]}` + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said := s.run(exitFailed, "check", dir); !strings.Contains(said, "dataset_info.json") {
		t.Errorf("a folder without dataset_info.json: %q", said)
	}
	d := s.json(exitPartly, "check", file)
	one := at(t, d, "files", 0)
	checkKeys(t, "file", one, "file dataset target reason advice data_format file_format loads records ready sound skipped stopping code_counts findings")
	checkKeys(t, "finding", at(t, one, "findings", 0), "conversation_id code turn message level record")
	for key, want := range map[string]float64{"records": 3, "ready": 1, "skipped": 1, "stopping": 1} {
		if at(t, one, key) != want {
			t.Errorf("%s is %v, want %v", key, at(t, one, key), want)
		}
	}
	out, _ := s.run(exitPartly, "check", file)
	for _, want := range []string{"1 of 3 records ready for LLaMA-Factory · 1 would be skipped · 1 would stop the run\n", "Record 2: ORDER: ", "Record 3: CALL_NO_JSON: "} {
		if !strings.Contains(out, want) {
			t.Errorf("check prints %q, want %q in it", out, want)
		}
	}
	s.run(exitUsage, "check", file, "--tag", "t")
	s.run(exitUsage, "check", file, "--data-format", "nonesuch")
	s.run(exitFailed, "check", filepath.Join(dir, "gone.jsonl"))
	if _, err := os.Stat(s.dir); err == nil {
		t.Error("the check made a library")
	}

	s.run(exitDone, "import", teaFile(t, 3))
	s.run(exitDone, "export", "--name", "teas", "--file-format", "parquet")
	zip := filepath.Join(dir, "teas.zip")
	s.run(exitDone, "dataset", "download", "teas", "--output", zip)
	d = s.json(exitDone, "check", zip)
	if at(t, d, "files", 0, "ready") != 3.0 || at(t, d, "files", 0, "dataset") != "teas" {
		t.Errorf("our own ZIP: %v", d)
	}
}
