package watch

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// soon are times for tests: short, so that they end soon. Nothing is expected to be faster than something else.
var soon = Times{Quiet: 20 * time.Millisecond, AtMost: 200 * time.Millisecond, Poll: time.Hour}

// deadline is how long a test waits for what must come; a slow machine must not fail.
const deadline = 30 * time.Second

// follow runs Run until the test ends and gives what it calls back with. It returns when places that are there are watched.
func follow(t *testing.T, times Times, places ...Place) <-chan string {
	t.Helper()
	mark := filepath.Join(t.TempDir(), "mark")
	told, ended := make(chan string, 1000), make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(ended)
		Run(ctx, append(places, Place{Path: filepath.Dir(mark)}), times, func(path string) { told <- path })
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(deadline):
			t.Error("it does not end with its context")
		}
	})
	write(t, mark)
	for ready := time.After(deadline); ; {
		select {
		case path := <-told:
			if path == filepath.Dir(mark) {
				return told
			}
		case <-time.After(50 * time.Millisecond):
			write(t, mark) // the first time may have been before it was watched
		case <-ready:
			t.Fatal("it does not begin")
		}
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// want waits until a place is told, and returns what was told before it.
func want(t *testing.T, told <-chan string, place string) (before []string) {
	t.Helper()
	for end := time.After(deadline); ; {
		select {
		case path := <-told:
			if path == place {
				return before
			}
			before = append(before, path)
		case <-end:
			t.Fatalf("a change in %s is not told", place)
		}
	}
}

// A session that begins in a project of its own makes folders first: what is written in them must be seen as well.
func TestNewFoldersAreWatched(t *testing.T) {
	dir := t.TempDir()
	told := follow(t, soon, Place{Path: dir})
	write(t, filepath.Join(dir, "2026/05/12/a"))
	want(t, told, dir)
	write(t, filepath.Join(dir, "2026/05/12/a"))
	want(t, told, dir)
	if err := os.Remove(filepath.Join(dir, "2026/05/12/a")); err != nil {
		t.Fatal(err)
	}
	want(t, told, dir)
}

// A database that is written all the time is told while it is, and its log beside it counts; a neighbour does not.
func TestFile(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	file := filepath.Join(dir, "logs.db")
	write(t, file)
	told := follow(t, Times{Quiet: time.Hour, AtMost: 30 * time.Millisecond, Poll: time.Hour}, Place{Path: file, Beside: file + "-wal"}, Place{Path: other})
	write(t, filepath.Join(dir, "keys.json"))
	write(t, filepath.Join(other, "later"))
	for _, path := range want(t, told, other) {
		if path == file {
			t.Error("a neighbour of the file is taken for it")
		}
	}
	write(t, file+"-wal")
	want(t, told, file)
	write(t, file)
	want(t, told, file)
}

// A tool writes logs and caches beside its sessions: they are no reason to read anything.
func TestWhatDoesNotCount(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "log/old"))
	told := follow(t, soon, Place{Path: dir, Enters: func(name string) bool { return name != "log" }, Has: func(name string) bool { return name != "auth.json" }}, Place{Path: other})
	write(t, filepath.Join(dir, "log/new"))
	write(t, filepath.Join(dir, "auth.json"))
	write(t, filepath.Join(other, "later"))
	for _, path := range want(t, told, other) {
		if path == dir {
			t.Error("what does not count is told")
		}
	}
	write(t, filepath.Join(dir, "sessions/a"))
	want(t, told, dir)
}

// A disk that is plugged in later, and a system that tells of nothing: the poll tells of every place, and watches what has come.
func TestPoll(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "disk")
	told := follow(t, Times{Quiet: time.Millisecond, AtMost: time.Second, Poll: 20 * time.Millisecond}, Place{Path: gone})
	want(t, told, gone)
	write(t, filepath.Join(gone, "a"))
	want(t, told, gone)
}
