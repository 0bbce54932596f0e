package exporter

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// row is one record as it stands in a file, as JSON text.
type row struct {
	json   []byte
	end    int64 // byte of the file at which it ends; 0 when unknown
	broken bool  // it is no JSON
}

// rows are the records of a file.
type rows struct {
	format chat.FileFormat
	mark   bool  // the file begins with a byte order mark
	size   int64 // bytes of the file; 0 when unknown
	read   int64 // about how many of them are read so far
	all    iter.Seq2[row, error]
	close  func() error
}

// openRows opens a data file by its content; JSON arrays count as JSONL.
func openRows(ctx context.Context, fsys fs.FS, name string) (*rows, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, &chat.Error{Code: chat.CodeNotFound, File: name, Reason: "it cannot be opened", Advice: "check the name, and file_name in dataset_info.json", Err: err}
	}
	r := &rows{close: f.Close}
	if about, err := f.Stat(); err == nil {
		r.size = about.Size()
	}
	in := bufio.NewReaderSize(&counter{f, &r.read}, 1<<20)
	head, _ := in.Peek(4096)
	if len(head) == 0 {
		return nil, errors.Join(&chat.Error{Code: chat.CodeEmpty, File: name, Reason: "the file is empty", Advice: "name another"}, f.Close())
	}
	if bytes.HasPrefix(head, []byte("PAR1")) {
		return r, r.openParquet(ctx, f, in, name)
	}
	if head, r.mark = bytes.CutPrefix(head, []byte(byteOrderMark)); r.mark {
		_, _ = in.Discard(len(byteOrderMark))
	}
	switch head = bytes.TrimLeft(head, " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("{")):
		r.format, r.all = chat.JSONL, lineRows(ctx, in)
	case bytes.HasPrefix(head, []byte("[")):
		r.format, r.all = chat.JSONL, arrayRows(ctx, in, name)
	case strings.HasSuffix(strings.ToLower(name), ".csv"):
		r.format, r.all = chat.CSV, csvRows(ctx, in, name)
	default:
		return nil, errors.Join(&chat.Error{Code: chat.CodeUnknownFormat, File: name, Reason: "it is neither JSONL, CSV nor Parquet",
			Advice: "name a data file, or a folder or ZIP with dataset_info.json"}, f.Close())
	}
	return r, nil
}

// counter counts the bytes that are read of a file.
type counter struct {
	fs.File
	read *int64
}

// Read reads from the file.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.File.Read(b)
	*c.read += int64(n)
	return n, err
}

// lineRows yields the lines of a JSONL file; a blank one is none.
func lineRows(ctx context.Context, in *bufio.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		at := int64(0)
		for ctx.Err() == nil {
			line, err := in.ReadBytes('\n')
			at += int64(len(line))
			if len(bytes.TrimSpace(line)) > 0 {
				value := jsontext.Value(line)
				if !yield(row{json: line, end: at, broken: value.Kind() != '{' || !value.IsValid(lenient)}, nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(row{}, err)
				return
			}
		}
	}
}

// arrayRows yields the elements of a JSON array.
func arrayRows(ctx context.Context, in *bufio.Reader, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		d := jsontext.NewDecoder(in, lenient)
		if _, err := d.ReadToken(); err != nil {
			yield(row{}, damagedFile(name, 0, err))
			return
		}
		for n := 1; d.PeekKind() != ']' && ctx.Err() == nil; n++ {
			value, err := d.ReadValue()
			if err != nil {
				yield(row{}, damagedFile(name, n, err))
				return
			}
			if !yield(row{json: value.Clone(), end: d.InputOffset(), broken: value.Kind() != '{'}, nil) {
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
				record = appendText(append(appendText(record, header[i]), ':'), cell)
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

// damagedFile is the error of a file that cannot be read on from a record.
func damagedFile(name string, record int, err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, File: name, Place: fmt.Sprintf("record %d", record), Reason: "the file is damaged: " + err.Error(),
		Advice: "make it again", Err: err}
}
