package source

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// tellRecords reads files and writes each record as "offset:line json", each item as what it is.
func tellRecords(files fstest.MapFS, names ...string) string {
	var got []string
	in := &Input{FS: files, Files: names, Label: "x"}
	for record, item := range Records(context.Background(), in, "list") {
		switch {
		case item == nil:
			got = append(got, fmt.Sprintf("%d:%d %s", record.Offset, record.Line, record.JSON))
		case item.Failed != nil:
			got = append(got, fmt.Sprintf("failed %d %s", item.Offset, item.Failed.Reason))
		default:
			got = append(got, "error "+item.Err.Error())
		}
	}
	return strings.Join(got, "|")
}

const cutAdvice = "; export again and import the new file; conversations before this place are kept"

// The way a file holds its values is told by what is in it, and places are those of the file itself.
func TestRecords(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a.json", `[{"a":1},{"a":2}]`, `1:0 {"a":1}|9:0 {"a":2}`},
		{"a.jsonl", `[{"a":1},` + "\n" + `{"a":2}]`, `1:0 {"a":1}|10:0 {"a":2}`}, // misnamed
		{"a.json", "{\"a\":1}\n\n{\"a\":2}\n", `0:1 {"a":1}|9:3 {"a":2}`},        // misnamed
		{"a.json", "[{\"a\":1}]\n[{\"a\":2}]\n", `0:1 [{"a":1}]|10:2 [{"a":2}]`},
		{"a.jsonl", "{\"a\":oops\n{\"a\":2}\n", `0:1 {"a":oops|10:2 {"a":2}`},
		{"a.json", "{\n \"list\": [{\"a\":1}]\n}\n", `12:0 {"a":1}`},
		{"a.json", "\xef\xbb\xbf[{\"a\":1},{\"a\"", `4:0 {"a":1}|error a.json, byte 16: the JSON is cut off` + cutAdvice},
		{"a.jsonl", "\xef\xbb\xbf{\"a\":1}\n{\"a\":", `3:1 {"a":1}|error a.jsonl, line 2, byte 16: the last line is cut off` + cutAdvice},
		{"a.json", "\xff\xfe[\x00{\x00}\x00]\x00", `-1:0 {}`},
		{"a.json", "", ``},
	} {
		if got := tellRecords(fstest.MapFS{c.name: {Data: []byte(c.text)}}, c.name); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.name, c.text, got, c.want)
		}
	}
}

// Among several files one that is cut off or gone costs the others nothing.
func TestRecordsOfFolder(t *testing.T) {
	files := fstest.MapFS{"a.json": {Data: []byte(`[{"a":1},{`)}, "c.json": {Data: []byte(`{"a":3}`)}}
	want := `1:0 {"a":1}|failed -1 byte 10: the JSON is cut off` + cutAdvice +
		`|failed -1 it cannot be read: open b.json: file does not exist; check the file, or export it again|0:0 {"a":3}`
	if got := tellRecords(files, "a.json", "b.json", "c.json"); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Progress counts the bytes of the files, all of them and nothing else.
func TestRecordsCount(t *testing.T) {
	text := "[" + strings.Repeat(`{"a":1},`, 1000) + `{"a":2}]`
	var read int64
	in := &Input{FS: fstest.MapFS{"a.json": {Data: []byte(text)}}, Files: []string{"a.json"}, Read: func(n int64) { read += n }}
	for _, item := range Records(context.Background(), in) {
		if item != nil {
			t.Fatal(item)
		}
	}
	if read != int64(len(text)) {
		t.Errorf("counted %d of %d bytes", read, len(text))
	}
}
