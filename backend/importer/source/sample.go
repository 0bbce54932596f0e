package source

import (
	"bytes"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// Fields are the members of a JSON object by name, as they are written. One that the end of the head cut off has the
// beginning of its value.
type Fields map[string]jsontext.Value

// Has says whether there is a member of each of these names.
func (f Fields) Has(names ...string) bool {
	for _, name := range names {
		if _, ok := f[name]; !ok {
			return false
		}
	}
	return true
}

// Text returns the string under that name, or "".
func (f Fields) Text(name string) string {
	if v := f[name]; len(v) > 0 && v.Kind() == '"' {
		text, _ := jsontext.AppendUnquote(nil, v)
		return string(text)
	}
	return ""
}

// Object returns the members of the object under that name; nil when it is none.
func (f Fields) Object(name string) Fields {
	objects, _ := objectsOf(f[name], 1)
	if v := bytes.TrimSpace(f[name]); len(v) == 0 || v[0] != '{' || len(objects) == 0 {
		return nil
	}
	return objects[0]
}

// Objects returns the first objects of the array under that name.
func (f Fields) Objects(name string) []Fields {
	if v := bytes.TrimSpace(f[name]); len(v) == 0 || v[0] != '[' {
		return nil
	}
	objects, _ := objectsOf(f[name], sampleObjects)
	return objects
}

// Any says whether one of the members that are objects themselves suits, as the values of a ChatGPT mapping are asked.
func (f Fields) Any(suits func(Fields) bool) bool {
	names := make([]string, 0, len(f))
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if object := f.Object(name); object != nil && suits(object) {
			return true
		}
	}
	return false
}

// Sample is what the head of a JSON or JSONL file shows.
type Sample struct {
	// Array says that the file is a JSON array, Lines that it is several values behind each other (JSONL); neither is
	// set for one object, nor for what is no JSON.
	Array, Lines bool
	// Objects are the first objects, at most 20: of the array, of the lines, or the one object. One that is cut off or
	// damaged is only among them when there is no other, since it may lack what would tell its kind.
	Objects []Fields
}

// sampleObjects is how many objects a Sample shows (FORMATS.md §0.3).
const sampleObjects = 20

// Most says whether more than half of the sampled objects suit, and at least one.
func (s *Sample) Most(suits func(Fields) bool) bool {
	n := 0
	for _, f := range s.Objects {
		if suits(f) {
			n++
		}
	}
	return 2*n > len(s.Objects)
}

// MostIn is Most, also for a lone object that holds a list of such objects under one of keys.
func (s *Sample) MostIn(keys []string, suits func(Fields) bool) bool {
	if s.Most(suits) {
		return true
	}
	if s.Array || s.Lines || len(s.Objects) != 1 {
		return false
	}
	for _, key := range keys {
		list := Sample{Objects: s.Objects[0].Objects(key)}
		if list.Most(suits) {
			return true
		}
	}
	return false
}

// Probe looks at the beginning of a file of the input: at most so many bytes of its text. Of one that cannot be read there
// is nothing to see, and reading it will say why.
func (in *Input) Probe(file string, most int64) *Probe {
	p := &Probe{Name: file}
	if f, err := in.FS.Open(file); err == nil {
		defer f.Close()
		text, _ := UTF8(f)
		p.Head, _ = io.ReadAll(io.LimitReader(text, most))
	}
	return p
}

// Sample looks at the head as JSON; it is read once, however many Detects ask.
func (p *Probe) Sample() *Sample {
	if p.sample == nil {
		head := bytes.TrimSpace(p.Head)
		p.sample = &Sample{Array: bytes.HasPrefix(head, []byte("["))}
		if p.sample.Array || bytes.HasPrefix(head, []byte("{")) {
			objects, whole := objectsOf(p.Head, sampleObjects)
			p.sample.Lines = !p.sample.Array && len(objects) > 1
			if !whole && len(objects) > 1 {
				objects = objects[:len(objects)-1]
			}
			p.sample.Objects = objects
		}
	}
	return p.sample
}

// objectsOf reads the first objects of an array, or of values that stand behind each other. A damaged or cut end gives
// what was read before it; whole is false when the last object is not.
func objectsOf(b []byte, limit int) (objects []Fields, whole bool) {
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if d.PeekKind() == '[' {
		_, _ = d.ReadToken()
	}
	for len(objects) < limit {
		if d.PeekKind() != '{' {
			if d.SkipValue() != nil {
				return objects, true
			}
			continue
		}
		fields, whole := fieldsOf(d)
		objects = append(objects, fields)
		if !whole {
			return objects, false
		}
	}
	return objects, true
}

func fieldsOf(d *jsontext.Decoder) (f Fields, whole bool) {
	f = Fields{}
	if _, err := d.ReadToken(); err != nil {
		return f, false
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return f, false
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			f[key] = bytes.TrimLeft(d.UnreadBuffer(), ": \t\r\n")
			return f, false
		}
		f[key] = value.Clone()
	}
	_, err := d.ReadToken()
	return f, err == nil
}
