//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// Without a pointer, an export must be possible from the selection to the deleted dataset: the check's findings lead to the
// turn concerned and back to the form as it was left, what a data format refuses is said before, and no step loses the focus.
func TestKeyboardExport(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	s.samples()
	s.keys("a", keyCtrl)
	s.keys("e", keyCtrl)
	s.focusAt(within(dialog, field("Dataset name")))
	s.keys("a", keyCtrl)
	s.keys("by keyboard")
	s.openFinding("records repaired", "Empty answer")
	s.goBackToExport()
	s.choosePages()

	s.tabTo(within(dialog, button("Confirm Export")))
	s.keys(keyEnter)
	s.focusAt(within(dialog, button("Download ZIP…")))
	s.keys(keyEnter)
	path := filepath.Join(h.dir, "pages.zip")
	answerFileDialog(t, "Save", path)
	s.until("the ZIP is there", func() bool { _, err := os.Stat(path); return err == nil })
	s.find(within(dialog, containing("p", "pages.zip")))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusKept("after the export")

	s.lookAndDelete("by keyboard")
}

// openFinding unfolds a part of the check and a group of it, and opens its first finding: the reader has the focus then, at
// the turn concerned.
func (s *session) openFinding(part, group string) {
	s.t.Helper()
	for _, fold := range []string{part, group} {
		s.tabTo(within(dialog, containing("button", fold)))
		s.keys(keyEnter)
	}
	s.find(within(dialog, containing("code", "EMPTY_ANSWER")))
	s.tabTo(within(dialog, containing("li", "is an empty answer")+"/button"))
	s.keys(keyEnter)
	s.gone(dialog)
	turn := s.find(`//article[@aria-current="true"][contains(., "No text")]`)
	s.until("the turn is in view", func() bool {
		return s.script("const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight", map[string]string{elementKey: turn}) == true
	})
	s.focusAt(`//section[descendant::*[@role="feed"]]`)
}

// goBackToExport opens the sheet again; it is as it was left.
func (s *session) goBackToExport() {
	s.t.Helper()
	s.find(button("Back to the export"))
	s.keys("e", keyCtrl)
	name := map[string]string{elementKey: s.find(within(dialog, field("Dataset name")))}
	s.until("the name is kept", func() bool { return s.script("return arguments[0].value", name) == "by keyboard" })
}

// choosePages chooses CSV, is told who cannot train from it and takes the advice, then Markdown, whose records are pages.
func (s *session) choosePages() {
	s.t.Helper()
	s.tabTo(within(dialog, `//*[@role="radio"][@aria-checked="true"][contains(., "JSONL")]`))
	s.keys(keyDown)
	s.find(within(dialog, containing("p", "For LLaMA-Factory, this data format must be in another file format.")))
	s.tabTo(within(dialog, button("Use “JSONL”")))
	s.keys(keyEnter)
	s.focusAt(within(dialog, `//*[@role="region"][@aria-label="Records"]`))
	s.find(within(dialog, `//*[@role="radio"][@aria-checked="true"][contains(., "JSONL")]`))
	s.tabTo(`//*[@id=//label[normalize-space(.)="Data format"]/@for]`)
	s.keys(keyEnter)
	s.keys("Mark") // the first letters of a choice lead to it
	s.keys(keyEnter)
	s.find(within(dialog, `//*[@role="radio"][@aria-disabled="true" or @disabled][contains(., "CSV")]`))
	s.find(within(dialog, `//button[@aria-label="Check for: Reading"]`))
	s.find(within(dialog, containing("p", "41 records ready")))
}

// lookAndDelete looks at a dataset's records and deletes it for ever.
func (s *session) lookAndDelete(name string) {
	s.t.Helper()
	s.keys("2", keyCtrl)
	s.tabTo(button("Preview " + name))
	s.keys(keyEnter)
	s.find(within(dialog, containing("p", "Record 1 of 20")))
	s.keys(keyRight)
	s.find(within(dialog, containing("p", "Record 2 of 20")))
	s.keys(keyEscape)
	s.gone(dialog)
	s.focusAt(button("Preview " + name))
	s.tabTo(button("Delete " + name))
	s.keys(keyEnter)
	s.tabTo(within(dialog, button("Delete for ever")))
	s.keys(keyEnter)
	s.find(containing("p", "No dataset yet"))
	s.focusAt(`//h1[normalize-space(.)="Datasets Management"]`)
}
