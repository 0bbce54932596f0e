package library

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// request is an export of everything to a dataset of that name.
func request(name string, format chat.FileFormat) chat.ExportRequest {
	return chat.ExportRequest{Selection: everything(), Options: chat.ExportOptions{Dataset: name, FileFormat: format}}
}

// openWith opens a library with n conversations.
func openWith(t *testing.T, n int) *Library {
	t.Helper()
	l := open(t)
	if _, err := l.Import(t.Context(), []string{chatGPTExport(t, n, 4)}, nil); err != nil {
		t.Fatal(err)
	}
	return l
}

// folders lists what is in datasets/.
func folders(t *testing.T, l *Library) []string {
	t.Helper()
	entries, err := os.ReadDir(l.datasetsDir())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestExportPreviewDownloadDelete walks the whole way of a dataset in each file format: the preview is the same whatever the
// format, the ZIP holds exactly two files with the stored bytes, and a deleted dataset leaves nothing.
func TestExportPreviewDownloadDelete(t *testing.T) {
	l := openWith(t, 3)
	var records []string
	for _, format := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		name := "tea in " + string(format)
		r, err := l.Export(t.Context(), request(name, format), nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := (chat.Exported{Selected: 3, Exported: 3}); r.Records != 3 || r.Conversations != want || r.FileName != "conversations."+string(format) {
			t.Errorf("%s: report %+v", format, r)
		}
		preview, err := l.PreviewDataset(t.Context(), name, 2)
		if err != nil || len(preview.Records) != 2 || preview.Total != 3 {
			t.Fatalf("%s: preview of %d records of %d, %v", format, len(preview.Records), preview.Total, err)
		}
		if records == nil {
			records = preview.Records
		}
		if !slices.Equal(records, preview.Records) {
			t.Errorf("%s previews\n%s\nand not\n%s", format, preview.Records, records)
		}
		checkZIP(t, l, name)
	}
	for _, format := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		if err := l.DeleteDataset(t.Context(), "tea in "+string(format)); err != nil {
			t.Fatal(err)
		}
	}
	if left := folders(t, l); len(left) != 0 {
		t.Errorf("deleted datasets leave %v", left)
	}
	_, err := l.PreviewDataset(t.Context(), "tea in csv", 1)
	checkCode(t, "preview of a deleted dataset", err, chat.CodeNotFound)
}

