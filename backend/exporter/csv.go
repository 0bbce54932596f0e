package exporter

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A CSV begins with the mark that makes Excel read it as UTF-8; rows end as RFC 4180 says.
const (
	byteOrderMark = "\uFEFF"
	rowEnd        = "\r\n"
	noArray       = "[]"  // in the cell of an array that the record does not have: ms-swift stops at an empty one
	maxExcelCell  = 32767 // characters, as UTF-16 counts them
)

// csvHeader is the first line of a CSV of such records.
func csvHeader(record any) []byte {
	var names []string
	for _, c := range columnsOf(record) {
		names = append(names, c.name)
	}
	return []byte(byteOrderMark + strings.Join(names, ",") + rowEnd)
}

// csvEncoder writes records as rows: texts as they are, everything else as JSON text; EXPORT.md §4.7.
type csvEncoder struct {
	columns []column
	cell    bytes.Buffer
}

// newCSVEncoder makes an encoder for such records.
func newCSVEncoder(record any) *csvEncoder { return &csvEncoder{columns: columnsOf(record)} }

// encode appends a row to b and warns of cells that a spreadsheet would change.
func (e *csvEncoder) encode(b *bytes.Buffer, d *draft, record any) error {
	v := reflect.ValueOf(record).Elem()
	for i, c := range e.columns {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.fill(d, c, v.FieldByIndex(c.field)); err != nil {
			return err
		}
		cell := e.cell.Bytes()
		if n := len(cell); n > maxExcelCell {
			if n = utf16Length(cell); n > maxExcelCell {
				d.warn("CSV_CELL", nil, c.name, strconv.Itoa(n))
			}
		}
		appendCell(b, cell)
	}
	b.WriteString(rowEnd)
	return nil
}

// fill puts the text of one cell into e.cell.
func (e *csvEncoder) fill(d *draft, c column, v reflect.Value) error {
	e.cell.Reset()
	if v.IsZero() && c.absent {
		e.cell.WriteString(noArray)
		return nil
	}
	if !c.plain {
		return appendRecord(&e.cell, v.Interface())
	}
	if v.IsNil() {
		return nil
	}
	text := v.Elem().String()
	switch {
	case !formula(text):
	case c.guarded:
		d.repair("CSV_FORMULA", nil, c.name, text[:1])
		e.cell.WriteByte('\'')
	case text[0] != '\'': // an apostrophe before what is trained on would be learnt
		d.warn("CSV_FORMULA", nil, c.name, text[:1])
	}
	if c.name == "conversation_id" && number(text) {
		d.warn("CSV_ID", nil, text)
	}
	e.cell.WriteString(text)
	return nil
}

// formula says whether a spreadsheet would take text for a formula (OWASP ASVS 1.2.10). Text that looks guarded already
// counts too, so that reading back can take exactly one apostrophe off.
func formula(text string) bool {
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}

// unguarded takes the apostrophe off that fill put there.
func unguarded(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && formula(rest) {
		return rest
	}
	return text
}

// number says whether text is all digits.
func number(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// appendCell appends a cell, in quotes when it needs them.
func appendCell(b *bytes.Buffer, cell []byte) {
	if bytes.IndexByte(cell, '"') < 0 {
		if !bytes.ContainsAny(cell, ",\r\n") && (len(cell) == 0 || cell[0] != ' ') {
			b.Write(cell)
			return
		}
		b.WriteByte('"')
		b.Write(cell)
		b.WriteByte('"')
		return
	}
	b.WriteByte('"')
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		b.Write(cell[:i+1])
		b.WriteByte('"')
		cell = cell[i+1:]
	}
	b.Write(cell)
	b.WriteByte('"')
}

var (
	errQuote = errors.New("a cell ends without its quote")
	errCells = errors.New("a row has more or fewer cells than the header")
)

// readRow reads the cells of the next row; io.EOF when there is none. A quote counts at the beginning of a cell only, and a
// carriage return alone ends a row, as pandas has it. The standard library's reader would change the line ends inside a
// cell.
func readRow(in *bufio.Reader) ([]string, error) {
	var row []string
	var cell []byte
	quoted, fresh := false, true // fresh: at the beginning of a cell
	for read := 0; read < maxRecord; read++ {
		c, err := in.ReadByte()
		begins := fresh
		fresh = c == ',' && !quoted
		switch {
		case err == io.EOF && read == 0:
			return nil, io.EOF
		case err == io.EOF && quoted:
			return nil, errQuote
		case err == io.EOF:
			return append(row, string(cell)), nil
		case err != nil:
			return nil, err
		case c == '"' && quoted:
			if next, _ := in.Peek(1); len(next) == 0 || next[0] != '"' {
				quoted = false
				continue
			}
			cell = append(cell, c)
			_, _ = in.Discard(1)
		case c == '"' && begins:
			quoted = true
		case c == ',' && !quoted:
			row, cell = append(row, string(cell)), cell[:0]
		case c == '\r' && !quoted:
			if next, _ := in.Peek(1); len(next) == 1 && next[0] == '\n' {
				_, _ = in.Discard(1)
			}
			return append(row, string(cell)), nil
		case c == '\n' && !quoted:
			return append(row, string(cell)), nil
		default:
			cell = append(cell, c)
		}
	}
	return nil, errRecordLong
}

// utf16Length is how many characters Excel counts in valid UTF-8.
func utf16Length(b []byte) int {
	n := utf8.RuneCount(b)
	for _, c := range b {
		if c >= 0xF0 { // the first of four bytes: two units
			n++
		}
	}
	return n
}
