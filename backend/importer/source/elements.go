package source

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"loquat/backend/chat"
)

// MaxRecord is how many bytes one record of a source (a conversation, a line) may have, so that memory stays bounded.
const MaxRecord = 256 << 20

// Element is one element of a JSON array that was cut out of a file, not yet parsed.
type Element struct {
	JSON   []byte // as it is written; good until the next element; empty when Damage is set
	Offset int64  // byte at which it begins
	List   string // the key of the array it stands in; "" for one of a top-level array, and for a lone value
	Damage string // why it could not be cut out whole, as a Problem's reason; reading goes on behind it
}

// Elements yields the elements of a top-level array one by one, without parsing them. When the file is an object, it
// yields the elements of the array under one of keys, or else the object itself. A key may lead into objects: "data.rows"
// is the array rows of the object data, or the text that stands there, and "data.rows.*" are the objects that are members
// of an object rows. Several such values may follow each other. A damaged element is one Element with Damage; reading
// goes on where the next one surely begins. The error is a *chat.Error without File: the text is cut off, or is no JSON
// at all; it comes last.
func Elements(r io.Reader, keys ...string) iter.Seq2[Element, error] {
	return elementsFrom(0, r, keys)
}

// elementsFrom is Elements of a stream that begins at byte base of its file.
func elementsFrom(base int64, r io.Reader, keys []string) iter.Seq2[Element, error] {
	return func(yield func(Element, error) bool) {
		s := newSplitter(r, keys, yield)
		s.base = base
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
	list   string // the key of the array that is read
	yield  func(Element, error) bool
	kin    kin
	given  bool // a value was read
	closer byte // what a whole file ends with
}

// value reads one top-level value; false at the end.
func (s *splitter) value() bool {
	before := s.closer
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
	case before == ']':
		return s.behind()
	case s.given:
		return s.fail(corrupt(s.offset(), "text stands behind the end of the JSON"))
	}
	return s.fail(corrupt(s.offset(), "this is not JSON"))
}

// behind looks at text behind the end of an array: a damaged element may have closed it too early, and others follow.
func (s *splitter) behind() bool {
	start := s.offset()
	if found, _ := s.resync(false); !found {
		return s.fail(corrupt(start, "text stands behind the end of the JSON"))
	}
	s.closer = ']'
	return s.give(Element{Offset: start, Damage: fmt.Sprintf("the JSON is damaged at byte %d: the list ends before it does", start)}) && s.array()
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
	length := s.at - s.keep
	if err == nil && !s.closes() {
		err = errPlace
	}
	switch {
	case errors.Is(err, errCut):
		return s.unended(start)
	case err != nil:
		return s.damaged(start, err)
	case s.keep < 0:
		return s.give(Element{Offset: start, Damage: tooLong})
	}
	cut := s.buf[s.keep : s.keep+length]
	s.kin.learn(cut)
	return s.give(Element{JSON: cut, Offset: start})
}

// closes says whether an element may end here: before a comma, the end of the array, or, with a comma missing, the next.
func (s *splitter) closes() bool {
	c, ok := s.peek()
	return !ok || s.closer == '}' || c == ',' || c == ']' || c == '{'
}

// unended tells of an element that goes on to the end of the file: it lacks its own end only when other elements stand in
// it, and they follow; else the file is cut off. False when reading must end.
func (s *splitter) unended(start int64) bool {
	if s.keep >= 0 && s.err == nil {
		if found, _ := s.resync(true); found {
			return s.give(Element{Offset: start, Damage: fmt.Sprintf("the JSON is damaged behind byte %d: its end is missing", start)})
		}
	}
	return s.fail(s.cut())
}

// damaged yields the element that begins at start as damaged, and goes to where the next begins.
func (s *splitter) damaged(start int64, err error) bool {
	reason := fmt.Sprintf("the JSON is damaged at byte %d: %v", s.offset(), err)
	found, cut := s.resync(false)
	if !found {
		reason += "; nothing behind it could be read"
	}
	switch {
	case !s.give(Element{Offset: start, Damage: reason}):
		return false
	case !found && (cut || s.err != nil):
		return s.fail(s.cut())
	case !found && strings.Contains(s.list, "."): // other lists behind it hold what belongs to this one
		return s.fail(corrupt(start, "the JSON is damaged, and nothing behind it could be read"))
	}
	return found
}

func (s *splitter) give(e Element) bool {
	e.List = s.list
	return s.yield(e, nil)
}

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
