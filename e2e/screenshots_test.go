//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// TestScreenshots draws the pictures of the README; it runs only where `make screenshots` asks for them.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("LOQUAT_SCREENSHOTS")
	if dir == "" {
		t.Skip("make screenshots asks for these")
	}
	for _, theme := range []string{"light", "dark"} {
		s := newHome(t).open(t)
		s.resize(1280, 800)
		s.theme(map[string]string{"light": "Light", "dark": "Dark"}[theme])
		s.samples()
		s.click(button("Dismiss"))
		s.click(row("Lisbon with a pram"))
		s.find("//article")
		s.picture(dir, "window-"+theme)
		s.click(button("Select All"))
		s.click(button("Export…"))
		s.fill(within(dialog, field("Dataset name")), "samples_2026")
		s.find(within(dialog, containing("*", "record left out")))
		s.picture(dir, "export-"+theme)
	}
}

// resize gives the window a size in pixels.
func (s *session) resize(width, height int) {
	s.t.Helper()
	w := nativeWindow(s.t, "^Loquat$")
	if _, err := xdotool("windowsize", "--sync", w, strconv.Itoa(width), strconv.Itoa(height)); err != nil {
		s.t.Fatal(err)
	}
}

// picture takes a picture of the window alone.
func (s *session) picture(dir, name string) {
	s.t.Helper()
	if _, err := xdotool("mousemove", "2", "2"); err != nil { // nothing is hovered
		s.t.Fatal(err)
	}
	time.Sleep(600 * time.Millisecond) // fades end, pictures and fonts are there
	path := filepath.Join(dir, name+".png")
	if out, err := exec.Command("import", "-window", nativeWindow(s.t, "^Loquat$"), path).CombinedOutput(); err != nil {
		s.t.Fatalf("import: %v %s", err, out)
	}
}
