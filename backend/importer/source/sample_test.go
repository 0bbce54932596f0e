package source

import (
	"strings"
	"testing"
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
