package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
)

// Line is one line of a JSONL file that is not blank.
type Line struct {
	Text   []byte // without its end; good until the next line
	Number int    // from 1
	Offset int64  // byte at which it begins
	Cut    bool   // the file ends in it, without a line end
	Long   bool   // it is longer than MaxRecord and was passed over; Text is empty
}

// Lines yields the lines of r that are not blank, of any length up to MaxRecord. An error of r ends it.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		b := bufio.NewReaderSize(r, 256<<10)
		var offset int64
		for number := 1; ; number++ {
			line, size, err := readLine(b)
			line.Number, line.Offset = number, offset
			offset += size
			if err != nil && !errors.Is(err, io.EOF) {
				yield(line, err)
				return
			}
			if line.Cut = err != nil; len(bytes.TrimSpace(line.Text)) > 0 || line.Long {
				if !yield(line, nil) {
					return
				}
			}
			if err != nil {
				return
			}
		}
	}
}

// readLine reads to the end of a line and says how many bytes that took.
func readLine(b *bufio.Reader) (line Line, size int64, err error) {
	for {
		var part []byte
		part, err = b.ReadSlice('\n')
		size += int64(len(part))
		if size > MaxRecord {
			line.Long, line.Text = true, nil
		} else if line.Text == nil && err == nil {
			line.Text = part
		} else {
			line.Text = append(line.Text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			line.Text = bytes.TrimRight(line.Text, "\r\n")
			return line, size, err
		}
	}
}
