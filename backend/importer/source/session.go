package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"

	"loquat/backend/chat"
)

// MaxRaw is how many bytes of a session file are kept as the conversation's raw record. A larger session is read all
// the same, line by line, so that its file need not fit into memory.
const MaxRaw = 64 << 20

// Session reads a file that is one conversation written line by line, as coding agents keep them. Such a file may still
// grow, so that its last line may be cut off: it is read to its last whole record.
type Session struct {
	File   string
	Raw    []byte // the file as read; nil when it is larger than MaxRaw
	Broken int    // characters that were no text
	Glance bool   // the file is only looked at: Raw is not wanted, and its bytes are not counted as read

	bad      int    // lines that could not be read
	first    string // why and where the first of them
	cut      string // the same of the last line, when it is one of them
	tooLarge bool
}

// Lines calls read for each line of the session, with the Pull standing before its value; read must begin by clearing
// what it fills, and is followed by take when the line could be read whole. It ends when take returns false, and
// returns what ended the reading early.
func (s *Session) Lines(ctx context.Context, in *Input, p *Pull, read func(), take func(line Line) bool) error {
	if s.Glance {
		quiet := *in
		quiet.Read, in = nil, &quiet
	}
	s.makeRoom(in)
	for line, err := range in.lines(ctx, s.File) {
		if err != nil {
			return err
		}
		s.keep(line)
		s.cut = ""
		if line.Long {
			s.damaged(line, errors.New(tooLong))
			continue
		}
		if err := p.Parse(line.Text, read); err != nil {
			s.damaged(line, err)
			continue
		}
		s.Broken += p.Broken
		if !take(line) {
			return nil
		}
	}
	return nil
}

// lines yields the lines of one file of the input that are not blank.
func (in *Input) lines(ctx context.Context, file string) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		f, err := in.Open(ctx, file)
		if err != nil {
			yield(Line{}, err)
			return
		}
		defer f.Close()
		text, begin := UTF8(f)
		for line, err := range Lines(text) {
			line.Offset += max(0, begin)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// makeRoom makes room for the raw record, where the size of the file is known before.
func (s *Session) makeRoom(in *Input) {
	info, err := fs.Stat(in.FS, s.File)
	if s.Glance || err != nil {
		return
	}
	if s.tooLarge = info.Size() >= MaxRaw; !s.tooLarge {
		s.Raw = make([]byte, 0, info.Size()+1)
	}
}

func (s *Session) keep(line Line) {
	if s.Glance {
		return
	}
	if s.tooLarge = s.tooLarge || line.Long || len(s.Raw)+len(line.Text) >= MaxRaw; s.tooLarge {
		s.Raw = nil
		return
	}
	s.Raw = append(append(s.Raw, line.Text...), '\n')
}

func (s *Session) damaged(line Line, err error) {
	s.bad++
	s.cut = fmt.Sprintf("line %d (byte %d): %v", line.Number, line.Offset, err)
	if s.bad == 1 {
		s.first = s.cut
	}
}

// Finish gives c the raw record, and a note of everything that could not be read.
func (s *Session) Finish(c *chat.Conversation) {
	c.Raw = s.Raw
	if cap(s.Raw) > 2*len(s.Raw) { // an archive may say that a file is larger than it is
		c.Raw = bytes.Clone(s.Raw)
	}
	if s.tooLarge {
		c.Notes = append(c.Notes, fmt.Sprintf("the session is larger than %d MiB: its messages are kept, its own record is not", MaxRaw>>20))
	}
	if s.Broken > 0 {
		c.Notes = append(c.Notes, BrokenNote(s.Broken))
	}
	c.Notes = append(c.Notes, s.Trouble()...)
}

// Trouble says which lines could not be read.
func (s *Session) Trouble() (notes []string) {
	middle := s.bad
	if s.cut != "" {
		middle--
		notes = append(notes, "the last line is cut off, everything before it was read: "+s.cut)
	}
	if middle > 0 {
		notes = append(notes, fmt.Sprintf("lines that could not be read and were left out: %d; the first is %s", middle, s.first))
	}
	return notes
}

// Broke makes the Item that tells that a file could not be read to its end: Err for the only file of the input and when
// the work was cancelled, Failed when other files follow.
func (in *Input) Broke(ctx context.Context, file string, err error) *Item {
	var item *Item
	in.endFile(ctx, file, err, func(_ Record, problem *Item) bool { item = problem; return true })
	return item
}
