package exporter

import (
	"reflect"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// Format is a data format: what a record looks like, and how one is made of a conversation. The fields of its record
// types give the keys of JSON, the header of CSV and the schema of Parquet. A new data format is one file and one line
// in Formats.
type Format struct {
	Key string
	// records are its record types, one for each layout.
	records []any
	// make makes the record of a draft, one of the types in records.
	make func(d *draft, l layout) any
	// info is its entry in dataset_info.json.
	info func(l layout) info
	// keepParallel leaves several calls in one turn, for formats whose readers expect them so.
	keepParallel bool
}

// Formats are the data formats.
var Formats = []Format{
	{Key: "standard", records: []any{standardRecord{}, standardToolRecord{}}, make: makeStandard, info: standardInfo},
}

// layout is what is decided for the whole file. An export begins with the narrowest and starts again with a wider one
// when a record does not fit.
type layout struct {
	tools       bool // some record has tools
	toolsAsText bool // tools are JSON text in JSONL, because their types contradict one another
}

// findFormat returns the data format with that key; empty is "standard".
func findFormat(key string) (Format, error) {
	if key == "" {
		key = "standard"
	}
	var known []string
	for _, f := range Formats {
		if f.Key == key {
			return f, nil
		}
		known = append(known, f.Key)
	}
	return Format{}, &chat.Error{Code: chat.CodeBadRequest, Reason: "there is no data format " + key,
		Advice: "choose one of: " + strings.Join(known, ", ")}
}

// column is a top-level field of a record.
type column struct {
	name  string
	field []int // index path for reflect
	plain bool  // a text that stands in a CSV cell as it is
}

// columnsOf lists the columns of a record type, those of embedded records first.
func columnsOf(record any) []column {
	t := reflect.TypeOf(record)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var columns []column
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		columns = append(columns, column{name, f.Index, f.Type == reflect.TypeFor[*string]()})
	}
	return columns
}

// recordType finds the record type whose columns are names.
func recordType(names []string) (reflect.Type, bool) {
	for _, f := range Formats {
		for _, r := range f.records {
			columns := columnsOf(r)
			if slices.EqualFunc(columns, names, func(c column, name string) bool { return c.name == name }) {
				return reflect.TypeOf(r), true
			}
		}
	}
	return nil, false
}
