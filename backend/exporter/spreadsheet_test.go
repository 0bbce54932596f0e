package exporter

import (
	"os"
	"path/filepath"
	"testing"

	"loquat/backend/chat"
)

// TestSpreadsheet holds the table a person reads: a row for each message in its order, what was said beside a call and the
// call apart, no cell that a spreadsheet would compute, no word about rows that say the same.
func TestSpreadsheet(t *testing.T) {
	all := script(t, `conversation {"id":"c1","type":"agent","tags":["tea","cups"],"model":"m"}
user "=1+1"
assistant "Let me look." {"calls":[["1","f","{}"]]}
tool "ok" {"call":"1"}
assistant "two\nlines"
conversation {"id":"c2"}
user "=1+1"
assistant "ok"
`)
	dir := t.TempDir()
	r, err := Write(t.Context(), dir, len(all), conversations(all), chat.ExportOptions{Dataset: "d", DataFormat: "spreadsheet", FileFormat: chat.CSV, Duplicates: "leave_out"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, r.FileName))
	if err != nil {
		t.Fatal(err)
	}
	want := byteOrderMark + "conversation_id,turn,role,content,model,data_source,ability\r\n" +
		"c1,1,user,'=1+1,m,agent,\"tea, cups\"\r\n" +
		"c1,2,assistant,Let me look.,m,agent,\"tea, cups\"\r\n" +
		"c1,2,function_call,\"{\"\"name\"\": \"\"f\"\", \"\"arguments\"\": {}}\",m,agent,\"tea, cups\"\r\n" +
		"c1,3,tool,ok,m,agent,\"tea, cups\"\r\n" +
		"c1,4,assistant,\"two\nlines\",m,agent,\"tea, cups\"\r\n" +
		"c2,1,user,'=1+1,,chat,\r\n" +
		"c2,2,assistant,ok,,chat,\r\n"
	if string(got) != want {
		t.Errorf("%s", got)
	}
	if r.CodeCounts["DUPLICATE"] != 0 || r.Conversations.Exported != 2 {
		t.Errorf("%+v", r)
	}
}
