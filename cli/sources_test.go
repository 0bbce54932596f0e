package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// atHome makes a home with one session of Claude Code in it, and returns the folder that holds it.
func atHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DATA_DIR", "LLM_USER_PATH"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	dir := filepath.Join(home, ".claude", "projects")
	if err := os.MkdirAll(filepath.Join(dir, "tea"), 0o700); err != nil {
		t.Fatal(err)
	}
	say(t, dir, `{"type":"user","uuid":"u1","parentUuid":null,"sessionId":"s1","timestamp":"2026-05-12T10:00:01Z","message":{"role":"user","content":"Which tea?"}}`)
	say(t, dir, `{"type":"assistant","uuid":"u2","parentUuid":"u1","sessionId":"s1","timestamp":"2026-05-12T10:00:02Z","message":{"role":"assistant","content":"Green."}}`)
	return dir
}

// say adds a line to the session.
func say(t *testing.T, dir, line string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "tea", "01234567-89ab-cdef-0123-456789abcdef.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(line + "\n"); err != nil {
		t.Fatal(err)
	}
}

// TestSources walks a place through the shell: listed without a library, imported and kept, read again, let go. Scripts
// depend on the keys.
func TestSources(t *testing.T) {
	dir := atHome(t)
	s := newShell(t)
	const watchedKeys = "path source added_at read_at import state error"
	d := s.json(exitDone, "sources")
	checkKeys(t, "sources", d, "sources found problems watched")
	checkKeys(t, "source", at(t, d, "sources", 0), "key name give")
	checkKeys(t, "found", at(t, d, "found", 0), "source name path files bytes changed more watched")
	if _, err := os.Stat(s.dir); err == nil || at(t, d, "found", 0, "path") != dir || at(t, d, "found", 0, "watched") != false {
		t.Errorf("looking must make no library, and find the place: %v", d["found"])
	}
	for _, source := range d["sources"].([]any) {
		if strings.TrimSpace(at(t, source, "give").(string)) == "" {
			t.Errorf("%v says not what to give it", source)
		}
	}

	d = s.json(exitDone, "import", "--found", "claude_code", "--watch")
	if at(t, d, "conversations", "new") != 1.0 {
		t.Errorf("import --found: %v", d)
	}
	d = s.json(exitDone, "sources")
	checkKeys(t, "watched", at(t, d, "watched", 0), watchedKeys)
	if at(t, d, "found", 0, "watched") != true || at(t, d, "watched", 0, "source") != "claude_code" || at(t, d, "watched", 0, "state") != "read" {
		t.Errorf("it is not kept: %v", d)
	}
	if _, told := s.run(exitDone, "sources", "read"); !strings.Contains(told, "nothing has changed") {
		t.Errorf("it says %q", told)
	}
	say(t, dir, `{"type":"user","uuid":"u3","parentUuid":"u2","sessionId":"s1","timestamp":"2026-05-12T10:00:03Z","message":{"role":"user","content":"Hot?"}}`)
	if d = s.json(exitDone, "sources", "read"); at(t, d, "conversations", "updated") != 1.0 {
		t.Errorf("sources read: %v", d)
	}
	if d = s.json(exitDone, "sources", "read", "--all"); at(t, d, "conversations", "unchanged") != 1.0 {
		t.Errorf("sources read --all: %v", d)
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if _, told := s.run(exitPartly, "sources", "read"); !strings.Contains(told, dir) {
		t.Errorf("a place that has gone is told as %q", told)
	}
	if out, _ := s.run(exitDone, "sources"); !strings.Contains(out, dir) || !strings.Contains(out, "missing") {
		t.Errorf("it prints %q", out)
	}
	checkKeys(t, "unwatch", s.json(exitDone, "sources", "unwatch", dir), "watched")
	s.run(exitFailed, "sources", "unwatch", dir)
	d = s.json(exitDone, "sources", "watch", t.TempDir())
	checkKeys(t, "watch", at(t, d, "watched", 0), watchedKeys)
}

// TestImportFoundNamesWhatIsNotThere: a script that asks for a tool must learn that it is not here.
func TestImportFoundNamesWhatIsNotThere(t *testing.T) {
	atHome(t)
	s := newShell(t)
	if _, told := s.run(exitFailed, "import", "--found", "claude_code", "codex"); !strings.Contains(told, "codex") || strings.Contains(told, "claude_code") {
		t.Errorf("it says %q", told)
	}
	s.run(exitUsage, "import")
	s.run(exitUsage, "import", "--watch", "x")
}
