package source

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"loquat/backend/chat"
)

// MaxRecord is how many bytes one record of a source (a conversation, a line) may have, so that memory stays bounded.
const MaxRecord = 256 << 20

// Element is one element of a JSON array that was cut out of a file, not yet parsed.
type Element struct {
	JSON   []byte // as it is written; good until the next element; empty when Damage is set
	Offset int64  // byte at which it begins
	Damage string // why it could not be cut out whole, as a Problem's reason; reading goes on behind it
}

// Elements yields the elements of a top-level array one by one, without parsing them. When the file is an object, it
// yields the elements of the array under one of keys, or else the object itself. Several such values may follow each
// other. A damaged element is one Element with Damage; reading goes on where the next one surely begins. The error is
// a *chat.Error without File: the text is cut off, or is no JSON at all; it comes last.
func Elements(r io.Reader, keys ...string) iter.Seq2[Element, error] {
	return func(yield func(Element, error) bool) {
		s := newSplitter(r, keys, yield)
		for s.value() {
		}
	}
}

func newSplitter(r io.Reader, keys []string, yield func(Element, error) bool) *splitter {
	return &splitter{window: window{r: r, buf: make([]byte, startWindow), keep: -1, most: MaxRecord}, keys: keys, yield: yield}
}

// splitter cuts a stream into elements. It looks at strings and brackets only; what is inside is for the parser.
type splitter struct {
	window
	keys   []string
	yield  func(Element, error) bool
	first  signature
	given  bool // a value was read
	closer byte // what a whole file ends with
}

// value reads one top-level value; false at the end.
func (s *splitter) value() bool {
	s.keep, s.closer = -1, '}'
	c, ok := s.peek()
	switch {
	case !ok && s.err == nil:
		return false
	case !ok:
		return s.fail(s.cut())
	case c == '[':
		s.at++
		s.given, s.closer = true, ']'
		return s.array()
	case c == '{' && len(s.keys) > 0:
		return s.object()
	case c == '{':
		return s.element()
	case s.given:
		return s.fail(corrupt(s.offset(), "text stands behind the end of the JSON"))
	}
	return s.fail(corrupt(s.offset(), "this is not JSON"))
}

// array yields the elements up to the closing bracket; false when reading must end.
func (s *splitter) array() bool {
	for {
		s.keep = -1
		c, ok := s.peek()
		switch {
		case !ok:
			return s.fail(s.cut())
		case c == ']':
			s.at++
			return true
		case c == ',':
			s.at++
		default:
			if !s.element() {
				return false
			}
		}
	}
}

// element yields the element that begins here; false when reading must end.
func (s *splitter) element() bool {
	s.given = true
	s.keep = s.at
	start := s.offset()
	err := s.scan()
	switch {
	case errors.Is(err, errCut):
		return s.fail(s.cut())
	case err != nil:
		return s.damaged(start, err)
	case s.keep < 0:
		return s.give(Element{Offset: start, Damage: tooLong})
	}
	cut := s.buf[s.keep:s.at]
	s.first.learn(cut)
	return s.give(Element{JSON: cut, Offset: start})
}

// damaged yields the element that begins at start as damaged, and goes to where the next begins.
func (s *splitter) damaged(start int64, err error) bool {
	reason := fmt.Sprintf("the JSON is damaged at byte %d: %v", s.offset(), err)
	found, cut := s.resync()
	if !found {
		reason += "; nothing behind it could be read"
	}
	switch {
	case !s.give(Element{Offset: start, Damage: reason}):
		return false
	case !found && (cut || s.err != nil):
		return s.fail(s.cut())
	}
	return found
}

// object reads a top-level object: the elements of the arrays under the wanted keys, or the whole as one element.
func (s *splitter) object() bool {
	s.keep = s.at
	start := s.offset()
	s.at++
	wrapper, err := s.members()
	switch {
	case errors.Is(err, errStop):
		return false
	case errors.Is(err, errCut):
		return s.fail(s.cut())
	case err != nil && wrapper:
		return s.fail(corrupt(s.offset(), "the JSON is damaged: "+err.Error()))
	case err != nil:
		return s.damaged(start, err)
	case wrapper:
		return true
	case s.keep < 0:
		return s.give(Element{Offset: start, Damage: tooLong})
	}
	s.given = true
	return s.give(Element{JSON: s.buf[s.keep:s.at], Offset: start})
}

// members goes through the members of an object whose bracket was read. wrapper says that a wanted array was in it.
func (s *splitter) members() (wrapper bool, err error) {
	for {
		c, ok := s.peek()
		switch {
		case !ok:
			return wrapper, errCut
		case c == '}':
			s.at++
			return wrapper, nil
		case c == ',':
			s.at++
			continue
		case c != '"':
			return wrapper, errPlace
		}
		wanted, err := s.key()
		if err != nil {
			return wrapper, err
		}
		if c, _ := s.peek(); wanted && c == '[' {
			wrapper, s.given = true, true
			s.at++
			if !s.array() {
				return wrapper, errStop
			}
			continue
		}
		if err := s.scan(); err != nil {
			return wrapper, err
		}
	}
}

// key reads a member's name and colon, and says whether it is one of the wanted.
func (s *splitter) key() (wanted bool, err error) {
	s.at++
	name := make([]byte, 0, 64)
	for {
		c, ok := s.next()
		if !ok {
			return false, errCut
		}
		if c == '"' {
			break
		}
		if len(name) < cap(name) {
			name = append(name, c)
		}
		if c == '\\' {
			_, _ = s.next()
		}
	}
	if c, ok := s.peek(); !ok {
		return false, errCut
	} else if c != ':' {
		return false, errPlace
	}
	s.at++
	for _, key := range s.keys {
		wanted = wanted || key == string(name)
	}
	return wanted, nil
}

func (s *splitter) give(e Element) bool { return s.yield(e, nil) }

// fail yields the last error.
func (s *splitter) fail(err error) bool {
	s.yield(Element{}, err)
	return false
}

// cut is the error for a stream that ended too early.
func (s *splitter) cut() error {
	at := s.base + int64(s.end)
	if s.err == nil {
		return corrupt(at, "the JSON is cut off")
	}
	if e := (*chat.Error)(nil); errors.As(s.err, &e) {
		return e
	}
	e := corrupt(at, "it cannot be read further: "+s.err.Error())
	e.Err = s.err
	return e
}

func corrupt(at int64, reason string) *chat.Error {
	return &chat.Error{Code: chat.CodeCorrupt, Place: fmt.Sprintf("byte %d", at), Reason: reason,
		Advice: "export again and import the new file; conversations before this place are kept"}
}
