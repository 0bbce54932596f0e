//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/bench/gen"
)

// Choosing files is how most people import. One broken conversation must cost itself only, and the report must name it.
func TestImportByDialogWithReport(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	path := filepath.Join(h.dir, "conversations.json")
	broken := strings.TrimSuffix(dropped, "]") + `,{"title":"Broken in two","mapping":7}]`
	if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	s.click(button("Import…"))
	s.click(within(dialog, button("Files…")))
	answerFileDialog(t, "^Import$", path)
	s.find(within(dialog, `//*[@role="img"][@aria-label="2 found = 1 new + 0 updated + 0 unchanged + 1 skipped + 0 failed"]`))
	s.click(within(dialog, containing("button", "1 conversation skipped")))
	s.find(within(dialog, containing("li", "Broken in two")))
	s.axe(t, "import report")
	s.click(within(dialog, button("Show conversations")))
	s.gone(dialog)
	s.count(1)
}

// Cancel must end an import at once, keep what was read, and leave a library that the same file completes.
func TestCancelImport(t *testing.T) {
	h := newHome(t)
	path := filepath.Join(h.dir, "conversations.json")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	made, err := gen.Write(f, 60e6, 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s := h.open(t)
	dropFiles(t, path)
	s.click(`//nav//button[normalize-space(.)="Cancel"]`)
	s.find(containing("*", "Import cancelled."))
	s.gone(`//nav//button[normalize-space(.)="Cancel"]`)
	var kept int
	_, _ = fmt.Sscan(s.text(`//nav//button[starts-with(normalize-space(.), "All")]/span[last()]`), &kept)
	if kept >= made.Conversations {
		t.Fatalf("%d of %d conversations are there: the import was not cancelled", kept, made.Conversations)
	}
	h.kill("TERM")
	h.loquat(t, "import", path)
	if got := h.loquat(t, "list", "--limit", "1", "--json"); !strings.Contains(got, fmt.Sprintf(`"total":%d`, made.Conversations)) {
		t.Errorf("the same file again must complete the library to %d conversations: %.200s", made.Conversations, got)
	}
}