// checkZIP downloads a dataset over a file that is there and compares its entries with the stored files.
func checkZIP(t *testing.T, l *Library, name string) {
	t.Helper()
	target := writeFile(t, "tea.zip", "an older file")
	if err := l.DownloadDataset(t.Context(), name, target, nil); err != nil {
		t.Fatal(err)
	}
	d, dir, err := l.dataset(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(target)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, entry := range archive.File {
		names = append(names, entry.Name)
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if want, _ := os.ReadFile(filepath.Join(dir, entry.Name)); err != nil || len(want) == 0 || !bytes.Equal(got, want) {
			t.Errorf("%s in the ZIP is not the stored file (%v)", entry.Name, err)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{d.FileName, "dataset_info.json"}) {
		t.Errorf("the ZIP holds %v", names)
	}
	if beside, _ := filepath.Glob(filepath.Join(filepath.Dir(target), ".*")); len(beside) != 0 {
		t.Errorf("the download leaves %v", beside)
	}
}

// TestExportRefusesBeforeItWrites: a taken name offers the next free one, and bad names, empty and unknown selections leave no trace.
func TestExportRefusesBeforeItWrites(t *testing.T) {
	l := openWith(t, 2)
	if _, err := l.Export(t.Context(), request("tea", chat.JSONL), nil); err != nil {
		t.Fatal(err)
	}
	before := folders(t, l)
	_, err := l.Export(t.Context(), request("tea", chat.CSV), nil)
	checkCode(t, "taken name", err, chat.CodeNameTaken)
	if told, ok := err.(*chat.Error); !ok || told.Suggest != "tea-2" {
		t.Errorf("a taken name suggests %+v, want tea-2", err)
	}
	nothing := request("none", chat.JSONL)
	nothing.Selection = chat.Selection{Filter: &chat.Filter{Search: "no such title"}}
	_, err = l.Export(t.Context(), nothing, nil)
	checkCode(t, "empty selection", err, chat.CodeEmpty)
	_, err = l.Check(t.Context(), nothing, 3, nil)
	checkCode(t, "check of an empty selection", err, chat.CodeEmpty)
	_, err = l.Export(t.Context(), request("a,b", chat.JSONL), nil)
	checkCode(t, "name with a comma", err, chat.CodeBadName)
	if after := folders(t, l); !slices.Equal(before, after) {
		t.Errorf("refused exports leave %v, want %v", after, before)
	}
}

// TestCheckIsTheExport: what the sheet shows before is what the file holds after.
func TestCheckIsTheExport(t *testing.T) {
	l := open(t)
	if _, err := l.ImportSamples(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check, err := l.Check(t.Context(), request("samples", chat.JSONL), 20, nil)
	if err != nil {
		t.Fatal(err)
	}
	report, err := l.Export(t.Context(), request("samples", chat.JSONL), nil)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := l.PreviewDataset(t.Context(), "samples", 20)
	if err != nil || !slices.Equal(check.Records, preview.Records) {
		t.Errorf("the check shows other records than the file has (%v)", err)
	}
	check.Report.Bytes = report.Bytes // not known before
	a, _ := json.Marshal(check.Report)
	b, _ := json.Marshal(report)
	if !bytes.Equal(a, b) {
		t.Errorf("the check reports\n%s\nand the export\n%s", a, b)
	}
}

// TestCancelledExportLeavesNothing: neither a row nor a folder.
func TestCancelledExportLeavesNothing(t *testing.T) {
	l := openWith(t, 500)
	for _, format := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := l.Export(ctx, request("tea", format), func(p chat.Progress) { cancel() })
		checkCode(t, "cancelled export", err, chat.CodeCancelled)
		if left := folders(t, l); len(left) != 0 {
			t.Errorf("a cancelled export leaves %v", left)
		}
		if datasets, err := l.Datasets(t.Context()); err != nil || len(datasets) != 0 {
			t.Errorf("a cancelled export leaves the dataset %+v (%v)", datasets, err)
		}
	}
}

// TestDownloadKeepsTheOldFile: a download that fails or is cancelled leaves a file that was there as it was, and nothing beside it.
func TestDownloadKeepsTheOldFile(t *testing.T) {
	l := openWith(t, 2)
	if _, err := l.Export(t.Context(), request("tea", chat.JSONL), nil); err != nil {
		t.Fatal(err)
	}
	target := writeFile(t, "tea.zip", "an older file")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	checkCode(t, "cancelled download", l.DownloadDataset(ctx, "tea", target, nil), chat.CodeCancelled)
	if text, _ := os.ReadFile(target); string(text) != "an older file" {
		t.Errorf("the old file is now %q", text)
	}
	if all, _ := os.ReadDir(filepath.Dir(target)); len(all) != 1 {
		t.Errorf("the download leaves %v", all)
	}
	checkCode(t, "no such folder", l.DownloadDataset(t.Context(), "tea", filepath.Join(target, "x", "tea.zip"), nil), chat.CodeNotFound)
	checkCode(t, "a folder as target", l.DownloadDataset(t.Context(), "tea", filepath.Dir(target), nil), chat.CodeBadRequest)
}

// TestLibrariesArePrivateAndShareNothing: two libraries beside each other know nothing of each other's conversations and
// datasets, and nobody but the owner may look into either.
func TestLibrariesArePrivateAndShareNothing(t *testing.T) {
	a, b := openWith(t, 3), open(t)
	if _, err := a.ImportSamples(t.Context(), nil); err != nil { // has an attachment
		t.Fatal(err)
	}
	if _, err := a.Export(t.Context(), request("tea", chat.JSONL), nil); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Count(t.Context(), everything()); err != nil || n != 0 {
		t.Errorf("the other library has %d conversations (%v)", n, err)
	}
	if d, err := b.Datasets(t.Context()); err != nil || len(d) != 0 {
		t.Errorf("the other library has the datasets %v (%v)", d, err)
	}
	files := 0
	err := filepath.WalkDir(a.Dir(), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		about, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if about.Mode().Perm() != want {
			t.Errorf("%s has the mode %o, want %o", strings.TrimPrefix(path, a.Dir()), about.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || files < 5 {
		t.Errorf("looked at %d files (%v)", files, err)
	}
}
