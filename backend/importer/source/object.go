package source

import "errors"

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
