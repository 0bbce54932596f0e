package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

var (
	errCut   = errors.New("cut off")                            // the stream ends inside a value
	errStop  = errors.New("stop")                               // the end was already told
	errPlace = errors.New("a sign stands where none may stand") // brackets, commas and strings do not fit together
	errDeep  = errors.New("it is nested too deeply")
)

// tooLong is the reason for a record with more than MaxRecord bytes.
var tooLong = fmt.Sprintf("it is larger than %d MiB, the most that one conversation may have", MaxRecord>>20)

// maxDepth is how deeply values may be nested; the JSON parser has the same limit.
const maxDepth = 10000

// startWindow is the size of a window before a long record makes it grow.
const startWindow = 256 << 10

// window is the part of a stream that is in memory.
type window struct {
	r    io.Reader
	buf  []byte
	at   int   // next byte to look at
	end  int   // end of the bytes read
	keep int   // bytes from here on are still needed; -1 when only those from at are
	most int   // how many bytes may be kept
	base int64 // place of buf[0] in the stream
	err  error // why reading ended, when that was no proper end
	eof  bool
}

func (w *window) offset() int64 { return w.base + int64(w.at) }

// peek passes over white space and returns the next byte; false at the end.
func (w *window) peek() (byte, bool) {
	for {
		for ; w.at < w.end; w.at++ {
			if c := w.buf[w.at]; c > ' ' {
				return c, true
			}
		}
		if !w.fill() {
			return 0, false
		}
	}
}

// next returns the next byte and passes it.
func (w *window) next() (byte, bool) {
	if w.at == w.end && !w.fill() {
		return 0, false
	}
	w.at++
	return w.buf[w.at-1], true
}

// fill reads more; false at the end. It gives up what is kept when that grows over the most.
func (w *window) fill() bool {
	if w.eof {
		return false
	}
	if w.keep >= 0 && w.at-w.keep > w.most {
		w.keep = -1
	}
	low := w.at
	if w.keep >= 0 {
		low = w.keep
		w.keep = 0
	}
	used := w.end - low
	room := w.buf
	if used > len(room)/2 {
		room = make([]byte, 2*len(room))
	} else if len(room) > 64*startWindow && used < startWindow {
		room = make([]byte, startWindow)
	}
	copy(room, w.buf[low:w.end])
	w.buf, w.base, w.at, w.end = room, w.base+int64(low), w.at-low, used
	for range 100 {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		if err != nil {
			w.eof = true
			if !errors.Is(err, io.EOF) {
				w.err = err
			}
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.eof, w.err = true, io.ErrNoProgress
	return false
}

// scan passes over one value, minding only what strings and brackets need. On an error at is where it was seen.
func (w *window) scan() error {
	var stack []byte
	last := byte(',') // the last byte outside strings that is no white space
	for {
		for w.at < w.end {
			c := w.buf[w.at]
			switch {
			case c <= ' ':
				w.at++
				continue
			case c == '"':
				if last != ',' && last != ':' && last != '{' && last != '[' {
					return errPlace
				}
				if err := w.text(); err != nil {
					return err
				}
				if len(stack) == 0 {
					return nil
				}
				last = c
				continue
			case c == '{' || c == '[':
				if !opens(stack, last) {
					return errPlace
				}
				if len(stack) == maxDepth {
					return errDeep
				}
				stack = append(stack, c)
			case (c == '}' || c == ']' || c == ',') && len(stack) == 0:
				if last == ',' && c != ',' {
					return errPlace
				}
				return nil
			case c == '}' || c == ']':
				if stack[len(stack)-1] != c-2 { // in ASCII each closing bracket is two behind its opening one
					return errPlace
				}
				stack = stack[:len(stack)-1]
				if len(stack) == 0 {
					w.at++
					return nil
				}
			}
			last = c
			w.at++
		}
		if !w.fill() {
			return errCut
		}
	}
}

// opens says whether a bracket may open behind the byte last.
func opens(stack []byte, last byte) bool {
	switch last {
	case ':', '[':
		return true
	case ',':
		return len(stack) == 0 || stack[len(stack)-1] == '['
	}
	return false
}

// text passes over a string.
func (w *window) text() error {
	w.at++
	escaped := false // a backslash ended the part before
	for {
		part := w.buf[w.at:w.end]
		if escaped && len(part) > 0 {
			part, escaped = part[1:], false
			w.at++
		}
		if i := bytes.IndexByte(part, '"'); i >= 0 {
			w.at += i + 1
			if !endsEscape(part[:i]) {
				return nil
			}
			continue
		}
		escaped = escaped || endsEscape(part)
		w.at = w.end
		if !w.fill() {
			return errCut
		}
	}
}

// endsEscape says whether b ends with an odd number of backslashes.
func endsEscape(b []byte) bool {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
