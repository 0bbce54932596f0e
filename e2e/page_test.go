//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// button is the XPath of a button with that name, whether the name is written on it or only said of it.
func button(name string) string {
	return fmt.Sprintf(`//button[normalize-space(.)=%[1]s or @aria-label=%[1]s]`, quote(name))
}

// containing is the XPath of an element of that tag whose text holds some words.
func containing(tag, words string) string {
	return fmt.Sprintf(`//%s[contains(normalize-space(.), %s)]`, tag, quote(words))
}

// within puts one XPath below another.
func within(outer, inner string) string {
	return outer + "/descendant::" + strings.TrimLeft(inner, "/")
}

// quote writes a string of a test as an XPath literal; no test needs both kinds of quotes.
func quote(s string) string {
	if strings.Contains(s, "'") {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}

// field is the XPath of an input by its label.
func field(label string) string {
	return fmt.Sprintf(`//input[@aria-label=%[1]s or @id=//label[normalize-space(.)=%[1]s]/@for]`, quote(label))
}

// The places of the window that several tests look at.
const (
	dialog = `//*[@role="dialog"]`
	listed = `//*[@role="option"]`
)

// row is the XPath of a line of the list by its title.
func row(title string) string {
	return fmt.Sprintf(`//*[@role="option"][descendant::*[normalize-space(.)=%s]]`, quote(title))
}

// count waits until the list says it holds n conversations.
func (s *session) count(n int) {
	s.t.Helper()
	words := fmt.Sprintf("%d conversations", n)
	if n == 1 {
		words = "1 conversation"
	}
	s.find(fmt.Sprintf(`//p[@role="status"][normalize-space(.)=%s]`, quote(words)))
}

// samples loads the sample conversations of a new library.
func (s *session) samples() {
	s.t.Helper()
	s.click(button("Load sample conversations"))
	s.count(sampleCount)
}

// listTotal waits until the list has settled and returns how many conversations it says it holds.
func (s *session) listTotal() int {
	s.t.Helper()
	n, last := 0, ""
	s.until("the list settles", func() bool {
		text := s.text(`//p[@role="status"][contains(normalize-space(.), "conversation")]`)
		settled := text == last
		last = text
		_, err := fmt.Sscanf(text, "%d conversation", &n)
		return settled && err == nil
	})
	return n
}

// axeSource is the checker of accessibility, from the frontend's packages.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../frontend/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// sampleCount is how many conversations the samples are, sub-agent runs apart.
const sampleCount = 41

// axe runs axe-core over what the window shows and fails on any violation.
func (s *session) axe(t *testing.T, screen string) {
	t.Helper()
	if s.script("return typeof window.axe") != "object" {
		s.script(axeSource(t) + "; return 1")
	}
	found, _ := s.async(`const done = arguments[arguments.length - 1];
		axe.run(document, {resultTypes: ["violations"]}).then(r => done(r.violations.map(v => v.id + ": " + v.help + " — " +
			v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join(" | "))), e => done(["axe failed: " + e]))`).([]any)
	for _, violation := range found {
		t.Errorf("%s: %v", screen, violation)
	}
}
