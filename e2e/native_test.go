//go:build e2e

package e2e

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// xdotool runs one xdotool command and returns what it printed.
func xdotool(args ...string) (string, error) {
	out, err := exec.Command("xdotool", args...).Output()
	return strings.TrimSpace(string(out)), err
}

// nativeWindow waits for a window of the desktop whose title matches.
func nativeWindow(t *testing.T, title string) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if out, err := xdotool("search", "--onlyvisible", "--name", title); err == nil && out != "" {
			lines := strings.Split(out, "\n")
			return lines[len(lines)-1]
		}
	}
	t.Fatalf("no native window titled %s", title)
	return ""
}

// answerFileDialog types a path into the native file dialog with that title and confirms it.
func answerFileDialog(t *testing.T, title, path string) {
	t.Helper()
	w := nativeWindow(t, title)
	_, _ = xdotool("windowactivate", "--sync", w)
	time.Sleep(400 * time.Millisecond) // GTK gives the focus after the window is shown; Ctrl L then brings the field for a path
	for _, args := range [][]string{{"key", "ctrl+l"}, {"key", "--window", "0", "ctrl+a"}, {"type", "--delay", "6", path}, {"key", "Return"}} {
		if _, err := xdotool(args...); err != nil {
			t.Fatalf("xdotool %v: %v", args, err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if out, _ := xdotool("search", "--onlyvisible", "--name", title); !strings.Contains(out, w) {
			return
		}
	}
	shot(t, "dialog-"+t.Name())
	t.Fatalf("the dialog %s did not close", title)
}

// dropFiles drags files from another program onto the middle of the window, as a person would.
func dropFiles(t *testing.T, paths ...string) {
	t.Helper()
	source := exec.Command("/usr/bin/python3", append([]string{"testdata/dragsource.py"}, paths...)...)
	if err := source.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = source.Process.Kill(); _ = source.Wait() }()
	w := nativeWindow(t, "^dragsource$")
	steps := [][]string{{"windowmove", w, "0", "0"}, {"windowactivate", "--sync", w}, {"mousemove", "40", "40"}, {"mousedown", "1"}}
	for at := 60; at <= 620; at += 40 {
		steps = append(steps, []string{"mousemove", strconv.Itoa(at), strconv.Itoa(40 + at/2)})
	}
	steps = append(steps, []string{"mousemove", "624", "354"}, []string{"mousemove", "627", "356"}, []string{"mouseup", "1"})
	for _, args := range steps {
		if _, err := xdotool(args...); err != nil {
			t.Fatalf("xdotool %v: %v", args, err)
		}
		time.Sleep(60 * time.Millisecond)
	}
}
