package source

import (
	"slices"
	"testing"
)

// word is an element that keeps what it was, so that one read into the place of another would show.
type word struct{ first, second string }

func (w *word) read(p *Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "first":
			w.first = p.Text()
		case "second":
			w.second = p.Text()
		}
	})
}

// A list may hold elements that are none, and stand under two keys, or be something else altogether: every element must
// come once, with nothing of the one before it, and what stands behind the list must still be read.
func TestReadList(t *testing.T) {
	for written, want := range map[string][]word{
		`{"list":[{"first":"a","second":"b"},null,"text",{"first":"c"},{}]}`: {{"a", "b"}, {first: "c"}, {}},
		`{"list":[{"first":"a"}],"list":[{"first":"c"}]}`:                    {{first: "a"}, {first: "c"}},
		`{"list":{"first":"a"}}`:                                             nil,
		`{"list":"[{}]"}`:                                                    nil,
	} {
		p := NewPull()
		var list []word
		isList, behind := false, ""
		err := p.Parse([]byte(written[:len(written)-1]+`,"behind":"read"}`), func() {
			p.Object(func(name string) {
				switch name {
				case "list":
					isList = ReadList(p, &list, (*word).read)
				case "behind":
					behind = p.Text()
				}
			})
		})
		if err != nil || !slices.Equal(list, want) || isList != (want != nil) || behind != "read" {
			t.Errorf("%s gives %+v, %v, behind it %q, %v", written, list, isList, behind, err)
		}
	}
}
