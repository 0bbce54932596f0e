package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// Pull reads one JSON value field by field, and takes what it finds: a field of another kind than expected counts as
// absent, because one odd field must never lose a conversation. Errors stick: after the first every method gives
// nothing, and Parse returns it. A Pull is used again for value after value by one goroutine.
type Pull struct {
	// Broken counts characters of the value being read that were no text (invalid UTF-8, half a surrogate pair, NUL)
	// and were read as U+FFFD.
	Broken int

	dec   *jsontext.Decoder
	in    bytes.Buffer
	src   []byte            // the value being read
	names map[string]string // short strings seen before, so that keys and roles cost no memory
	text  []byte            // room to undo escapes in
	err   error
}

// NewPull makes a Pull; give it values with Parse.
func NewPull() *Pull {
	return &Pull{dec: jsontext.NewDecoder(&bytes.Buffer{}), names: map[string]string{}}
}

// Parse reads one value by calling read, which takes it with the other methods. A value that is no JSON is mended (see
// Mend) and read once more, so read must begin by clearing what it fills. The error says what is wrong and where in
// the value; it is nil when the whole value was read.
func (p *Pull) Parse(value []byte, read func()) error {
	err := p.parse(value, read)
	if err == nil {
		return nil
	}
	if mended, ok := Mend(value); ok {
		err = p.parse(mended, read)
	}
	if e := (*jsontext.SyntacticError)(nil); errors.As(err, &e) && e.Err != nil {
		return fmt.Errorf("%w, %d bytes into the record", e.Err, e.ByteOffset)
	}
	return err
}

func (p *Pull) parse(value []byte, read func()) error {
	p.src, p.in = value, *bytes.NewBuffer(value)
	p.dec.Reset(&p.in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	p.err, p.Broken = nil, 0
	before := p.dec.InputOffset()
	read()
	if p.err == nil && p.dec.InputOffset() == before {
		p.Skip()
	}
	return p.err
}

// Kind says what comes next: 'n' null, 'f' and 't' booleans, '"' a string, '0' a number, '{' an object, '[' an array,
// and 0 after an error.
func (p *Pull) Kind() byte {
	if p.err != nil {
		return 0
	}
	return byte(p.dec.PeekKind())
}

// Object calls field for each member of the object that comes next; a member that field does not read is passed over.
// Any other value is passed over whole, and Object returns false.
func (p *Pull) Object(field func(name string)) bool {
	if p.Kind() != '{' {
		p.Skip()
		return false
	}
	p.token()
	for p.more('}') {
		name := p.Name()
		p.member(func() { field(name) })
	}
	p.token()
	return p.err == nil
}

// Array calls element for each element of the array that comes next; an element not read is passed over. Any other
// value is passed over whole, and Array returns false.
func (p *Pull) Array(element func()) bool {
	if p.Kind() != '[' {
		p.Skip()
		return false
	}
	p.token()
	for p.more(']') {
		p.member(element)
	}
	p.token()
	return p.err == nil
}

func (p *Pull) member(read func()) {
	before := p.dec.InputOffset()
	read()
	if p.err == nil && p.dec.InputOffset() == before {
		p.Skip()
	}
}

func (p *Pull) more(end byte) bool { kind := p.Kind(); return p.err == nil && kind != end }

// Text returns the string that comes next; a number or a boolean as it is written; "" for anything else.
func (p *Pull) Text() string {
	switch p.Kind() {
	case '"':
		return string(p.unquote(p.value()))
	case '0', 't', 'f':
		return string(p.value())
	}
	p.Skip()
	return ""
}

// AnyText returns an object or a list that comes next as it is written; otherwise it is Text.
func (p *Pull) AnyText() string {
	if kind := p.Kind(); kind != '{' && kind != '[' {
		return p.Text()
	}
	text, _ := Clean(string(p.Raw()))
	return text
}

// Name is Text for short words that come again and again, such as roles, models and keys.
func (p *Pull) Name() string {
	if p.Kind() != '"' {
		return p.Text()
	}
	raw := p.value()
	if name, ok := p.names[string(raw)]; ok {
		return name
	}
	name := string(p.unquote(raw))
	if len(raw) <= 34 && len(p.names) < 2000 {
		p.names[string(raw)] = name
	}
	return name
}

// Raw returns the value that comes next as it is written; it is good until the next call.
func (p *Pull) Raw() []byte { return p.value() }

// Number returns the number that comes next, also one written as a string; ok is false for anything else.
func (p *Pull) Number() (f float64, ok bool) {
	switch p.Kind() {
	case '0':
		return number(string(p.value()))
	case '"':
		return number(p.Text())
	}
	p.Skip()
	return 0, false
}

// Count returns the whole number that comes next, or nil, as token counts are written.
func (p *Pull) Count() *int64 {
	f, ok := p.Number()
	if !ok || f < 0 || f > 1<<53 {
		return nil
	}
	n := int64(f)
	return &n
}

// Bool returns true for the values true, "true" and 1.
func (p *Pull) Bool() bool {
	switch strings.ToLower(p.Text()) {
	case "true", "1":
		return true
	}
	return false
}

// Time returns the time that comes next in any form of FORMATS.md §0.4, read as UTC when it names no zone.
func (p *Pull) Time() chat.Time {
	switch p.Kind() {
	case '0', '"':
		return ParseTime(p.Text())
	case '{':
		return p.mongoTime()
	}
	p.Skip()
	return chat.Time{}
}

// mongoTime reads {"$date": …} with a text, a number, or {"$numberLong": "…"} in it.
func (p *Pull) mongoTime() (t chat.Time) {
	p.Object(func(name string) {
		switch name {
		case "$date", "$numberLong":
			t = p.Time()
		}
	})
	return t
}

// Mark returns the place in the value reached so far, for Written.
func (p *Pull) Mark() int64 { return p.dec.InputOffset() }

// Written returns what stands in the value from a Mark up to here, as it is written; good until the next Parse.
func (p *Pull) Written(from int64) []byte {
	return bytes.TrimLeft(p.src[from:p.dec.InputOffset()], ":, \t\r\n")
}

// Skip passes over the value that comes next.
func (p *Pull) Skip() {
	if p.err == nil {
		p.err = p.dec.SkipValue()
	}
}

// Fail makes err the error of this value; reading it ends.
func (p *Pull) Fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *Pull) token() {
	if p.err == nil {
		_, p.err = p.dec.ReadToken()
	}
}

func (p *Pull) value() (v jsontext.Value) {
	if p.err == nil {
		v, p.err = p.dec.ReadValue()
	}
	return v
}

// unquote undoes the escapes of a string; the result is good until the next call.
func (p *Pull) unquote(raw []byte) []byte {
	if p.err != nil {
		return nil
	}
	text, err := jsontext.AppendUnquote(p.text[:0], raw)
	if err != nil {
		p.Broken += bytes.Count(text, []byte(replacement))
	}
	if bytes.IndexByte(text, 0) >= 0 {
		p.Broken += bytes.Count(text, []byte{0})
		text = bytes.ReplaceAll(text, []byte{0}, []byte(replacement))
	}
	p.text = text
	return text
}
