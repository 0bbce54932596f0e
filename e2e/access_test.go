//go:build e2e

package e2e

import (
	"testing"
	"time"
)

// theme chooses light or dark in the settings, as a person does.
func (s *session) theme(name string) {
	s.t.Helper()
	s.click(button("Settings"))
	s.click(`//*[@role="radio"][normalize-space(.)="` + name + `"]`)
	s.keys(keyEscape)
	s.gone(dialog)
}

// screen is a state of the window: how to get there from the list, and how to leave it.
type screen struct {
	name  string
	enter func(s *session)
}

// closeDialog leaves whatever a screen opened.
func (s *session) closeDialog() {
	s.t.Helper()
	for range 4 {
		if len(s.all(dialog)) == 0 {
			return
		}
		s.keys(keyEscape)
		time.Sleep(250 * time.Millisecond) // the dialog fades
	}
	s.gone(dialog)
}

// screens are all the places a person can be, in an order in which each can be reached from the one before.
var screens = []screen{
	{"reader", func(s *session) { s.click(row("Lisbon with a pram")); s.find("//article") }},
	{"agent with tools", func(s *session) { s.click(row("Last tram home")); s.find("//article") }},
	{"rename", func(s *session) { s.keys("r"); s.find(within(dialog, field("Title"))) }},
	{"tags", func(s *session) { s.keys("t"); s.find(within(dialog, field("Add a tag"))) }},
	{"selection's menu", func(s *session) { s.click(button("More actions")); s.find(`//*[@role="menu"]`) }},
	{"toast over a dialog", func(s *session) {
		s.keys(keyEscape)
		s.gone(`//*[@role="menu"]`)
		s.keys("f")
		s.find(button("Undo"))
		s.click(button("Import…"))
		s.find(dialog)
	}},
	{"search in the whole text", func(s *session) {
		s.fill(`//input[@role="searchbox"]`, "tram")
		s.click(`//*[@aria-label="Search in" or contains(@aria-label, "Search in")]`)
		s.click(containing(`*[@role="option"]`, "Whole text"))
		s.find("//mark")
	}},
	{"nothing matches", func(s *session) {
		s.fill(`//input[@role="searchbox"]`, "zzzz-nothing")
		s.find(containing("*", "Nothing matches"))
	}},
	{"dates", func(s *session) {
		s.click(button("Clear all"))
		s.click(button("Date"))
		s.find(within(dialog, field("From")))
	}},
	{"more filters", func(s *session) { s.click(button("More")); s.find(dialog) }},
	{"export sheet", func(s *session) {
		s.click(button("Select All"))
		s.click(button("Export…"))
		s.find(within(dialog, containing("*", "as they will be written")))
	}},
	{"export done", func(s *session) {
		s.click(button("Export…"))
		s.find(within(dialog, containing("*", "as they will be written")))
		s.click(within(dialog, button("Confirm Export")))
		s.find(within(dialog, button("Download ZIP…")))
	}},
	{"datasets", func(s *session) { s.click(button("Export manager")); s.find("//table") }},
	{"preview", func(s *session) {
		s.click(`//button[starts-with(@aria-label, "Preview ")]`)
		s.find(within(dialog, containing("*", "Record 1 of")))
	}},
	{"delete dataset", func(s *session) {
		s.click(`//button[starts-with(@aria-label, "Delete ")]`)
		s.find(within(dialog, button("Delete for ever")))
	}},
	{"imports", func(s *session) { s.click(`//nav//button[normalize-space(.)="Imports"]`); s.find("//table") }},
	{"report of an import", func(s *session) {
		s.click(button("Report of import 1"))
		s.find(within(dialog, `//*[@role="img"]`))
	}},
	{"undo an import", func(s *session) {
		s.click(button("Undo import 1"))
		s.find(within(dialog, containing("li", "Datasets stay as they are.")))
	}},
	{"import", func(s *session) { s.click(button("Import…")); s.find(within(dialog, button("Files…"))) }},
	{"keys", func(s *session) { s.keys("?"); s.find(within(dialog, containing("*", "Extend the selection"))) }},
	{"settings", func(s *session) { s.click(button("Settings")); s.find(within(dialog, containing("*", "Theme"))) }},
}

// Every screen must be usable with a screen reader and readable in both themes: axe-core finds no violation.
func TestAxeFindsNothing(t *testing.T) {
	for _, theme := range []string{"Light", "Dark"} {
		t.Run(theme, func(t *testing.T) {
			s := newHome(t).open(t)
			s.theme(theme)
			s.axe(t, "first run")
			s.samples()
			for _, at := range screens {
				at.enter(s)
				time.Sleep(200 * time.Millisecond) // colours in the middle of a fade are nobody's
				s.axe(t, at.name)
				s.closeDialog()
			}
		})
	}
}

// The same journey must be possible for somebody who has no pointer: nothing here is clicked.
func TestKeyboardOnly(t *testing.T) {
	s := newHome(t).open(t)
	s.tabTo(button("Load sample conversations"))
	s.keys(keyEnter)
	s.count(sampleCount)

	s.keys("f", keyCtrl)
	s.keys("Lisbon")
	s.count(1)
	s.keys(keyDown) // from the search field into the list
	s.keys(keyDown)
	s.find("//article")
	s.keys(keyEscape)
	s.count(sampleCount)

	s.keys("a", keyCtrl)
	s.find(containing("*", "All 41 selected"))
	s.keys("x")
	s.find(containing("*", "40 selected"))
	s.keys("e", keyCtrl)
	s.find(within(dialog, containing("*", "as they will be written")))
	s.keys("a", keyCtrl) // the name field has the focus
	s.keys("by keyboard")
	s.tabTo(within(dialog, `//*[@role="radio"][@aria-checked="true"]`))
	s.keys(keyDown) // JSONL to CSV
	s.find(within(dialog, `//*[@role="radio"][@aria-checked="true"][contains(., "CSV")]`))
	s.tabTo(within(dialog, button("Confirm Export")))
	s.keys(keyEnter)
	s.find(within(dialog, button("Download ZIP…")))
	s.tabTo(within(dialog, button("Preview")))
	s.keys(keyEnter)
	s.find(containing("*", "Read back from the stored file"))
	s.keys(keyEscape)
	s.keys(keyEscape)
	s.gone(dialog)

	s.keys("2", keyCtrl)
	s.find(`//table//button[normalize-space(.)="by keyboard"]`)
	s.keys("1", keyCtrl)
	s.count(sampleCount)
	s.keys("?")
	s.find(within(dialog, containing("*", "Extend the selection")))
	s.keys(keyEscape)
	s.gone(dialog)
}

// tabTo presses Tab until the element has the focus, as a person without a pointer would.
func (s *session) tabTo(xpath string) {
	s.t.Helper()
	target := s.find(xpath)
	for range 80 {
		if s.script("return document.activeElement === arguments[0]", map[string]string{elementKey: target}) == true {
			return
		}
		s.keys(keyTab)
	}
	s.fail("Tab never reaches " + xpath)
}
