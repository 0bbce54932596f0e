package source

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// kin is what the elements of a list have in common: how the first one begins, and the names of the members of the first
// few. It finds the next element behind a damaged one.
type kin struct {
	one, two string         // names of the first two members
	names    map[string]int // of all members, to how many elements have them
	learned  int            // elements whose names were learned
	looked   int            // bytes that were looked at for kin, since the last element
}

const (
	teachers = 20       // elements that teach names
	mostLook = 64 << 20 // bytes that are looked at behind one damage, so that a file made for it does not hold us up
)

// learn takes what an element tells.
func (k *kin) learn(element []byte) {
	k.looked = 0
	k.begin(element)
	if k.learned == teachers {
		return
	}
	found := members(element, nil)
	if !found.whole {
		return
	}
	if k.names == nil {
		k.names = map[string]int{}
	}
	k.learned++
	for name := range found.names {
		k.names[name]++
	}
}

// begin takes how an element begins, which a damaged one tells too.
func (k *kin) begin(element []byte) {
	if k.one == "" {
		k.one, k.two, _ = begins(element)
	}
}

// related says whether an object with these members is an element: it has two thirds of those that all elements have,
// and two thirds of its own are those of elements. An object inside an element may share an id and times with it, no more.
func (k *kin) related(names map[string]bool) bool {
	core, common, own := 0, 0, 0
	for name, n := range k.names {
		if names[name] {
			own++
		}
		if n < k.learned {
			continue
		}
		core++
		if names[name] {
			common++
		}
	}
	return common >= 2 && 3*common >= 2*core && 3*own >= 2*len(names)
}

// found is what stands at the beginning of some bytes.
type found struct {
	names map[string]bool // of the members of an object; nil for anything else
	whole bool            // the object ends
	next  byte            // the sign behind it
	cut   bool            // the bytes end too early to tell
	read  int             // bytes that were read
}

// members reads an object with the sign behind it. It stops at a first member that is in no element, as known tells.
func members(b []byte, known map[string]int) (f found) {
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	defer func() { f.read = int(d.InputOffset()) }()
	ended := func(err error) found {
		return found{cut: errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)}
	}
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return ended(err)
	}
	f.names = map[string]bool{}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return ended(err)
		}
		name := t.String()
		if _, ok := known[name]; !ok && known != nil && len(f.names) == 0 {
			return found{}
		}
		f.names[name] = true
		if err := d.SkipValue(); err != nil {
			return ended(err)
		}
	}
	if t, err := d.ReadToken(); err != nil || t.Kind() != '}' {
		return ended(err)
	}
	f.whole = true
	rest := bytes.TrimLeft(b[d.InputOffset():], " \t\r\n")
	if f.cut = len(rest) == 0; !f.cut {
		f.next = rest[0]
	}
	return f
}

// akin says whether an element begins here that does not begin as the first one did, as far as its members tell: it is
// whole, and something follows it that follows elements.
func (s *splitter) akin() bool {
	s.keep = s.at
	for s.kin.learned > 0 && s.kin.looked < mostLook {
		f := members(s.buf[s.at:s.end], s.kin.names)
		s.kin.looked += f.read
		if !f.cut {
			return s.drop((f.next == ',' || f.next == ']') && s.kin.related(f.names))
		}
		if !s.fill() {
			break
		}
	}
	return s.drop(false)
}
