package exporter

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"loquat/backend/chat"
)

// wantSchema is EXPORT.md §4.6: every field optional, lists in three levels, texts only, no JSON type.
const wantSchema = `message schema {
	optional binary data_source (STRING);
	optional group ability (LIST) {
		repeated group list {
			optional binary element (STRING);
		}
	}
	optional group messages (LIST) {
		repeated group list {
			optional group element {
				optional binary role (STRING);
				optional binary content (STRING);
				optional group tool_calls (LIST) {
					repeated group list {
						optional group element {
							optional binary id (STRING);
							optional binary type (STRING);
							optional group function {
								optional binary name (STRING);
								optional binary arguments (STRING);
							}
						}
					}
				}
				optional binary tool_call_id (STRING);
				optional binary name (STRING);
				optional binary reasoning_content (STRING);
				optional binary text (STRING);
			}
		}
	}
	optional binary tools (STRING);
	optional binary model (STRING);
	optional binary conversation_id (STRING);
}`

// TestParquetFooter reads the footer back: the schema that LLaMA-Factory's datasets library, Polars and DuckDB want, no
// metadata that old versions of datasets fail on, and the row group that stands first numbered first.
func TestParquetFooter(t *testing.T) {
	withTools := script(t, `
conversation {"id":"a"}
user "a"
assistant "b"
conversation {"id":"b","type":"agent"}
round {"number":1,"tools":[{"name":"f"}]}
user "a"
assistant "c"
conversation {"id":"c"}
user "a"
assistant "d"
`)
	for _, c := range []struct {
		all    []*chat.Conversation
		schema string
	}{
		{withTools[:1], wantSchema},
		{withTools, strings.TrimSuffix(wantSchema, "}") + "\toptional binary tools_json (STRING);\n}"},
	} {
		b, r := writeFile(t, c.all, chat.Parquet)
		file, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if got := file.Schema().String(); got != c.schema {
			t.Errorf("got %s\nwant %s", got, c.schema)
		}
		if len(file.Metadata().KeyValueMetadata) != 0 {
			t.Errorf("metadata %v", file.Metadata().KeyValueMetadata)
		}
		if int(file.NumRows()) != r.Records {
			t.Errorf("%d rows, the report says %d", file.NumRows(), r.Records)
		}
		for i, g := range file.Metadata().RowGroups {
			if int(g.Ordinal) != i {
				t.Errorf("row group %d has the ordinal %d", i, g.Ordinal)
			}
		}
	}
}

// TestParquetTextsAreNotNull holds that an empty text stays one: LLaMA-Factory stops at a null content.
func TestParquetTextsAreNotNull(t *testing.T) {
	b, _ := writeFile(t, script(t, `
conversation {"id":"a","type":"agent"}
user "go"
assistant "" {"calls":[["1","f","{}"]]}
tool "" {"call":"1"}
assistant "done"
`), chat.Parquet)
	rows, err := parquet.Read[standardRecord](bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if content := rows[0].Messages[2].Content; content == nil || *content != "" {
		t.Error("an empty result is null")
	}
	if rows[0].Model == nil || rows[0].Messages[0].Name != nil || rows[0].Messages[0].ToolCalls != nil {
		t.Errorf("%+v", rows[0])
	}
}

// TestParquetManyRowGroups holds the order of records over several row groups, encoded side by side, with first ones
// among them: it is the order of the other file formats.
func TestParquetManyRowGroups(t *testing.T) {
	var text strings.Builder
	for i := range 4*groupRecords + 7 {
		fmt.Fprintf(&text, "conversation {\"id\":\"c%d\"}\nuser \"u%d\"\nassistant \"a%d\"\n", i, i, i)
		if i == 2*groupRecords {
			text.WriteString("conversation {\"id\":\"tagged\",\"tags\":[\"t\"]}\nuser \"u\"\nassistant \"a\"\n")
		}
	}
	all := script(t, text.String())
	lines, r := writeFile(t, all, chat.JSONL)
	b, _ := writeFile(t, all, chat.Parquet)
	rows, err := parquet.Read[standardRecord](bytes.NewReader(b), int64(len(b)))
	if err != nil || len(rows) != r.Records {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var got bytes.Buffer
	for i := range rows {
		if err := encodeJSONL(&got, nil, &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got.Bytes(), lines) {
		t.Error("the Parquet file has other records, or another order, than the JSONL file")
	}
	if *rows[1].ConversationID != "tagged" {
		t.Errorf("the second record is %s", *rows[1].ConversationID)
	}
}

// TestShapesAreSchemas holds that the columns a shape numbers are those of the Parquet schema, for every record type: a
// row is made by the one and written by the other.
func TestShapesAreSchemas(t *testing.T) {
	for _, f := range Formats {
		for _, record := range f.records {
			if got, want := shapeOf(record).leaves, len(parquet.SchemaOf(record).Columns()); got != want {
				t.Errorf("%s %v: %d columns, the schema has %d", f.Key, reflect.TypeOf(record), got, want)
			}
		}
	}
}
