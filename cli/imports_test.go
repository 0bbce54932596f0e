package cli

import (
	"os"
	"strings"
	"testing"
)

// TestUndoFromTheShell walks the way of a person who imported the wrong thing: find the import, look what an undo would do,
// undo it. What was there before must be there again, and a dataset made meanwhile stays.
func TestUndoFromTheShell(t *testing.T) {
	s := newShell(t)
	s.run(exitDone, "import", teaFile(t, 3))
	grown := teaFile(t, 5)
	text, err := os.ReadFile(grown)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(grown, []byte(strings.Replace(string(text), "90", "95", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := s.run(exitDone, "import", grown)
	if !strings.Contains(out, `"loquat imports undo 2" takes it back`) {
		t.Errorf("an import does not say how it is undone:\n%s", out)
	}
	if d := s.json(exitDone, "list", "--import", "2"); d["total"] != 3.0 {
		t.Errorf("import 2 added two and updated one: %v", d)
	}
	s.run(exitDone, "tag", "tea-4", "--add", "mine")
	s.run(exitDone, "export", "--name", "kept", "--file-format", "jsonl", "--import", "2")
	if out, _ := s.run(exitDone, "imports"); !strings.Contains(out, "done") || !strings.Contains(out, grown) {
		t.Errorf("the list of imports is\n%s", out)
	}
	if out, _ := s.run(exitDone, "imports", "show", "2"); !strings.Contains(out, "5 conversations found: 2 new, 1 updated, 2 unchanged") {
		t.Errorf("the report of import 2 is\n%s", out)
	}

	out, _ = s.run(exitDone, "imports", "undo", "2", "--dry-run")
	if want := "Undoing import 2 would mean: 2 conversations removed for ever, 1 returned to what they were, 0 kept"; !strings.Contains(out, want) ||
		!strings.Contains(out, "Among those removed, 1 with a title, tags or a star of yours") {
		t.Errorf("the dry run says\n%s", out)
	}
	if d := s.json(exitDone, "list"); d["total"] != 5.0 {
		t.Errorf("a dry run did something: %v", d["total"])
	}
	d := s.json(exitDone, "imports", "undo", "2")
	if d["removed"] != 2.0 || d["restored"] != 1.0 || d["kept"] != 0.0 || d["dry_run"] != false {
		t.Errorf("undo: %v", d)
	}
	if d := s.json(exitDone, "list"); d["total"] != 3.0 {
		t.Errorf("after the undo there are %v", d["total"])
	}
	if got := at(t, s.json(exitDone, "show", "tea-0"), "rounds", 0, "messages", 1, "tool_calls", 0, "arguments"); got != `{"degrees":90}` {
		t.Errorf("the updated conversation says %v", got)
	}
	if d := s.json(exitDone, "dataset", "preview", "kept"); d["total"] != 3.0 {
		t.Errorf("the dataset has %v records", d["total"])
	}
	if state := at(t, s.json(exitDone, "imports"), "imports", 0, "state"); state != "undone" {
		t.Errorf("import 2 is %v", state)
	}
}

// TestUndoErrors: what cannot be undone is said in one sentence, with the exit code of its kind.
func TestUndoErrors(t *testing.T) {
	s := newShell(t)
	s.run(exitFailed, "imports")
	s.run(exitFailed, "imports", "undo", "1")
	s.run(exitDone, "import", teaFile(t, 1))
	s.run(exitDone, "imports", "undo", "1", "--quiet")
	if _, err := s.run(exitUsage, "imports", "undo", "1"); !strings.Contains(err, "import 1 was undone already") {
		t.Error(err)
	}
	if _, err := s.run(exitFailed, "imports", "show", "7"); !strings.Contains(err, "there is no import 7") {
		t.Error(err)
	}
	s.run(exitUsage, "imports", "undo")
	s.run(exitUsage, "imports", "undo", "one")
	s.run(exitUsage, "imports", "--limit", "0")
	if out, _ := s.run(exitDone, "imports", "--limit", "5"); !strings.Contains(out, "undone") {
		t.Errorf("the list is\n%s", out)
	}
}
