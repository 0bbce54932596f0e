package exporter

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// shape is the tree of places in a record type that hold texts or lists. Each has a bit, so that what a record fills is
// a set of bits: readers fix their columns from the beginning of a file, and a record that fills a place for the first
// time must stand there. Its leaves are the columns of a Parquet file, in order.
type shape struct {
	kind   shapeKind
	name   string  // its path: "/messages/[]/content"
	fields []shape // of a struct, in order; of a list, its one element
	index  []int   // of a field in its struct
	bit    uint64
	column int // of its first leaf
	leaves int // how many columns it has
}

// shapeKind is how a place is walked.
type shapeKind int

// The kinds of places.
const (
	shapeText   shapeKind = iota // a string or a pointer to one
	shapeBool                    // a pointer to true or false
	shapeList                    // a slice
	shapeStruct                  // a struct or a pointer to one
)

// shapeOf makes the shape of a record.
func shapeOf(record any) *shape {
	counter := shapeCounter{bit: 1}
	s := counter.count("", reflect.TypeOf(record))
	return &s
}

// shapeCounter numbers places and columns.
type shapeCounter struct {
	bit    uint64
	column int
}

// count numbers type t, which stands at name, and what it holds.
func (c *shapeCounter) count(name string, t reflect.Type) shape {
	if c.bit == 0 {
		panic("exporter: a record type with more than 64 places")
	}
	s := shape{name: name, bit: c.bit, column: c.column}
	c.bit <<= 1
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Slice:
		s.kind = shapeList
		s.fields = []shape{c.count(name+"/[]", t.Elem())}
	case reflect.Struct:
		s.kind = shapeStruct
		for _, f := range reflect.VisibleFields(t) {
			if !f.Anonymous {
				key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				field := c.count(name+"/"+key, f.Type)
				field.index = f.Index
				s.fields = append(s.fields, field)
			}
		}
	case reflect.Bool:
		s.kind = shapeBool
		c.column++
	default:
		c.column++
	}
	s.leaves = c.column - s.column
	return s
}

// places are bits of a shape.
type places struct {
	filled  uint64 // hold something
	undated uint64 // hold a text that does not look like a date
}

// fill adds the places that v fills to set.
func (s *shape) fill(v reflect.Value, set *places) {
	if v.Kind() != reflect.Slice && absent(v) {
		return
	}
	v = reflect.Indirect(v)
	set.filled |= s.bit
	switch s.kind {
	case shapeText:
		if !looksLikeDate(v.String()) {
			set.undated |= s.bit
		}
	case shapeList:
		for i := range v.Len() {
			s.fields[0].fill(v.Index(i), set)
		}
	case shapeStruct:
		for i := range s.fields {
			s.fields[i].fill(v.FieldByIndex(s.fields[i].index), set)
		}
	}
}

// dated adds to names the places at and below s of which every text looks like a date.
func (s *shape) dated(names []string, set places) []string {
	if s.kind == shapeText && set.filled&s.bit != 0 && set.undated&s.bit == 0 {
		names = append(names, s.name)
	}
	for i := range s.fields {
		names = s.fields[i].dated(names, set)
	}
	return names
}

// columns is what the records so far have shown a reader that infers types.
type columns struct {
	places
	kinds map[string][]path // by path: each kind found there
	known map[*tool]bool
}

// conflict is a path with two kinds of value, which no column can hold.
type conflict struct{ name, first, second string }

// show adds a record and says whether it shows a place, or a kind of value at one, for the first time.
func (c *columns) show(shown places, tools []*tool) (first bool, conflicts []conflict) {
	first = shown.filled&^c.filled != 0
	c.filled |= shown.filled
	c.undated |= shown.undated
	for _, t := range tools {
		if c.known[t] {
			continue
		}
		if len(c.known) >= maxKnownTools {
			clear(c.known)
		}
		c.known[t] = true
		for _, p := range t.paths {
			added, clash := c.showPath(p)
			first = first || added
			if clash != nil {
				conflicts = append(conflicts, *clash)
			}
		}
	}
	return first, conflicts
}

// showPath adds one path, unless there are too many to be remembered.
func (c *columns) showPath(p path) (added bool, clash *conflict) {
	kinds := c.kinds[p.name]
	for i := range kinds {
		if kinds[i].kind == p.kind {
			kinds[i].date = kinds[i].date && p.date
			return false, nil
		}
	}
	if len(kinds) == 0 && len(c.kinds) >= maxPaths {
		return false, nil
	}
	c.kinds[p.name] = append(kinds, p)
	switch {
	case len(kinds) > 0:
		clash = &conflict{p.name, kinds[0].kind, p.kind}
	case p.kind == kindHuge:
		clash = &conflict{p.name, kindNumber, p.kind}
	}
	return true, clash
}

// dates lists the paths at which every text looks like a date; s is the shape of the records, and tools says whether
// those have types.
func (c *columns) dates(s *shape, tools bool) []string {
	names := s.dated(nil, c.places)
	if tools {
		names = append(names, c.datedPaths()...)
	}
	return names
}

// datedPaths lists the paths that showPath has met at which every text looks like a date.
func (c *columns) datedPaths() []string {
	var names []string
	for name, kinds := range c.kinds {
		for _, k := range kinds {
			if k.kind == kindText && k.date {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// alike lists pairs of places whose names differ in capital letters only; tools says whether those have types.
func (c *columns) alike(tools bool) [][2]string {
	var pairs [][2]string
	met := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(c.kinds)) {
		if !tools && strings.HasPrefix(name, "/tools/") {
			continue
		}
		last := strings.LastIndexByte(name, '/') + 1
		lower := name[:last] + strings.ToLower(name[last:])
		if other, ok := met[lower]; ok {
			pairs = append(pairs, [2]string{other, name})
			continue
		}
		met[lower] = name
	}
	return pairs
}
