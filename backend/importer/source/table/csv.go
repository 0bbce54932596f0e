// Package table reads the tables of spreadsheets as records.
package table

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// CSV is a kind of CSV file.
type CSV struct {
	// Suits says why a table with these columns cannot be read, as a *chat.Error; nil when it can.
	Suits func(columns []string) error
	// JSON are the columns whose cells are JSON text.
	JSON []string
	// Ended says of a table with these columns that its writer ends every row with a line end, so that one without is cut
	// off. Nil: none is known to.
	Ended func(columns []string) bool
}

// Columns are the names in the first line of a table; nil when it is none.
func Columns(head []byte) []string {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	columns, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil || len(columns) < 2 {
		return nil
	}
	return columns
}

// Rows yields the rows of a CSV file as JSON records.
func (t CSV) Rows(ctx context.Context, in *source.Input, file string) iter.Seq2[source.Record, *source.Item] {
	return func(yield func(source.Record, *source.Item) bool) {
		f, err := in.Open(ctx, file)
		if err != nil {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		defer f.Close()
		text, begin := source.UTF8(f)
		limited := &limited{r: text, left: source.MaxRecord, ended: t.Ended}
		rows := csv.NewReader(limited)
		rows.FieldsPerRecord, rows.ReuseRecord = -1, true
		first, err := rows.Read()
		header := slices.Clone(first)
		if limited.cutOff(header, header, err, rows.InputOffset()) {
			err = errCut(begin + rows.InputOffset())
		} else if err == nil {
			err = t.Suits(header)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		for {
			limited.left = source.MaxRecord
			offset := begin + rows.InputOffset()
			cells, err := rows.Read()
			if limited.cutOff(header, cells, err, rows.InputOffset()) {
				err = errCut(begin + rows.InputOffset())
			}
			if !t.row(in, file, offset, header, cells, err, yield) {
				return
			}
		}
	}
}

// row yields one row, or says why it is none; false at the end.
func (t CSV) row(in *source.Input, file string, offset int64, header, cells []string, err error, yield func(source.Record, *source.Item) bool) bool {
	bad := (*csv.ParseError)(nil)
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		return yield(source.Record{}, in.Failed(file, offset, fmt.Sprintf("line %d: %v", bad.Line, bad.Err)))
	case err != nil:
		yield(source.Record{}, in.Stop(file, err))
		return false
	case len(cells) != len(header):
		return yield(source.Record{}, in.Failed(file, offset, fmt.Sprintf("the row has %d cells, the header has %d", len(cells), len(header))))
	}
	return yield(source.Record{JSON: t.record(header, cells), File: file, Offset: offset}, nil)
}

// record makes the JSON record of a row: cells that hold JSON as they are, all others as texts, empty ones left out.
func (t CSV) record(header, cells []string) []byte {
	b := []byte{'{'}
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		// The error tells of bad UTF-8, which is replaced; the reader of the record counts it.
		b, _ = jsontext.AppendQuote(b, header[i])
		b = append(b, ':')
		if slices.Contains(t.JSON, header[i]) && jsontext.Value(cell).IsValid() {
			b = append(b, cell...)
			continue
		}
		b, _ = jsontext.AppendQuote(b, cell)
	}
	return append(b, '}')
}

// errTooLong ends a file in which a quote is never closed, before it fills the memory.
var errTooLong = &chat.Error{Code: chat.CodeCorrupt, Reason: fmt.Sprintf("a row is longer than %d MiB; perhaps a quote is not closed", source.MaxRecord>>20),
	Advice: "check the file, or export it again"}

func errCut(at int64) error {
	return &chat.Error{Code: chat.CodeCorrupt, Place: fmt.Sprintf("byte %d", at), Reason: "the last row is cut off",
		Advice: "export again and import the new file; what was read before this place is kept"}
}

// limited is a stream of which one row may take only so much, and that knows how it ended.
type limited struct {
	r     io.Reader
	left  int64
	total int64
	last  byte
	done  bool
	ended func(columns []string) bool
}

// Read reads until the limit of the row is reached.
func (l *limited) Read(b []byte) (int, error) {
	if l.left < 0 {
		return 0, errTooLong
	}
	n, err := l.r.Read(b)
	l.left -= int64(n)
	l.total += int64(n)
	if n > 0 {
		l.last = b[n-1]
	}
	l.done = l.done || errors.Is(err, io.EOF)
	return n, err
}

// cutOff says whether the row that ends at offset is the last one and not whole: a quote is open, cells are missing,
// or the line end is, which some programs always write.
func (l *limited) cutOff(header, cells []string, err error, offset int64) bool {
	bad := (*csv.ParseError)(nil)
	switch {
	case !l.done || offset < l.total || errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		return true
	case err != nil || l.last == '\n':
		return false
	}
	return len(cells) != len(header) || l.ended != nil && l.ended(header)
}
