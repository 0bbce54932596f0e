//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// plainEnv takes away what would lead a program elsewhere than into the made-up home.
var plainEnv = []string{"CLAUDE_CONFIG_DIR=", "CODEX_HOME=", "DATA_DIR=", "LLM_USER_PATH=", "AIDER_CHAT_HISTORY_FILE=", "GEMINI_CLI_HOME="}

// say appends a turn to a session of Claude Code in this home; its question is the title.
func (h home) say(t *testing.T, session, turn int, question, answer string) {
	t.Helper()
	path := filepath.Join(h.dir, ".claude", "projects", "-home-ada-tea", fmt.Sprintf("%08d-89ab-cdef-0123-456789abcdef.jsonl", session))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	parent := "null"
	for i, m := range []struct{ role, text string }{{"user", question}, {"assistant", answer}} {
		n := 2*turn + i
		if n > 0 {
			parent = fmt.Sprintf(`"s%d-%d"`, session, n-1)
		}
		_, err := fmt.Fprintf(f, `{"type":%[1]q,"uuid":"s%[2]d-%[3]d","parentUuid":%[4]s,"sessionId":"s%[2]d","timestamp":"2026-05-12T10:%02[5]d:%02[3]dZ","message":{"role":%[1]q,"content":%[6]q}}`+"\n",
			m.role, session, n, parent, session, m.text)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A tool's sessions are found, imported and kept; what it writes later comes by itself, while the window is open and at
// the next start, and what it deletes stays.
func TestFindAndWatch(t *testing.T) {
	h := newHome(t)
	h.say(t, 1, 0, "Which tea is green?", "Sencha.")
	s := h.open(t, plainEnv...)
	s.click(button("Find on this computer"))
	s.find(within(dialog, containing("li", "Claude Code")))
	s.find(within(dialog, containing("li", "1 file")))
	s.axe(t, "found on this computer")
	s.click(within(dialog, containing("label", "Keep watching")))
	s.click(within(dialog, button("Import")))
	s.find(within(dialog, `//*[@role="img"][@aria-label="1 found = 1 new + 0 updated + 0 unchanged + 0 skipped + 0 failed"]`))
	s.click(within(dialog, button("Show conversations")))
	s.count(1)
	s.click(button("Clear all")) // the list shows what the import brought, and no more

	h.say(t, 2, 0, "Which tea is black?", "Assam.")
	s.count(2)
	s.click(row("Which tea is green?"))
	s.find(containing("article", "Sencha."))
	h.say(t, 1, 1, "And which is cold?", "Iced.")
	s.find(containing("article", "Iced."))
	if len(s.all(dialog)) > 0 {
		t.Error("what comes by itself opens a dialog")
	}

	h.close(t)
	h.say(t, 3, 0, "Which tea is white?", "Silver Needle.")
	if err := os.Remove(filepath.Join(h.dir, ".claude/projects/-home-ada-tea/00000002-89ab-cdef-0123-456789abcdef.jsonl")); err != nil {
		t.Fatal(err)
	}
	s = h.open(t, plainEnv...)
	s.count(3)
	s.find(row("Which tea is black?"))
	s.click(button("Settings"))
	s.click(button("Watched places…"))
	s.find(within(dialog, containing("li", "Last read")))
	s.axe(t, "watched places")
	s.click(within(dialog, button("Read again: Claude Code")))
	s.click(within(dialog, button("Stop watching: Claude Code")))
	s.find(within(dialog, containing("p", "No place is watched yet.")))
}
