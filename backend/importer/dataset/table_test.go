package dataset_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/lz4"

	"loquat/backend/importer/dataset"
	"loquat/backend/importer/importertest"
)

// record and message are our Parquet layout (EXPORT.md §4.6), as far as the tests need it.
type record struct {
	DataSource *string    `parquet:"data_source,optional"`
	Ability    []string   `parquet:"ability,list,optional"`
	Messages   []*message `parquet:"messages,list,optional" parquet-element:",optional"`
	Tools      *string    `parquet:"tools,optional"`
	Model      *string    `parquet:"model,optional"`
	ID         *string    `parquet:"conversation_id,optional"`
	ToolsJSON  *string    `parquet:"tools_json,optional"`
}

type message struct {
	Role      *string `parquet:"role,optional,dict"`
	Content   *string `parquet:"content,optional"`
	ToolCalls []*call `parquet:"tool_calls,list,optional" parquet-element:",optional"`
	CallID    *string `parquet:"tool_call_id,optional"`
	Text      *string `parquet:"text,optional"`
}

type call struct {
	ID       *string   `parquet:"id,optional"`
	Type     *string   `parquet:"type,optional"`
	Function *function `parquet:"function,optional"`
}

type function struct {
	Name      *string `parquet:"name,optional"`
	Arguments *string `parquet:"arguments,optional"`
}

func text(s string) *string { return &s }

// table writes rows as a Parquet file, two in each row group, so that reading crosses their borders.
func table[T any](t testing.TB, rows ...T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b)
	for i := range rows {
		if _, err := w.Write(rows[i : i+1]); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func ours() []record {
	call := []*call{{ID: text("c1"), Type: text("function"), Function: &function{Name: text("f"), Arguments: text(`{"a":1}`)}}}
	tool := `{"name":"f","description":"","parameters":{"type":"object","properties":{"a":{"type":"number"}}}}`
	return []record{
		{DataSource: text("agent"), Ability: []string{"x", "y"}, Model: text("m"), ID: text("one"), Tools: text(`[{"type":"function","function":` + tool + `}]`), ToolsJSON: text("[" + tool + "]"),
			Messages: []*message{{Role: text("user"), Content: text("go")}, {Role: text("function_call"), Content: text(`{"name": "f", "arguments": {"a": 1}}`), ToolCalls: call, Text: text("Wait.")},
				{Role: text("tool"), Content: text(""), CallID: text("c1")}, {Role: text("assistant"), Content: text("done")}}},
		{DataSource: text("chat"), ID: text("two"), Tools: text("[]"), ToolsJSON: text(""), Model: text(""), Messages: []*message{{Role: text("user"), Content: text("hi")}, {Role: text("assistant"), Content: text("hello")}}},
		{DataSource: text("chat"), ID: text("three"), Tools: text("[]"), Messages: []*message{{Role: text("user"), Content: text("äöü")}, nil, {Role: text("assistant")}}},
	}
}

// A Parquet file of ours holds nested lists and absent values; all must come back, over several row groups.
func TestParquet(t *testing.T) {
	got := importertest.Tell(t, fstest.MapFS{"data.parquet": {Data: table(t, ours()...)}})
	want := `# one |  | agent | m | x, y
created unknown, updated unknown
m1< 1 user: go
m2<m1 1 assistant: Wait.
  calls f as c1: {"a":1}
m3<m2 1 tool, f, answers c1: 
m4<m3 1 assistant: done
round 1, m, tool f "" {"type":"object","properties":{"a":{"type":"number"}}}
# two |  | chat |  | 
created unknown, updated unknown
m1< 1 user: hi
m2<m1 1 assistant: hello
# three |  | chat |  | 
created unknown, updated unknown
m1< 1 user: äöü
m2<m1 1 assistant: 
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The reference keeps messages as text, and some writers do not say that their bytes are text.
func TestParquetOfTexts(t *testing.T) {
	type row struct {
		ID       []byte `parquet:"id"`
		Messages []byte `parquet:"messages"`
	}
	got := importertest.Tell(t, fstest.MapFS{"data.parquet": {Data: table(t, row{[]byte("a"), []byte(`[{"role":"user","content":"hi"}]`)}, row{[]byte("b"), []byte(`[{"role":"us`)})}})
	want := `# a |  | chat |  | 
created unknown, updated unknown
m1< 1 user: hi
failed at -1 in data.parquet: the JSON is damaged: its messages are a text that is no JSON list
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A table without conversations is told by its columns, and a file that is cut off by its end.
func TestParquetThatIsNone(t *testing.T) {
	type row struct {
		Name  string `parquet:"name"`
		Price int    `parquet:"price"`
	}
	whole := table(t, row{"tea", 3})
	claims := slices.Clone(whole) // a footer of 2 GB, for which the library took the memory
	claims[len(claims)-5] = 0x7f
	var packed bytes.Buffer // in which a damaged page took all the memory there is
	if err := parquet.Write(&packed, []row{{"tea", 3}}, parquet.Compression(&lz4.Codec{})); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"columns": {whole, "no column of messages (messages, conversations, or prompt and completion); its columns are name, price"},
		"cut":     {whole[:len(whole)-9], "the Parquet file is cut off"},
		"claims":  {claims, "the Parquet file is cut off"},
		"LZ4":     {packed.Bytes(), "packed by LZ4"},
		"magic":   {[]byte("PAR1PAR1"), "the Parquet file is cut off"},
	} {
		if got := importertest.Tell(t, fstest.MapFS{"data.parquet": {Data: c.data}}); !strings.Contains(got, c.want) || !strings.Contains(got, "data.parquet") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// The exam for Parquet: its bytes are made here, because they cannot be read in an archive of texts.
func TestParquetExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: dataset.Source, Samples: fstest.MapFS{"data.parquet": {Data: table(t, ours()...)}}})
}

// Excel and PowerShell save tables with a byte order mark, also as UTF-16; the header must be found behind it.
func TestCSVWithMark(t *testing.T) {
	cell, err := json.Marshal([]map[string]string{{"role": "user", "content": "grüß dich"}})
	if err != nil {
		t.Fatal(err)
	}
	plain := "messages,conversation_id\r\n\"" + strings.ReplaceAll(string(cell), `"`, `""`) + "\",\"a\"\r\n"
	want := "# a |  | chat |  | \ncreated unknown, updated unknown\nm1< 1 user: grüß dich\n"
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(plain)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, data := range map[string][]byte{"UTF-8": []byte("\ufeff" + plain), "UTF-16": wide} {
		if got := importertest.Tell(t, fstest.MapFS{"t.csv": {Data: data}}); got != want {
			t.Errorf("%s: got:\n%s", name, got)
		}
	}
}
