//go:build e2e

package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// The main job of the program, whole and in the real window: samples, filters, selection, export in each file format,
// preview, native save dialog, and every byte of the ZIP that matters.
func TestFromSamplesToZIP(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	s.samples()

	s.fill(`//input[@role="searchbox"]`, "Lisbon")
	s.count(1)
	s.click(button("Clear search"))
	s.count(sampleCount)
	s.click(button("Type"))
	s.click(within(dialog, containing("label", "Agent")))
	s.keys(keyEscape)
	s.count(13)
	s.click(button("Clear all"))
	s.click(button("Date"))
	s.fill(within(dialog, field("From")), "2026-01-01")
	s.keys(keyEscape)
	dated := s.listTotal()
	if dated == 0 || dated == sampleCount {
		t.Fatalf("from 2026 on there are %d conversations; some but not all were expected", dated)
	}
	s.click(button("Clear all"))
	s.click(button("Status"))
	s.click(within(dialog, containing("label", "Favorite")))
	s.keys(keyEscape)
	s.count(1)
	s.click(button("Clear all"))
	s.count(sampleCount)

	s.click(button("Select All"))
	s.find(containing("*", "All 41 selected"))
	s.click(row("Lisbon with a pram"))
	s.find(containing("*", "40 selected"))

	for _, format := range []string{"JSONL", "CSV", "Parquet"} {
		t.Run(format, func(t *testing.T) { s.exportAs(t, h, format) })
	}
}

// exportAs exports the selection in one file format, previews and downloads it, and checks the ZIP.
func (s *session) exportAs(t *testing.T, h home, format string) {
	name := "samples " + format
	s.click(button("Export…"))
	s.fill(within(dialog, field("Dataset name")), name)
	s.click(within(dialog, `//*[@role="radio"][starts-with(normalize-space(.), "`+format+`")]`))
	s.find(within(dialog, containing("*", "record left out")))
	s.click(within(dialog, button("Confirm Export")))
	s.click(within(dialog, button("Preview")))
	s.find(containing("*", "Read back from the stored file"))
	s.find(within(dialog, containing("*", "conversation_id")))
	s.keys(keyEscape)
	s.click(within(dialog, button("Download ZIP…")))
	path := filepath.Join(h.dir, format+".zip")
	answerFileDialog(t, "Save", path)
	s.until("the ZIP is there", func() bool { _, err := os.Stat(path); return err == nil })
	s.click(within(dialog, button("Close")))
	s.gone(dialog)
	checkZIP(t, path, name, strings.ToLower(format), records(t, h, name))
}

// records are the records of a dataset as the command line reads them back.
func records(t *testing.T, h home, name string) []any {
	t.Helper()
	var preview struct{ Records []any }
	if err := json.Unmarshal([]byte(h.loquat(t, "dataset", "preview", name, "--limit", "1000", "--json")), &preview); err != nil {
		t.Fatal(err)
	}
	return preview.Records
}

// checkZIP opens a downloaded ZIP as a stranger would and compares it with the records of the dataset.
func checkZIP(t *testing.T, path, name, format string, want []any) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) != 2 {
		t.Errorf("the ZIP has %d entries, want the data file and dataset_info.json", len(z.File))
	}
	info := entry(t, z, "dataset_info.json")
	for _, b := range info {
		if b >= 0x80 {
			t.Errorf("dataset_info.json is not ASCII: %q", info)
			break
		}
	}
	var datasets map[string]struct {
		FileName   string `json:"file_name"`
		Formatting string
		NumSamples int `json:"num_samples"`
		Columns    map[string]string
	}
	if err := json.Unmarshal(info, &datasets); err != nil {
		t.Fatal(err)
	}
	d := datasets[name]
	if d.FileName != "conversations."+format || d.Formatting != "sharegpt" || d.NumSamples != len(want) || d.Columns["messages"] != "messages" {
		t.Errorf("dataset_info.json says %+v for %d records", d, len(want))
	}
	data := entry(t, z, d.FileName)
	switch format {
	case "jsonl":
		checkJSONL(t, data, want)
	case "csv":
		checkCSV(t, data, want)
	case "parquet":
		checkParquet(t, data, len(want))
	}
}

