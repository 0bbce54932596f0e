package exporter

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// textSink writes lines. Those that stand first go to the file itself, the others to a second file that is copied behind
// them at the end, so that memory holds none.
type textSink struct {
	path        string
	front, rest *os.File
	toFront     *bufio.Writer
	toRest      *bufio.Writer
}

// textBuffer is how many bytes are gathered before they are written.
const textBuffer = 1 << 20

// newTextSink opens the sink of the file name in dir, which begins with header.
func newTextSink(dir, name string, header []byte) (sink, error) {
	s := &textSink{path: filepath.Join(dir, name)}
	var err error
	if s.front, err = createPrivate(s.path + ".part"); err != nil {
		return nil, err
	}
	if s.rest, err = createPrivate(s.path + ".rest"); err != nil {
		s.discard()
		return nil, err
	}
	s.toFront = bufio.NewWriterSize(s.front, textBuffer)
	s.toRest = bufio.NewWriterSize(s.rest, textBuffer)
	_, err = s.toFront.Write(header)
	return s, err
}

// add writes a line.
func (s *textSink) add(_ *made, line []byte, first bool) error {
	w := s.toRest
	if first {
		w = s.toFront
	}
	_, err := w.Write(line)
	return err
}

// finish puts the two parts together and gives the file its name.
func (s *textSink) finish() (int64, error) {
	if err := errors.Join(s.toFront.Flush(), s.toRest.Flush()); err != nil {
		return 0, err
	}
	if _, err := s.rest.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	if _, err := io.Copy(s.front, s.rest); err != nil {
		return 0, err
	}
	if err := errors.Join(s.rest.Close(), os.Remove(s.rest.Name())); err != nil {
		return 0, err
	}
	return seal(s.front, s.path)
}

// discard removes both parts.
func (s *textSink) discard() {
	for _, f := range []*os.File{s.front, s.rest} {
		if f != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}
}
