//go:build e2e

package e2e

import (
	"os/exec"
	"testing"
	"time"
)

// What a person chose for the window must be there at the next start: theme, language, size.
func TestRemembered(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	s.theme("Dark")
	s.click(button("Settings"))
	s.click(`//button[@id=//label[normalize-space(.)="Language"]/@for]`)
	s.click(containing(`*[@role="option"]`, "简体中文"))
	s.find(containing("*", "还没有对话"))
	s.keys(keyEscape)
	s.resize(1010, 666)
	s.until("the page has its size", func() bool { return s.script("return innerWidth") == 1010.0 })
	h.close(t)

	s = h.open(t)
	s.find(containing("*", "还没有对话"))
	if s.script(`return document.documentElement.classList.contains("dark")`) != true {
		t.Error("the theme was forgotten")
	}
	if width, height := s.script("return innerWidth"), s.script("return innerHeight"); width != 1010.0 || height != 666.0 {
		t.Errorf("the window opens at %v × %v, want 1010 × 666", width, height)
	}
	s.axe(t, "first run in Chinese")
}

// close closes the window as its cross does, and waits until the program has ended.
func (h home) close(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("wmctrl", "-c", "Loquat").CombinedOutput(); err != nil {
		t.Fatalf("wmctrl: %v %s", err, out)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if !h.runs() {
			return
		}
	}
	t.Fatal("the program does not end when its window is closed")
}
