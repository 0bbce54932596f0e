//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A person drops a folder with everything in it, looks at what came, and takes it back: afterwards the library is what it
// was before, with the conversation that the folder had updated as it was.
func TestUndoImportOfMixedFolder(t *testing.T) {
	h := newHome(t)
	h.loquat(t, "import", mixedFolder(t, h))
	s := h.open(t)
	s.count(1)
	dropFiles(t, filepath.Join(h.dir, "mixed"))
	s.count(sampleCount + 1)
	s.click(button("Report"))
	s.find(within(dialog, `//*[@role="img"][@aria-label="42 found = 41 new + 1 updated + 0 unchanged + 0 skipped + 0 failed"]`))
	s.click(within(dialog, containing("button", "Notes")))
	s.find(within(dialog, containing("li", "notes.txt")))
	s.keys(keyEscape)
	s.gone(dialog)

	s.goImports()
	s.find(containing("td", "41 new, 1 updated"))
	s.click(button("Show conversations of import 2"))
	s.find(button("Remove filter Import 2"))
	s.count(sampleCount + 1)
	s.readRunAndBranch()
	s.keys("f") // a star of one's own is named before it goes
	s.find(containing("*", "added to favorites"))

	s.goImports()
	s.click(button("Undo import 2"))
	for _, sentence := range []string{"41 conversations that it added are removed for ever.", "1 of those removed has a title, tags or a star of yours.",
		"1 conversation that it updated returns to what it was."} {
		s.find(within(dialog, containing("li", sentence)))
	}
	s.click(within(dialog, button("Undo import")))
	s.find(containing("*", "Import 2 is undone: 41 removed, 1 returned to what they were."))
	s.find(containing("td", "Undone"))
	s.click(`//nav//button[starts-with(normalize-space(.), "All")]`)
	s.count(1)
	s.find(containing("*", "No conversation open"))
	s.click(row("Dropped in"))
	s.find(`//article[contains(., "It did.")]`)
	if got := h.loquat(t, "list", "--text", "Lisbon", "--json"); !strings.Contains(got, `"total":0`) {
		t.Errorf("what was removed is still found: %.200s", got)
	}
}

// goImports opens the view of the imports.
func (s *session) goImports() {
	s.t.Helper()
	s.click(`//nav//button[normalize-space(.)="Imports"]`)
	s.find("//table")
}

// readRunAndBranch opens a sub-agent run from the call that started it, and another version of an answer.
func (s *session) readRunAndBranch() {
	s.t.Helper()
	s.open("Reading list for a book club")
	s.click(containing("button", "find_island_novels"))
	s.click(`//article//button[starts-with(normalize-space(.), "Open sub-agent run")]`)
	s.find(`//h2[normalize-space(.)="find_island_novels"]`)
	s.click(button("Clear search"))
	s.open("Eigenvalues with a picture in mind")
	s.click(button("Previous version"))
	s.find(containing("*", "1 of 2"))
}

// mixedFolder makes a folder of conversations of several tools, a later version of one, and a file that holds none, and
// returns the file with the earlier version.
func mixedFolder(t *testing.T, h home) string {
	t.Helper()
	mixed := filepath.Join(h.dir, "mixed")
	if err := os.CopyFS(mixed, os.DirFS("../backend/library/samples")); err != nil {
		t.Fatal(err)
	}
	later := strings.Replace(strings.Replace(dropped, "It did.", "It did, and then some.", 1), "1718000100.5", "1718000200.5", 1)
	earlier := filepath.Join(h.dir, "conversations.json")
	for path, text := range map[string]string{earlier: dropped, filepath.Join(mixed, "later", "conversations.json"): later, filepath.Join(mixed, "notes.txt"): "a note\n"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return earlier
}
