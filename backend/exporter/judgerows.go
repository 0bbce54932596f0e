package exporter

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// row is one record as it stands in a file, as JSON text.
type row struct {
	json   []byte
	start  int64 // byte of a file of lines at which it begins; else 0
	broken bool  // it is no JSON object
}

// maxRecord is how many bytes a record may have, as in an import, so that memory stays bounded.
const maxRecord = 256 << 20

var errRecordLong = fmt.Errorf("a record is larger than %d MiB", maxRecord>>20)

// rows are the records of a file.
type rows struct {
	format chat.FileFormat
	mark   bool  // the file begins with a byte order mark
	size   int64 // bytes of the file; 0 when unknown
	read   int64 // about how many of them are read so far
	all    iter.Seq2[row, error]
	close  func() error
}

// lineRows yields the lines of a JSONL file; a blank one is none.
func lineRows(ctx context.Context, in *bufio.Reader, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		at, n := int64(0), 1
		for ctx.Err() == nil {
			line, err := readLine(in)
			if err != nil && err != io.EOF {
				yield(row{}, damagedFile(name, n, err))
				return
			}
			if len(bytes.TrimSpace(line)) > 0 {
				n++
				value := jsontext.Value(line)
				if !yield(row{json: line, start: at, broken: value.Kind() != '{' || !value.IsValid(lenient)}, nil) {
					return
				}
			}
			if at += int64(len(line)); err == io.EOF {
				return
			}
		}
	}
}

// readLine reads a line with its end, of any length up to maxRecord; io.EOF comes with the last.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > maxRecord {
			return nil, errRecordLong
		}
		if line = append(line, part...); err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// allowance reads as much as is left of it.
type allowance struct {
	io.Reader
	left int
}

// Read reads from the reader, or says that a record is too long.
func (a *allowance) Read(b []byte) (int, error) {
	if a.left <= 0 {
		return 0, errRecordLong
	}
	n, err := a.Reader.Read(b)
	a.left -= n
	return n, err
}

// arrayRows yields the elements of a JSON array.
func arrayRows(ctx context.Context, in *bufio.Reader, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		bounded := &allowance{in, maxRecord}
		d := jsontext.NewDecoder(bounded, lenient)
		if _, err := d.ReadToken(); err != nil {
			yield(row{}, damagedFile(name, 0, err))
			return
		}
		for n := 1; d.PeekKind() != ']' && ctx.Err() == nil; n++ {
			bounded.left = maxRecord
			value, err := d.ReadValue()
			if err != nil {
				yield(row{}, damagedFile(name, n, err))
				return
			}
			if !yield(row{json: value.Clone(), broken: value.Kind() != '{'}, nil) {
				return
			}
		}
	}
}

// csvRows yields the rows of a CSV, every cell a text.
func csvRows(ctx context.Context, in *bufio.Reader, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		header, err := readRow(in)
		for n := 1; err == nil && ctx.Err() == nil; n++ {
			var cells []string
			if cells, err = readRow(in); err == io.EOF {
				return
			}
			if err == nil && len(cells) == 1 && cells[0] == "" {
				continue // a blank line, which readers pass over
			}
			if err == nil && len(cells) != len(header) {
				err = errCells
			}
			if err != nil {
				yield(row{}, damagedFile(name, n, err))
				return
			}
			record := []byte{'{'}
			for i, cell := range cells {
				if i > 0 {
					record = append(record, ',')
				}
				record = appendRaw(append(appendText(record, header[i]), ':'), cell)
			}
			if !yield(row{json: append(record, '}')}, nil) {
				return
			}
		}
		if err != nil {
			yield(row{}, damagedFile(name, 0, err))
		}
	}
}

// appendRaw appends s as a JSON string in which bytes that are no text stay, to be found.
func appendRaw(b []byte, s string) []byte {
	if utf8.ValidString(s) {
		return appendText(b, s)
	}
	b = append(b, '"')
	for len(s) > 0 {
		valid := 0
		for valid < len(s) {
			r, n := utf8.DecodeRuneInString(s[valid:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			valid += n
		}
		quoted := appendText(nil, s[:valid])
		b = append(b, quoted[1:len(quoted)-1]...)
		if s = s[valid:]; s != "" {
			b, s = append(b, s[0]), s[1:]
		}
	}
	return append(b, '"')
}

// damagedFile is the error of a file that cannot be read on from a record.
func damagedFile(name string, record int, err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, File: name, Place: fmt.Sprintf("record %d", record), Reason: "the file is damaged: " + err.Error(),
		Advice: "make it again", Err: err}
}
