package exporter

import (
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// rowMaker makes Parquet rows of the records of one shape. The library's own Deconstruct drops the level of optional
// list elements, so that every message would be null.
type rowMaker struct {
	shape   *shape
	levels  []int // by column: the level of a value that is there
	columns [][]parquet.Value
}

// newRowMaker makes a rowMaker for records of the shape s in a file of that schema.
func newRowMaker(s *shape, schema *parquet.Schema) *rowMaker {
	m := &rowMaker{shape: s, columns: make([][]parquet.Value, s.leaves)}
	for _, path := range schema.Columns() {
		leaf, _ := schema.Lookup(path...)
		m.levels = append(m.levels, leaf.MaxDefinitionLevel)
	}
	return m
}

// appendRow appends the row of a record to row.
func (m *rowMaker) appendRow(row parquet.Row, record any) parquet.Row {
	v := reflect.ValueOf(record).Elem()
	for i := range m.shape.fields {
		f := &m.shape.fields[i]
		m.add(f, v.FieldByIndex(f.index), 0, 0, 0)
	}
	for i, values := range m.columns {
		row = append(row, values...)
		clear(values)
		m.columns[i] = values[:0]
	}
	return row
}

// add adds the values of v, which stands at s. repetition is the level of its first value, depth the number of lists
// around it, definition the number of optional places around it that are filled.
func (m *rowMaker) add(s *shape, v reflect.Value, repetition, depth, definition int) {
	if absent(v) {
		m.addNull(s, repetition, definition)
		return
	}
	definition++ // every place that can be absent is optional
	v = reflect.Indirect(v)
	switch s.kind {
	case shapeText:
		m.addValue(s, parquet.ValueOf(v.String()), repetition)
	case shapeBool:
		m.addValue(s, parquet.ValueOf(v.Bool()), repetition)
	case shapeStruct:
		for i := range s.fields {
			f := &s.fields[i]
			m.add(f, v.FieldByIndex(f.index), repetition, depth, definition)
		}
	case shapeList:
		if v.Len() == 0 {
			m.addNull(s, repetition, definition)
			return
		}
		for i := range v.Len() {
			m.add(&s.fields[0], v.Index(i), repetition, depth+1, definition+1)
			repetition = depth + 1
		}
	}
}

// absent says whether v is a null in a file. An array without text is one; other texts are nil when they are absent.
func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice:
		return v.IsNil()
	}
	return v.Type() == reflect.TypeFor[array]() && v.Len() == 0
}

// addValue adds a value to the column of s.
func (m *rowMaker) addValue(s *shape, v parquet.Value, repetition int) {
	m.columns[s.column] = append(m.columns[s.column], v.Level(repetition, m.levels[s.column], s.column))
}

// addNull adds a null to every column at and below s.
func (m *rowMaker) addNull(s *shape, repetition, definition int) {
	for c := s.column; c < s.column+s.leaves; c++ {
		m.columns[c] = append(m.columns[c], parquet.NullValue().Level(repetition, definition, c))
	}
}
