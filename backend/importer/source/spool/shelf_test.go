package spool

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// A conversation is put together from its records in the order of the file, however they are mixed with those of others,
// and records may be put after others were taken.
func TestShelf(t *testing.T) {
	s, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(key, record string) {
		if err := s.Put(key, []byte(record)); err != nil {
			t.Fatal(err)
		}
	}
	told := func(key string) string {
		records, err := s.Get(key)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%s", records)
	}
	long := strings.Repeat("x", 1<<20)
	put("a", "1")
	put("b", long)
	put("a", "")
	put("a", "3")
	if a, b, none := told("a"), told("b"), told("c"); a != "[1  3]" || b != "["+long+"]" || none != "[]" {
		t.Errorf("%s, %d bytes, %s", a, len(b), none)
	}
	put("a", "4")
	if a := told("a"); a != "[1  3 4]" || !s.Has("a") || s.Has("c") {
		t.Error(a)
	}
}

// What was spooled is private: no name of it stays behind.
func TestFileIsGone(t *testing.T) {
	f, err := Create("loquat-test-*")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(f.Name()); !os.IsNotExist(err) {
		t.Error(err)
	}
}
