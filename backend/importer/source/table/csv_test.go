package table_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/table"
)

// tell reads a file as that kind of table, and writes each row as "offset json", each item as what it is.
func tell(t *testing.T, kind table.CSV, text string) string {
	t.Helper()
	if kind.Suits == nil {
		kind.Suits = func([]string) error { return nil }
	}
	in := &source.Input{FS: fstest.MapFS{"t.csv": {Data: []byte(text)}}, Files: []string{"t.csv"}, Label: "x"}
	var got []string
	for record, item := range kind.Rows(t.Context(), in, "t.csv") {
		switch {
		case item == nil:
			got = append(got, fmt.Sprintf("%d %s", record.Offset, record.JSON))
		case item.Failed != nil:
			got = append(got, fmt.Sprintf("failed at %d: %s", item.Offset, item.Failed.Reason))
		default:
			got = append(got, "ended: "+item.Err.Error())
		}
	}
	return strings.Join(got, "\n")
}

func check(t *testing.T, kind table.CSV, text string, want ...string) {
	t.Helper()
	if got := tell(t, kind, text); got != strings.Join(want, "\n") {
		t.Errorf("%q gives:\n%s\nwant:\n%s", text, got, strings.Join(want, "\n"))
	}
}

// What people write has commas, quotes, bars and line ends in it: a cell must come as it was written, JSON as JSON where the
// column holds it, and each row with the place at which it begins, blank lines before it counted, so that a person finds it.
func TestRows(t *testing.T) {
	kind := table.CSV{JSON: []string{"tools"}}
	check(t, kind, "prompt,answer,tools\n"+
		"\"One, \"\"two\"\"\nand | three\",\"\",\"[{\"\"name\"\":\"\"add\"\"}]\"\n"+
		"{},\"\xff\",[\r\n"+
		"\n"+
		"last,,\n",
		`20 {"prompt":"One, \"two\"\nand | three","tools":[{"name":"add"}]}`,
		`73 {"prompt":"{}","answer":"`+"\uFFFD"+`","tools":"["}`,
		`83 {"prompt":"last"}`)
	check(t, kind, "\xef\xbb\xbfprompt,answer\na,b\n", `17 {"prompt":"a","answer":"b"}`)
}

// A row with a cell too few or too many would put words into the wrong mouth: it is told with its place, as is one with a
// stray quote, and the rows behind it are read.
func TestDamagedRows(t *testing.T) {
	check(t, table.CSV{}, "prompt,answer\nalone\na,b\na,b,c\nwith \"quotes\",b\nc,d\n",
		"failed at 14: the row has 1 cells, the header has 2",
		`20 {"prompt":"a","answer":"b"}`,
		"failed at 24: the row has 3 cells, the header has 2",
		`failed at 30: line 5: bare " in non-quoted-field`,
		`46 {"prompt":"c","answer":"d"}`)
}

const advice = "; export again and import the new file; what was read before this place is kept"

// A download that broke off must be told, at the byte where it ends: in a quote, before the last cell, or, where the
// program that wrote it ends every row with a line end, without one. Else a last row without a line end is whole.
func TestCutOff(t *testing.T) {
	const text, row = "prompt,answer\na,b\n", `14 {"prompt":"a","answer":"b"}`
	check(t, table.CSV{}, text+"c,d", row, `18 {"prompt":"c","answer":"d"}`)
	check(t, table.CSV{}, text+"c", row, "ended: t.csv, byte 19: the last row is cut off"+advice)
	check(t, table.CSV{}, text+"c,\"d", row, "ended: t.csv, byte 22: the last row is cut off"+advice)
	ended := table.CSV{Ended: func(columns []string) bool { return slices.Contains(columns, "answer") }}
	check(t, ended, text+"c,d", row, "ended: t.csv, byte 21: the last row is cut off"+advice)
	check(t, ended, text, row)
	check(t, table.CSV{}, "prompt,\"ans", "ended: t.csv, byte 11: the last row is cut off"+advice)
}

// A table with other columns must be refused with the reason of its reader, before a row of it is taken.
func TestColumns(t *testing.T) {
	refuse := table.CSV{Suits: func(columns []string) error {
		return &chat.Error{Code: chat.CodeCorrupt, Reason: "it has the columns " + strings.Join(columns, " and ")}
	}}
	in := &source.Input{FS: fstest.MapFS{"t.csv": {Data: []byte("a,b\n1,2\n")}}, Files: []string{"t.csv"}}
	n := 0
	for _, item := range refuse.Rows(t.Context(), in, "t.csv") {
		e := (*chat.Error)(nil)
		if n++; item == nil || !errors.As(item.Err, &e) || e.File != "t.csv" || e.Reason != "it has the columns a and b" {
			t.Errorf("%+v", item)
		}
	}
	if n != 1 {
		t.Errorf("%d items", n)
	}
	for head, want := range map[string][]string{"a,\"b,c\"\r\n1,2": {"a", "b,c"}, "one column\n": nil, "{\"a\":1,\"b\":2}": nil, "": nil} {
		if got := table.Columns([]byte(head)); !slices.Equal(got, want) {
			t.Errorf("%q: %q", head, got)
		}
	}
}
