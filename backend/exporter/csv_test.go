package exporter

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// writeFile exports all and returns the bytes of the data file and the report.
func writeFile(t *testing.T, all []*chat.Conversation, format chat.FileFormat) ([]byte, chat.ExportReport) {
	t.Helper()
	dir := t.TempDir()
	r, err := Write(context.Background(), dir, len(all), conversations(all), chat.ExportOptions{Dataset: "tea", FileFormat: format}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, r.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return b, r
}

// TestCSVBytes holds EXPORT.md §4.7 byte for byte: the mark for Excel, CRLF, a header without quotes, doubled quotes,
// quotes only where needed, an apostrophe before what a spreadsheet would take for a formula.
func TestCSVBytes(t *testing.T) {
	got, r := writeFile(t, script(t, `
conversation {"id":"007","model":"@cf/llama","tags":["a,b"]}
user "say \"hi\",\nplease"
assistant "hi"
conversation {"id":"=1+1","model":"'-x"}
user "a"
assistant "b"
conversation {"id":" x","model":"plain, old"}
user "a"
assistant "c"
`), chat.CSV)
	want := "\ufeffdata_source,ability,messages,tools,model,conversation_id\r\n" +
		`chat,"[""a,b""]","[{""role"":""user"",""content"":""say \""hi\"",\nplease""},{""role"":""assistant"",""content"":""hi""}]",[],'@cf/llama,007` + "\r\n" +
		`chat,[],"[{""role"":""user"",""content"":""a""},{""role"":""assistant"",""content"":""b""}]",[],''-x,'=1+1` + "\r\n" +
		`chat,[],"[{""role"":""user"",""content"":""a""},{""role"":""assistant"",""content"":""c""}]",[],"plain, old"," x"` + "\r\n"
	if string(got) != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if r.CodeCounts["CSV_FORMULA"] != 3 || r.CodeCounts["CSV_ID"] != 1 || r.RepairedRecords != 2 {
		t.Errorf("codes %v, %d records repaired", r.CodeCounts, r.RepairedRecords)
	}
}

// TestCSVLongCell holds that a cell which Excel would cut is said, and that its text is whole all the same. Excel counts
// UTF-16 units: an emoji is two.
func TestCSVLongCell(t *testing.T) {
	emoji := strings.Repeat("👋", 16384-40)
	c := script(t, "conversation {\"id\":\"a\"}\nuser \"a\"\nassistant \"b\"\nconversation {\"id\":\"b\"}\nuser \"a\"\nassistant \"b\"")
	c[0].Messages[1].Content = emoji + strings.Repeat("x", 100)
	c[1].Messages[1].Content = emoji
	b, r := writeFile(t, c, chat.CSV)
	if r.CodeCounts["CSV_CELL"] != 1 || r.Warnings[0].ConversationID != "a" {
		t.Errorf("%v", r.Warnings)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(rows) != 3 || !strings.Contains(rows[1][2], c[0].Messages[1].Content) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestCSVMessagesHaveNoLiterals holds that ms-swift can read the messages of a CSV with ast.literal_eval, which knows no
// null, true or false.
func TestCSVMessagesHaveNoLiterals(t *testing.T) {
	b, _ := writeFile(t, script(t, `
conversation {"id":"a","type":"agent"}
user "go"
assistant "" {"calls":[["","f",""]]}
tool ""
assistant "done"
`), chat.CSV)
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	literals := func(text string) bool {
		for _, p := range pathsOf("", text) {
			if p.kind == kindBool || p.kind == kindNumber {
				return true
			}
		}
		return strings.Contains(text, "null")
	}
	if literals(rows[1][2]) {
		t.Errorf("messages have literals: %s", rows[1][2])
	}
}
