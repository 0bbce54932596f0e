package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A person may name a folder as library that has a files/ of their own in it: the sweep must take away what is ours and
// not one file of theirs.
func TestSweepLeavesForeignFiles(t *testing.T) {
	dir := t.TempDir()
	hash := strings.Repeat("ab", 32)
	theirs := []string{"letter.txt", "taxes/2025.txt", "ab/notes.txt", "cd/" + hash, ".half-hearted", "taxes/" + hash}
	ours := []string{"ab/" + hash, ".half-4711"}
	for _, name := range append(theirs, ours...) {
		path := filepath.Join(dir, filesName, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(t, openIn(t, dir), talk("1", "T", "a"))
	for _, name := range theirs {
		if _, err := os.Stat(filepath.Join(dir, filesName, name)); err != nil {
			t.Errorf("a file that is not ours is gone: %v", err)
		}
	}
	for _, name := range ours {
		if _, err := os.Stat(filepath.Join(dir, filesName, name)); err == nil {
			t.Errorf("%s is left behind", name)
		}
	}
}
