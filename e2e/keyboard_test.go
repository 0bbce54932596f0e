//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// Without a pointer, an import must be possible from the key that asks for it to the button that takes it back, and at
// every step the keyboard must have a place: focus that falls on the page itself is lost.
func TestKeyboardImportReportUndo(t *testing.T) {
	h := newHome(t)
	path := filepath.Join(h.dir, "conversations.json")
	if err := os.WriteFile(path, []byte(dropped), 0o600); err != nil {
		t.Fatal(err)
	}
	s := h.open(t)
	s.tabTo(button("Find on this computer"))
	s.keys("o", keyCtrl)
	s.tabTo(within(dialog, button("Files…")))
	s.keys(keyEnter)
	answerFileDialog(t, "^Import$", path)
	s.focusAt(within(dialog, button("Show conversations")))
	s.keys(keyEnter)
	s.gone(dialog)
	s.find(button("Remove filter Import 1"))
	s.count(1)
	s.keys(keyDown)
	s.find(containing("article", "It did."))

	s.keys("3", keyCtrl)
	s.tabTo(button("Report of import 1"))
	s.keys(keyEnter)
	s.find(within(dialog, `//*[@role="img"][@aria-label="1 found = 1 new + 0 updated + 0 unchanged + 0 skipped + 0 failed"]`))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusAt(button("Report of import 1"))
	s.keys(keyEnter)
	s.tabTo(within(dialog, button("Undo import…")))
	s.keys(keyEnter) // the report gives way to the question
	s.find(within(dialog, containing("li", "1 conversation that it added is removed for ever.")))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusKept("after Esc in the question that a report led to")
	s.tabTo(button("Undo import 1"))
	s.keys(keyEnter)
	s.find(within(dialog, containing("li", "1 conversation that it added is removed for ever.")))
	s.tabTo(within(dialog, button("Undo import")))
	s.keys(keyEnter)
	s.find(containing("td", "Undone"))
	s.focusAt(`//h1[normalize-space(.)="Imports"]`)
	s.keys("1", keyCtrl)
	s.find(containing("h2", "No conversations yet"))
}

// What tools keep here must be found, kept and let go by keys alone; a button that goes away leaves the keyboard in the
// sheet, and the arrow keys go from page to page of it.
func TestKeyboardFindAndWatch(t *testing.T) {
	h := newHome(t)
	h.say(t, 1, 0, "Which tea is green?", "Sencha.")
	s := h.open(t, plainEnv...)
	s.tabTo(button("Find on this computer"))
	s.keys(keyEnter)
	s.find(within(dialog, containing("li", "Claude Code")))
	s.focusKept("when the places are found")
	s.tabTo(within(dialog, `//label[contains(., "Keep watching")]/descendant::input`))
	s.keys(keySpace)
	s.tabTo(within(dialog, button("Look again")))
	s.keys(keyEnter)
	s.focusAt(within(dialog, `//input[@aria-label="Import from Claude Code"]`))
	s.tabTo(within(dialog, button("Import")))
	s.keys(keyEnter)
	s.focusAt(within(dialog, button("Show conversations")))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusKept("after the report")
	s.count(1)

	s.keys("o", keyCtrl)
	s.tabTo(within(dialog, page("Last report")))
	s.keys(keyLeft)
	s.focusAt(within(dialog, page("Watched")))
	s.tabTo(within(dialog, button("Read again: Claude Code")))
	s.keys(keyEnter)
	s.find(within(dialog, `//button[@aria-label="Read again: Claude Code"][@aria-disabled="false"]`))
	s.focusAt(within(dialog, button("Read again: Claude Code")))
	s.tabTo(within(dialog, button("Stop watching: Claude Code")))
	s.keys(keyEnter)
	s.find(within(dialog, containing("p", "No place is watched yet.")))
	s.focusAt(within(dialog, `//*[@role="group"][@aria-label="Watched places"]`))
	s.tabTo(within(dialog, page("Watched")))
	s.keys(keyLeft)
	s.focusAt(within(dialog, page("This computer")))
	s.keys(keyLeft)
	s.focusAt(within(dialog, page("An export")))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusKept("after the sheet")
}

// page is the XPath of the control that turns the import sheet to a page.
func page(name string) string {
	return `//*[@role="radio"][normalize-space(.)=` + quote(name) + `]`
}

// focusAt waits until an element has the focus.
func (s *session) focusAt(xpath string) {
	s.t.Helper()
	target := map[string]string{elementKey: s.find(xpath)}
	s.until("the focus is at "+xpath, func() bool { return s.script("return document.activeElement === arguments[0]", target) == true })
}

// focusKept waits until something in the page has the focus.
func (s *session) focusKept(when string) {
	s.t.Helper()
	s.until("something has the focus "+when, func() bool { return s.script("return document.activeElement !== document.body") == true })
}
