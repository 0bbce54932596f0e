package library

import (
	"path/filepath"
	"slices"
	"testing"

	"loquat/backend/chat"
)

// TestDatasetsComeBack exports the samples in each file format, reads the dataset into another library, and exports that
// again: the records must be the same, also those of graph runs, of which one conversation gives several. A library can
// so be made again from its datasets.
func TestDatasetsComeBack(t *testing.T) {
	from := open(t)
	if _, err := from.ImportSamples(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	const all = 1000
	for _, format := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		name := "as-" + string(format)
		report, err := from.Export(t.Context(), request(name, format), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := records(t, from, name, all)
		to := open(t)
		path := filepath.Join(t.TempDir(), name+".zip")
		if err := from.DownloadDataset(t.Context(), name, path, nil); err != nil {
			t.Fatal(err)
		}
		got, err := to.Import(t.Context(), []string{path}, nil)
		if err != nil || got.Conversations.New != report.Conversations.Exported || got.Conversations.Found != got.Conversations.New {
			t.Fatalf("%s: %d conversations exported, read back %+v, %v", format, report.Conversations.Exported, got.Conversations, err)
		}
		if _, err := to.Export(t.Context(), request("again", chat.JSONL), nil); err != nil {
			t.Fatal(err)
		}
		if again := records(t, to, "again", all); !slices.Equal(again, want) {
			t.Errorf("%s: %d records became %d others", format, len(want), len(again))
		}
		again, err := to.Import(t.Context(), []string{path}, nil)
		if err != nil || again.Conversations.Unchanged != again.Conversations.Found {
			t.Errorf("%s: read once more: %+v, %v", format, again.Conversations, err)
		}
	}
}

// records reads a whole dataset back, sorted: the order of the conversations is the library's own.
func records(t *testing.T, l *Library, name string, limit int) []string {
	t.Helper()
	page, err := l.PreviewDataset(t.Context(), name, limit)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Records) != page.Total {
		t.Fatalf("%d of %d records read", len(page.Records), page.Total)
	}
	return slices.Sorted(slices.Values(page.Records))
}
