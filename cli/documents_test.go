package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rowKeys = "id source external_id title type status tags model created_at updated_at rounds messages"

// TestDocumentsHaveTheKeysOfTheSpec walks a library through every command with --json: scripts depend on these keys.
func TestDocumentsHaveTheKeysOfTheSpec(t *testing.T) {
	s := newShell(t)
	const reportKeys = "format conversations messages attachments skipped failed unknown notes unknown_files files"
	missing := filepath.Join(t.TempDir(), "gone.zip")
	d := s.json(exitPartly, "import", teaFile(t, 3), missing)
	checkKeys(t, "import", d, "id "+reportKeys)
	checkKeys(t, "import conversations", d["conversations"], "found new updated unchanged skipped failed")
	checkKeys(t, "import attachments", d["attachments"], "kept missing")
	checkKeys(t, "import failed", at(t, d, "failed", 0), "where offset id title reason")
	checkKeys(t, "import file", at(t, d, "files", 0), reportKeys)
	if got := at(t, d, "conversations", "new"); got != 3.0 || at(t, d, "failed", 0, "where") != missing {
		t.Errorf("import: %v new, failed %v", got, d["failed"])
	}

	d = s.json(exitDone, "imports")
	const entryKeys = "id state origin started_at ended_at undone_at paths named format conversations undoable"
	checkKeys(t, "imports", d, "imports")
	checkKeys(t, "import in the list", at(t, d, "imports", 0), entryKeys)
	d = s.json(exitDone, "imports", "show", "1")
	checkKeys(t, "imports show", d, "import report")
	checkKeys(t, "imports show import", d["import"], entryKeys)
	checkKeys(t, "imports show report", d["report"], "id "+reportKeys)
	checkKeys(t, "imports undo", s.json(exitDone, "imports", "undo", "1", "--dry-run"), "import dry_run removed restored kept sub_agents edited watched notes")

	d = s.json(exitDone, "list", "--limit", "2")
	checkKeys(t, "list", d, "total conversations")
	checkKeys(t, "list row", at(t, d, "conversations", 0), rowKeys)
	if d["total"] != 3.0 || len(d["conversations"].([]any)) != 2 {
		t.Errorf("list --limit 2: %v", d)
	}

	d = s.json(exitDone, "show", "tea-0")
	checkKeys(t, "show", d, "id source external_id title type status tags model created_at updated_at rounds branches")
	checkKeys(t, "show round", at(t, d, "rounds", 0), "round agent_name model tools messages")
	checkKeys(t, "show tool", at(t, d, "rounds", 0, "tools", 0), "name description parameters")
	checkKeys(t, "show message", at(t, d, "rounds", 0, "messages", 1), "role content reasoning tool_calls tool_call_id name attachments created_at")
	checkKeys(t, "show call", at(t, d, "rounds", 0, "messages", 1, "tool_calls", 0), "id name arguments")
	if got := at(t, d, "rounds", 0, "messages", 1, "tool_calls", 0, "arguments"); got != `{"degrees":90}` {
		t.Errorf("the arguments are %v, want the text as it was", got)
	}

	checkKeys(t, "tag", s.json(exitDone, "tag", "tea-0", "tea-1", "--add", "green", "--add", "hot"), "changed")
	checkKeys(t, "status", s.json(exitDone, "status", "tea-1", "favorite"), "changed")

	d = s.json(exitDone, "export", "--name", "teas", "--file-format", "jsonl")
	checkKeys(t, "export", d, "dataset file_name file_format data_format records bytes conversations repaired left_out warnings")
	checkKeys(t, "export conversations", d["conversations"], "selected exported left_out")
	d = s.json(exitDone, "dataset", "list")
	checkKeys(t, "dataset list", d, "datasets")
	checkKeys(t, "dataset", at(t, d, "datasets", 0), "name data_format file_format file_name records bytes created_at")
	d = s.json(exitDone, "dataset", "preview", "teas", "--limit", "2")
	checkKeys(t, "preview", d, "dataset records total")
	checkKeys(t, "record", at(t, d, "records", 0), "data_source ability messages tools model conversation_id tools_json")
	zip := filepath.Join(t.TempDir(), "teas.zip")
	checkKeys(t, "download", s.json(exitDone, "dataset", "download", "teas", "--output", zip), "dataset output bytes")
	if about, err := os.Stat(zip); err != nil || about.Size() == 0 {
		t.Errorf("the ZIP: %v", err)
	}
	checkKeys(t, "delete", s.json(exitDone, "dataset", "delete", "teas"), "deleted")
	d = s.json(exitDone, "formats")
	checkKeys(t, "format", at(t, d, "formats", 0), "key name sentence files")
	checkKeys(t, "file format", at(t, d, "formats", 0, "files", 1), "file_format offered sentence")
	checkKeys(t, "version", s.json(exitDone, "version"), "version")
	d = s.json(exitFailed, "show", "nobody")
	checkKeys(t, "error", d, "error")
	checkKeys(t, "error", d["error"], "code message")
}

// TestFindingsAreNamed: an export that had to leave something out ends with 3 and names it in the document.
func TestFindingsAreNamed(t *testing.T) {
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "odd.jsonl")
	text := `{"id":"good","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}` + "\n" +
		`{"id":"mute","messages":[{"role":"user","content":"q without an answer"}]}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(exitDone, "import", path)
	d := s.json(exitPartly, "export", "--name", "odd", "--file-format", "csv")
	checkKeys(t, "finding", at(t, d, "left_out", 0), "conversation_id code turn message")
	if at(t, d, "left_out", 0, "conversation_id") != "mute" || at(t, d, "conversations", "left_out") != 1.0 {
		t.Errorf("left out: %v of %v", d["left_out"], d["conversations"])
	}
}

// TestImportTellsWhatItDidNotUnderstand: a new kind of record is no reason to fail, and none to say nothing.
func TestImportTellsWhatItDidNotUnderstand(t *testing.T) {
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "new.jsonl")
	text := `{"messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"hologram"}]},{"role":"assistant","content":"a"}]}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := s.run(exitDone, "import", path); !strings.Contains(out, "Not understood, kept as it is: ") || !strings.Contains(out, "hologram (1)") {
		t.Errorf("it prints %q", out)
	}
}
