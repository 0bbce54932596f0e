package library

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"loquat/backend/chat"
)

// TestSweepFinishesEveryState builds by hand each state in which a crash can leave datasets/ and opens the library: what has
// a row is whole, what has none is gone, and what no crash can leave is told and not touched.
func TestSweepFinishesEveryState(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	l := openIn(t, dir)
	if _, err := l.Import(t.Context(), []string{chatGPTExport(t, 3, 4)}, nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"whole", "half", "lost"} {
		if _, err := l.Export(t.Context(), request(name, chat.CSV), nil); err != nil {
			t.Fatal(err)
		}
	}
	path := func(name string) string {
		d, err := l.store.Dataset(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Join(l.datasetsDir(), d.Dir)
	}
	half, lost := path("half"), path("lost")
	unnamed := filepath.Join(filepath.Dir(half), unfinished+filepath.Base(half))
	killed := filepath.Join(l.datasetsDir(), unfinished+newID())
	foreign, theirs := filepath.Join(l.datasetsDir(), "my own notes"), filepath.Join(l.datasetsDir(), unfinished+"mine")
	try(t, os.Rename(half, unnamed)) // killed between row and name, or between name and row of a delete
	try(t, os.RemoveAll(lost))       // somebody deleted it
	try(t, os.Mkdir(killed, 0o700))  // killed while writing
	try(t, os.WriteFile(filepath.Join(killed, "conversations.csv.part"), []byte("half"), 0o600))
	try(t, os.Mkdir(foreign, 0o700))
	try(t, os.Mkdir(theirs, 0o700)) // it looks like ours at first sight
	try(t, l.Close())

	reader, err := OpenReader(t.Context(), dir)
	try(t, err)
	if _, err := reader.PreviewDataset(t.Context(), "half", 3); err != nil {
		t.Errorf("a reader before the sweep: %v", err)
	}
	try(t, reader.Close())

	l = openIn(t, dir)
	if got, want := folders(t, l), []string{filepath.Base(path("whole")), filepath.Base(half), "my own notes", filepath.Base(theirs)}; !sameSet(got, want) {
		t.Errorf("after the sweep there are %v, want %v", got, want)
	}
	for _, name := range []string{"whole", "half"} {
		if p, err := l.PreviewDataset(t.Context(), name, 20); err != nil || len(p.Records) != 3 {
			t.Errorf("%s has %d records (%v), want 3", name, len(p.Records), err)
		}
	}
	_, err = l.PreviewDataset(t.Context(), "lost", 1)
	checkCode(t, "a dataset whose files are gone", err, chat.CodeNotFound)
	if len(l.Problems) != 3 {
		t.Errorf("the problems told are %q, want the lost dataset and the two foreign folders", l.Problems)
	}
	if err := l.DeleteDataset(t.Context(), "lost"); err != nil {
		t.Errorf("a dataset whose files are gone cannot be deleted: %v", err)
	}
}

// try fails at once on an error.
func try(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sameSet says whether two lists hold the same, in any order.
func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
