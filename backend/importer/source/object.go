package source

import (
	"errors"
	"slices"
	"strings"
)

// object reads a top-level object: the elements of the arrays under the wanted keys, or the whole as one element.
func (s *splitter) object() bool {
	s.keep = s.at
	start := s.offset()
	s.at++
	wrapper, err := s.members("")
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

// members goes through the members of an object whose bracket was read; path is that of the object with a dot behind it,
// "" at the top. wrapper says that a wanted array was in it, or an object that holds one.
func (s *splitter) members(path string) (wrapper bool, err error) {
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
		name, err := s.key()
		if err != nil {
			return wrapper, err
		}
		inside, err := s.member(path + name)
		wrapper = wrapper || inside
		if err != nil {
			return wrapper, err
		}
	}
}

// member reads the value of a member with that path. inside says that it is a wanted array, or holds one.
func (s *splitter) member(path string) (inside bool, err error) {
	wanted, leads := s.wants(path)
	c, _ := s.peek()
	every := path[:strings.LastIndexByte(path, '.')+1] + "*"
	switch {
	case c == '{' && every != "*" && slices.Contains(s.keys, every):
		return true, s.lone(every)
	case wanted && c == '"' && strings.Contains(path, "."):
		return true, s.lone(path)
	case wanted && c == '[':
		s.given, s.list, s.kin = true, path, kin{}
		s.at++
		if !s.array() {
			return true, errStop
		}
		s.list = ""
		return true, nil
	case leads && c == '{':
		s.given, s.keep = true, -1
		s.at++
		_, err := s.members(path + ".")
		return true, err
	}
	return false, s.scan()
}

// lone yields a value that is wanted by itself, as an element of list.
func (s *splitter) lone(list string) error {
	s.given, s.list = true, list
	if !s.element() {
		return errStop
	}
	s.list, s.keep = "", -1
	return nil
}

// wants says whether the array with that path is wanted, and whether a wanted one stands deeper inside.
func (s *splitter) wants(path string) (wanted, leads bool) {
	for _, key := range s.keys {
		wanted = wanted || key == path
		leads = leads || strings.HasPrefix(key, path+".")
	}
	return wanted, leads
}

// key reads a member's name, as it is written, and colon.
func (s *splitter) key() (string, error) {
	s.at++
	name := make([]byte, 0, 64)
	for {
		c, ok := s.next()
		if !ok {
			return "", errCut
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
		return "", errCut
	} else if c != ':' {
		return "", errPlace
	}
	s.at++
	return string(name), nil
}
