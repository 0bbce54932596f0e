package exporter

import (
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// rowMaker makes Parquet rows of the records of one shape. The library's own Deconstruct drops the level of optional
// list elements, so that every message would be null.
type rowMaker struct {
	shape   *shape
	columns [][]parquet.Value
}

// newRowMaker makes a rowMaker.
func newRowMaker(s *shape) *rowMaker {
	return &rowMaker{shape: s, columns: make([][]parquet.Value, s.leaves)}
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
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice {
		if v.IsNil() {
			m.addNull(s, repetition, definition)
			return
		}
	}
	definition++ // every place is optional
	switch s.kind {
	case shapeText:
		text := reflect.Indirect(v).String()
		m.columns[s.column] = append(m.columns[s.column], parquet.ValueOf(text).Level(repetition, definition, s.column))
	case shapeStruct:
		v = reflect.Indirect(v)
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

// addNull adds a null to every column at and below s.
func (m *rowMaker) addNull(s *shape, repetition, definition int) {
	for c := s.column; c < s.column+s.leaves; c++ {
		m.columns[c] = append(m.columns[c], parquet.NullValue().Level(repetition, definition, c))
	}
}
