package source

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
)

// readSession reads a session of numbers, and returns them with what became of the file.
func readSession(t *testing.T, data []byte) (numbers []string, c chat.Conversation) {
	t.Helper()
	in := &Input{FS: fstest.MapFS{"a.jsonl": {Data: data}}, Files: []string{"a.jsonl"}}
	s, p, n := Session{File: "a.jsonl"}, NewPull(), ""
	err := s.Lines(context.Background(), in, p, func() {
		n = ""
		p.Object(func(name string) {
			if name == "n" {
				n = p.Text()
			}
		})
	}, func(Line) bool { numbers = append(numbers, n); return true })
	if err != nil {
		t.Fatal(err)
	}
	s.Finish(&c)
	return numbers, c
}

// A session may be read while it is written, or be damaged in the middle: only the lines concerned are lost, and told
// with their places. A byte order mark moves the places.
func TestSessionDamaged(t *testing.T) {
	numbers, c := readSession(t, []byte("\xef\xbb\xbf{\"n\":1}\n\n{\"n\":oops}\r\n{\"n\":\"\\ud83d\"}\n{\"n\":4}\n{\"n\":"))
	if !slices.Equal(numbers, []string{"1", "\uFFFD", "4"}) {
		t.Errorf("read %q", numbers)
	}
	want := []string{"1 broken character replaced", "the last line is cut off, everything before it was read: line 6 (byte 47)",
		"lines that could not be read and were left out: 1; the first is line 3 (byte 12)"}
	if len(c.Notes) != len(want) {
		t.Fatalf("told %q", c.Notes)
	}
	for i := range want {
		if !strings.HasPrefix(c.Notes[i], want[i]) {
			t.Errorf("told %q, not %q", c.Notes[i], want[i])
		}
	}
	if !bytes.HasPrefix(c.Raw, []byte("{\"n\":1}\n{\"n\":oops}\n")) {
		t.Errorf("kept %q", c.Raw)
	}
}

// A session larger than what is kept raw must be read all the same, and not be held in memory.
func TestSessionLarge(t *testing.T) {
	line := fmt.Sprintf("{\"n\":7,\"pad\":%q}\n", strings.Repeat("x", 1<<20))
	numbers, c := readSession(t, bytes.Repeat([]byte(line), MaxRaw>>20))
	if len(numbers) != MaxRaw>>20 || c.Raw != nil || len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "larger than 64 MiB") {
		t.Errorf("%d lines, %d bytes kept, told %q", len(numbers), len(c.Raw), c.Notes)
	}
}