func entry(t *testing.T, z *zip.ReadCloser, name string) []byte {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// checkJSONL: one record a line, no byte order mark, a final newline, and each line the record of the dataset.
func checkJSONL(t *testing.T, data []byte, want []any) {
	t.Helper()
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) || !bytes.HasSuffix(data, []byte("\n")) {
		t.Error("JSONL has a byte order mark or no final newline")
	}
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	if len(lines) != len(want) {
		t.Fatalf("JSONL has %d lines, want %d", len(lines), len(want))
	}
	for i, line := range lines {
		var got any
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if !same(got, want[i]) {
			t.Errorf("line %d is not record %d of the dataset", i+1, i+1)
		}
	}
}

// checkCSV: UTF-8 with a byte order mark, CRLF, the header, and messages as JSON text equal to the record's.
func checkCSV(t *testing.T, data []byte, want []any) {
	t.Helper()
	text, marked := bytes.CutPrefix(data, []byte("\xef\xbb\xbf"))
	if !marked || !bytes.HasSuffix(text, []byte("\r\n")) {
		t.Error("CSV lacks its byte order mark or its CRLF")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); !strings.HasPrefix(got, "data_source,ability,messages,tools,model,conversation_id") {
		t.Errorf("the header is %s", got)
	}
	if len(rows)-1 != len(want) {
		t.Fatalf("CSV has %d rows, want %d", len(rows)-1, len(want))
	}
	for i, cells := range rows[1:] {
		var messages any
		if err := json.Unmarshal([]byte(cells[2]), &messages); err != nil {
			t.Fatalf("row %d: %v", i+1, err)
		}
		if !same(messages, want[i].(map[string]any)["messages"]) {
			t.Errorf("row %d has other messages than record %d", i+1, i+1)
		}
	}
}

// checkParquet: the file opens, has as many rows, and messages are a typed list, not text.
func checkParquet(t *testing.T, data []byte, want int) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if int(f.NumRows()) != want {
		t.Errorf("Parquet has %d rows, want %d", f.NumRows(), want)
	}
	if _, ok := f.Schema().Lookup("messages", "list", "element", "role"); !ok {
		t.Errorf("messages are not a nested list of structs: %s", f.Schema())
	}
}

// same compares two JSON values.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// A person who deletes by mistake must be able to take it back, at once and later, and the list must agree.
func TestDeleteAndRestore(t *testing.T) {
	s := newHome(t).open(t)
	s.samples()
	s.click(row("Lisbon with a pram"))
	s.keys("\ue017") // Delete
	s.count(sampleCount - 1)
	s.click(button("Undo"))
	s.count(sampleCount)
	s.click(row("Lisbon with a pram"))
	s.keys("\ue017")
	s.count(sampleCount - 1)
	s.click(`//nav//button[contains(normalize-space(.), "Deleted")]`)
	s.count(1)
	s.click(row("Lisbon with a pram"))
	s.click(button("Restore"))
	s.click(`//nav//button[starts-with(normalize-space(.), "All")]`)
	s.count(sampleCount)
}

// Dropping an export on the window is the first thing people do. The page must import it and stay the page.
func TestDropZIP(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	path := filepath.Join(h.dir, "ümläut & export #1.zip")
	writeZIP(t, path, "conversations.json", dropped)
	dropFiles(t, path)
	s.count(1)
	s.click(row("Dropped in"))
	s.find(containing("article", "Did the drop arrive?"))
}

const dropped = `[{"title":"Dropped in","create_time":1718000000.5,"update_time":1718000100.5,"conversation_id":"c1","current_node":"a",
 "mapping":{"r":{"id":"r","message":null,"parent":null,"children":["u"]},
 "u":{"id":"u","parent":"r","children":["a"],"message":{"id":"u","author":{"role":"user"},"create_time":1718000001,"content":{"content_type":"text","parts":["Did the drop arrive?"]}}},
 "a":{"id":"a","parent":"u","children":[],"message":{"id":"a","author":{"role":"assistant"},"create_time":1718000002,"content":{"content_type":"text","parts":["It did."]}}}}}]`

func writeZIP(t *testing.T, path, name, content string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}
