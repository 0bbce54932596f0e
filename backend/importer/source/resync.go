package source

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// begins reads the names of the first two members of an object; cut says that b ends too early to tell.
func begins(b []byte) (one, two string, cut bool) {
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	t, err := d.ReadToken()
	if err != nil || t.Kind() != '{' {
		return "", "", errors.Is(err, io.ErrUnexpectedEOF)
	}
	if t, err = d.ReadToken(); err != nil || t.Kind() != '"' {
		return "", "", errors.Is(err, io.ErrUnexpectedEOF)
	}
	one = t.String()
	if err = d.SkipValue(); err == nil {
		t, err = d.ReadToken()
	}
	if err == nil && t.Kind() == '"' {
		two = t.String()
	}
	return one, two, errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// resync goes from a damaged element to where the next surely begins: behind a comma or a bracket, with the names that
// the first element began with, or with most of the members that all elements have. With strict, only the members count:
// a beginning alone may be that of an object inside. found is false when there is none up to the end; cut then says that
// the end is cut off.
func (s *splitter) resync(strict bool) (found, cut bool) {
	if s.keep >= 0 {
		s.kin.begin(s.buf[s.keep:s.at])
		s.at = s.keep + 1
	}
	s.keep = -1
	last := byte(0)
	for {
		c, ok := s.peek()
		if !ok {
			return false, last != s.closer
		}
		if c == '{' && (last == ',' || last == '}') && (!strict && s.begins() || s.akin()) {
			return true, false
		}
		last = c
		s.at++
	}
}

// begins says whether an element begins here, as far as its first two names tell.
func (s *splitter) begins() bool {
	s.keep = s.at
	for {
		one, two, cut := begins(s.buf[s.at:s.end])
		switch {
		case one != "" && one != s.kin.one, two != "" && two != s.kin.two:
			return s.drop(false)
		case !cut:
			return s.drop(one == s.kin.one && two == s.kin.two && one != "")
		case !s.fill():
			return s.drop(false)
		}
	}
}

// drop stops keeping bytes, and returns found.
func (s *splitter) drop(found bool) bool {
	s.keep = -1
	return found
}
