package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A first conversation larger than the head must still be told apart, also by what is deep inside its first field.
func TestSampleCut(t *testing.T) {
	head := `[{"title":"x","mapping":{"a":{"message":null},"b":{"message":{"fragments":[{"type":"REQ` + strings.Repeat("x", 100)
	p := Probe{Name: "a.json", Head: []byte(head)}
	s := p.Sample()
	if !s.Array || len(s.Objects) != 1 || !s.Objects[0].Has("title", "mapping") {
		t.Fatalf("%+v", s)
	}
	fragments := func(f Fields) bool { return f.Object("message").Has("fragments") }
	if mapping := s.Objects[0].Object("mapping"); !mapping.Any(fragments) || len(mapping) != 2 {
		t.Errorf("%v", mapping)
	}
}

// Arrays, lines and lone objects are told apart by what they are.
func TestSampleShape(t *testing.T) {
	for _, c := range []struct {
		head         string
		array, lines bool
		objects      int
	}{
		{`{"a":1}` + "\n" + `{"a":2}`, false, true, 2},
		{`{"a":1}`, false, false, 1},
		{` [null, {"a":1}, 3, {"b":2}]`, true, false, 2},
		{`a,b`, false, false, 0},
		{``, false, false, 0},
		{`{"a":{"b":1},` + "\n" + ` "c":2}`, false, false, 1},
	} {
		s := (&Probe{Head: []byte(c.head)}).Sample()
		if s.Array != c.array || s.Lines != c.lines || len(s.Objects) != c.objects {
			t.Errorf("%s: %+v", c.head, s)
		}
	}
}

// Readers look at the beginning of a file before they read it: they must see text, whichever way it is written, no more of
// it than they ask for, and nothing of a file that is not there, which reading it tells of.
func TestInputProbe(t *testing.T) {
	in := Input{FS: fstest.MapFS{
		"marked.json": {Data: []byte("\xef\xbb\xbf{\"a\":1}")},
		"wide.json":   {Data: []byte("\xff\xfe{\x00\"\x00a\x00\"\x00:\x001\x00}\x00")},
	}}
	for _, file := range []string{"marked.json", "wide.json"} {
		if got := in.Probe(file, 7); got.Name != file || string(got.Head) != `{"a":1}` {
			t.Errorf("%s: %q", file, got.Head)
		}
		if got := in.Probe(file, 4); string(got.Head) != `{"a"` {
			t.Errorf("4 bytes of %s: %q", file, got.Head)
		}
	}
	if gone := in.Probe("gone.json", 7); len(gone.Head) > 0 || len(gone.Sample().Objects) > 0 {
		t.Errorf("of a file that is not there: %+v", gone)
	}
}
