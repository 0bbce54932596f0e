package exporter

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"loquat/backend/chat"
)

var update = flag.Bool("update", false, "write what the exporter says now as what is expected")

var fileFormats = []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet}

// TestExam takes every case of testdata/cases through every data format and file format. A case says at its top why it
// exists. Its "records" are the bytes of the JSONL file in the data format "standard", its "report" the findings; those
// of every other data format stand in testdata/formats. CSV and Parquet must read back as the same records, and the check
// must tell the same as the export.
func TestExam(t *testing.T) {
	cases, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { examCase(t, path) })
	}
}

func examCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(archive.Comment)) == "" {
		t.Error("the case does not say why it exists")
	}
	all := script(t, section(archive, "conversations"))
	opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, AsRecorded: strings.Contains(section(archive, "options"), "as recorded")}

	records, report := export(t, all, opt)
	expect(t, archive, path, "records", records)
	expect(t, archive, path, "report", report)
	for _, format := range fileFormats {
		opt.FileFormat = format
		sameEverywhere(t, all, opt, records)
	}
}

// TestFormats takes the conversations of all cases through every other data format, and every file format it has. The
// records and the report stand in testdata/formats, to be read by a person when they change.
func TestFormats(t *testing.T) {
	for _, f := range Formats[1:] {
		t.Run(f.Key, func(t *testing.T) {
			t.Parallel()
			path := "testdata/formats/" + f.Key + ".txtar"
			archive, err := txtar.ParseFile(path)
			if errors.Is(err, fs.ErrNotExist) && *update {
				archive, err = &txtar.Archive{Comment: []byte("All cases in the data format " + f.Key + ".\n")}, nil
			}
			if err != nil {
				t.Fatal(err)
			}
			all := script(t, allCases(t))
			opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, DataFormat: f.Key}
			records, report := export(t, all, opt)
			expect(t, archive, path, "records", records)
			expect(t, archive, path, "report", report)
			for _, choice := range f.Files() {
				if opt.FileFormat = choice.FileFormat; choice.Offered {
					sameEverywhere(t, all, opt, records)
				}
			}
			recorded := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, DataFormat: f.Key, AsRecorded: true}
			records, _ = export(t, all, recorded)
			sameEverywhere(t, all, recorded, records)
		})
	}
}

// dataset is what the library would keep of an export.
func dataset(r chat.ExportReport) chat.Dataset {
	return chat.Dataset{DataFormat: r.DataFormat, FileFormat: r.FileFormat, FileName: r.FileName}
}

// export writes JSONL and returns the file's text and the report's.
func export(t *testing.T, all []*chat.Conversation, opt chat.ExportOptions) (records, report string) {
	t.Helper()
	dir := t.TempDir()
	r, err := Write(context.Background(), dir, len(all), conversations(all), opt, nil)
	if err != nil {
		return "", reportText(r) + "error " + err.Error() + "\n"
	}
	b, err := os.ReadFile(filepath.Join(dir, r.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if r.Bytes != int64(len(b)) {
		t.Errorf("the report says %d bytes, the file has %d", r.Bytes, len(b))
	}
	return string(b), reportText(r)
}

// reportText writes a report one finding a line.
func reportText(r chat.ExportReport) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d records (%d repaired, %d left out) of %d/%d conversations (%d left out)\n", r.Records, r.RepairedRecords,
		r.LeftOutRecords, r.Conversations.Exported, r.Conversations.Selected, r.Conversations.LeftOut)
	write := func(list string, findings []chat.Finding) {
		for _, f := range findings {
			fmt.Fprintf(&b, "%s %s %s turn %d [%s] %s: %s\n", list, f.Code, f.Level, f.Turn, f.MessageID, f.ConversationID, f.Message)
		}
	}
	write("repaired", r.Repaired)
	write("left out", r.LeftOut)
	write("warning", r.Warnings)
	return b.String()
}

// sameEverywhere checks that the records read back from a file of any format, and those that a check shows, are those
// of the JSONL file.
func sameEverywhere(t *testing.T, all []*chat.Conversation, opt chat.ExportOptions, records string) {
	t.Helper()
	dir := t.TempDir()
	r, err := Write(context.Background(), dir, len(all), conversations(all), opt, nil)
	checked, checkErr := Check(context.Background(), len(all), conversations(all), opt, 1000, nil)
	if (err == nil) != (checkErr == nil) {
		t.Fatalf("%s: the export says %v, the check %v", opt.FileFormat, err, checkErr)
	}
	if err != nil {
		var known *chat.Error
		if !errors.As(err, &known) {
			t.Fatalf("%s: %v is no *chat.Error", opt.FileFormat, err)
		}
		empty(t, dir)
		return
	}
	back, err := ReadBack(context.Background(), dir, dataset(r), 1000)
	if err != nil {
		t.Fatalf("%s: %v", opt.FileFormat, err)
	}
	want := strings.Split(strings.TrimSuffix(records, "\n"), "\n")
	if strings.Contains(records, `"tools":"`) { // tools as text in JSONL: shown as the array
		want = back
	}
	if !slices.Equal(back, want) {
		t.Errorf("%s reads back as\n%s\nwant\n%s", opt.FileFormat, strings.Join(back, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(checked.Records, back) {
		t.Errorf("%s: the check shows\n%s\nthe file has\n%s", opt.FileFormat, strings.Join(checked.Records, "\n"), strings.Join(back, "\n"))
	}
	if opt.FileFormat == chat.Parquet {
		r.Bytes = 0 // only writing tells
	}
	if reportText(checked.Report) != reportText(r) || checked.Report.Bytes != r.Bytes {
		t.Errorf("%s: the check reports\n%s%d bytes, the export\n%s%d bytes", opt.FileFormat, reportText(checked.Report),
			checked.Report.Bytes, reportText(r), r.Bytes)
	}
}

// empty checks that nothing is in dir.
func empty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("%s was left behind", e.Name())
	}
}

// section returns the text of one file of a case.
func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// expect compares got with a section of the case, or writes it there with -update.
func expect(t *testing.T, a *txtar.Archive, path, name, got string) {
	t.Helper()
	if !*update {
		if want := section(a, name); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
		}
		return
	}
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		a.Files = append(a.Files, txtar.File{Name: name})
		i = len(a.Files) - 1
	}
	a.Files[i].Data = []byte(got)
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// allCases returns the conversations of every case as one script.
func allCases(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(section(archive, "conversations"))
	}
	return text.String()
}
