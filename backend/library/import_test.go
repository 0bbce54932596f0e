package library

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// everything is the selection of everything but what is deleted.
func everything() chat.Selection { return chat.Selection{Filter: &chat.Filter{}} }

// checkSum fails when a report does not add up: Found is the sum, the whole is the sum of its files, and what failed or
// was left out is named.
func checkSum(t *testing.T, r chat.ImportReport) {
	t.Helper()
	n := r.Conversations
	if n.Found != n.New+n.Updated+n.Unchanged+n.Skipped+n.Failed {
		t.Errorf("%q does not add up: %+v", r.Path, n)
	}
	if len(r.Failed) != n.Failed || len(r.Skipped) != n.Skipped {
		t.Errorf("%q counts %d failed and %d skipped, and names %d and %d", r.Path, n.Failed, n.Skipped, len(r.Failed), len(r.Skipped))
	}
	if len(r.Files) == 0 {
		return
	}
	var sum chat.Counts
	for _, f := range r.Files {
		addCounts(&sum, f.Conversations)
		checkSum(t, f)
	}
	if sum != n {
		t.Errorf("the files have %+v, the whole %+v", sum, n)
	}
}

// writeFile writes a file into a new folder.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImportNamesEveryFailure holds "nothing silent": one good path among a missing one, one of no known format and one that is cut
// off in the middle imports, and the report says what became of each.
func TestImportNamesEveryFailure(t *testing.T) {
	l := open(t)
	good := chatGPTExport(t, 5, 4)
	text, err := os.ReadFile(chatGPTExport(t, 4, 4))
	if err != nil {
		t.Fatal(err)
	}
	cut := writeFile(t, "conversations.json", strings.ReplaceAll(string(text[:len(text)*5/8]), "conv-", "cut-"))
	missing, unknown := filepath.Join(t.TempDir(), "gone.zip"), writeFile(t, "notes.txt", "just a note\n")
	r, err := l.Import(t.Context(), []string{missing, good, unknown, cut}, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, r)
	if len(r.Files) != 4 {
		t.Fatalf("%d reports for 4 paths", len(r.Files))
	}
	for i, path := range []string{missing, good, unknown, cut} {
		if r.Files[i].Path != path {
			t.Errorf("report %d is about %s, not %s", i, r.Files[i].Path, path)
		}
		failed := r.Files[i].Error != ""
		if failed != (path != good) {
			t.Errorf("%s has the error %q", path, r.Files[i].Error)
		}
		if failed && (len(r.Files[i].Failed) == 0 || !strings.HasPrefix(r.Files[i].Failed[0].Where, path)) {
			t.Errorf("the failure of %s is not named: %+v", path, r.Files[i].Failed)
		}
	}
	// Of the four in the file that is cut at 5/8, two are whole.
	if got := r.Files[3].Conversations; got.New != 2 || got.Failed != 1 {
		t.Errorf("of the file that is cut off: %+v, want 2 new and the third failed", got)
	}
	if n, err := l.Count(t.Context(), everything()); err != nil || n != 7 {
		t.Errorf("the library has %d conversations (%v), want 5 and 2", n, err)
	}
}

// TestImportOfNothingReadableIsAnError: a person who named only what cannot be read must not be told "done".
func TestImportOfNothingReadableIsAnError(t *testing.T) {
	l := open(t)
	for name, test := range map[string]struct {
		paths []string
		code  chat.Code
	}{
		"missing": {[]string{filepath.Join(t.TempDir(), "gone.zip")}, chat.CodeNotFound},
		"unknown": {[]string{writeFile(t, "a.txt", "a note\n"), writeFile(t, "b.txt", "another\n")}, chat.CodeUnknownFormat},
		"empty":   {[]string{writeFile(t, "conversations.json", "")}, chat.CodeEmpty},
		"none":    {nil, chat.CodeEmpty},
	} {
		r, err := l.Import(t.Context(), test.paths, nil)
		checkCode(t, name, err, test.code)
		checkSum(t, r)
	}
}

// TestLostShardIsCounted: a shard of an export that cannot be told any more is a failure that the report counts and names,
// never a note beside a success.
func TestLostShardIsCounted(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile(chatGPTExport(t, 2, 2))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"conversations-000.json": string(text), "conversations-001.json": "\x00\x00\x00\x00"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := open(t).Import(t.Context(), []string{dir}, nil)
	if want := (chat.Counts{Found: 3, New: 2, Failed: 1}); err != nil || r.Conversations != want {
		t.Fatalf("import: %+v, %v; want %+v", r.Conversations, err, want)
	}
	if where := r.Failed[0].Where; !strings.HasPrefix(where, dir) || !strings.HasSuffix(where, "conversations-001.json") {
		t.Errorf("failed in %q", where)
	}
	checkSum(t, r)
}

// TestImportAgainChangesNothing: the same export twice is unchanged, and a changed conversation is updated and keeps what
// the person did to it.
func TestImportAgainChangesNothing(t *testing.T) {
	l := open(t)
	path := chatGPTExport(t, 3, 4)
	if _, err := l.Import(t.Context(), []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	r, err := l.Import(t.Context(), []string{path, path}, nil)
	if want := (chat.Counts{Found: 6, Unchanged: 6}); err != nil || r.Conversations != want {
		t.Fatalf("second import: %+v, %v; want %+v", r.Conversations, err, want)
	}
	id, err := l.Find(t.Context(), "conv-1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Rename(t.Context(), id, "mine"); err != nil {
		t.Fatal(err)
	}
	r, err = l.Import(t.Context(), []string{chatGPTExport(t, 3, 6)}, nil)
	if want := (chat.Counts{Found: 3, Updated: 3}); err != nil || r.Conversations != want {
		t.Fatalf("import of what has grown: %+v, %v; want %+v", r.Conversations, err, want)
	}
	d, err := l.Detail(t.Context(), id)
	if err != nil || d.Row.Title != "mine" || d.Total != 6 {
		t.Errorf("after the update the title is %q and there are %d messages (%v), want mine and 6", d.Row.Title, d.Total, err)
	}
}

// TestImportCancelledKeepsWhatItCounts: a Cancel in the middle leaves whole conversations, as many as the report says, and the
// library takes the rest later.
func TestImportCancelledKeepsWhatItCounts(t *testing.T) {
	l := open(t)
	const all = 3000
	path := chatGPTExport(t, all, 2)
	ctx, cancel := context.WithCancel(t.Context())
	r, err := l.Import(ctx, []string{path}, func(p chat.Progress) {
		if p.Conversations > 100 {
			cancel()
		}
	})
	checkCode(t, "cancelled import", err, chat.CodeCancelled)
	checkSum(t, r)
	n, err := l.Count(t.Context(), everything())
	if err != nil || n != r.Conversations.New || n == 0 || n == all {
		t.Fatalf("the library has %d of %d conversations (%v), the report says %+v", n, all, err, r.Conversations)
	}
	for c, err := range l.store.Each(t.Context(), everything()) {
		if err != nil || len(c.Thread()) != 2 {
			t.Fatalf("%s has %d messages (%v), want 2", c.ExternalID, len(c.Thread()), err)
		}
	}
	r, err = l.Import(t.Context(), []string{path}, nil)
	if err != nil || r.Conversations.New != all-n || r.Conversations.Unchanged != n {
		t.Errorf("the rest: %+v, %v", r.Conversations, err)
	}
}

// TestProgressIsCalmAndEnds: at most 20 tellings a second, numbers that only grow, and a last one that says so.
func TestProgressIsCalmAndEnds(t *testing.T) {
	l := open(t)
	var told []chat.Progress
	if _, err := l.Import(t.Context(), []string{chatGPTExport(t, 500, 2)}, func(p chat.Progress) { told = append(told, p) }); err != nil {
		t.Fatal(err)
	}
	last := told[len(told)-1]
	if !last.Done || last.Conversations != 500 || last.BytesDone != last.BytesTotal || last.BytesTotal == 0 || last.LeftMS != 0 {
		t.Errorf("the last progress is %+v", last)
	}
	for i, p := range told[:len(told)-1] {
		if p.Done || i > 0 && (p.Conversations < told[i-1].Conversations || p.ElapsedMS-told[i-1].ElapsedMS < progressEvery.Milliseconds()-1) {
			t.Errorf("progress %d is %+v after %+v", i, p, told[max(i-1, 0)])
		}
	}
}

// TestOneJobAtATime: a second import beside a running one is refused, and does not disturb the first.
func TestOneJobAtATime(t *testing.T) {
	l := open(t)
	path := chatGPTExport(t, 300, 2)
	tried := false
	r, err := l.Import(t.Context(), []string{path}, func(chat.Progress) {
		if !tried {
			tried = true
			_, err := l.Export(t.Context(), chat.ExportRequest{Selection: everything(), Options: chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL}}, nil)
			checkCode(t, "export beside an import", err, chat.CodeBusy)
		}
	})
	if err != nil || !tried || r.Conversations.New != 300 {
		t.Errorf("import: %+v, %v; tried %v", r.Conversations, err, tried)
	}
}

// TestSamplesAreRead: the sample conversations come through the real importer, every one.
func TestSamplesAreRead(t *testing.T) {
	l := open(t)
	r, err := l.ImportSamples(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, r)
	n := r.Conversations
	if n.New != n.Found || n.New < 35 || r.Format != "mixed" || r.Attachments.Kept == 0 {
		t.Errorf("samples: %+v, format %q, attachments %+v; notes %v", n, r.Format, r.Attachments, r.Notes)
	}
	facets, err := l.Facets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]bool{}
	for _, f := range facets.Types {
		types[f.Value] = true
	}
	if want := map[string]bool{"chat": true, "agent": true, "graph": true}; !reflect.DeepEqual(types, want) {
		t.Errorf("the samples have the types %v, want %v", types, want)
	}
}

// TestFolderHidesNothing: in a folder with a good file, one that is damaged counts as failed, and one that is no conversation is
// named as passed over; neither stops the import.
func TestFolderHidesNothing(t *testing.T) {
	l := open(t)
	dir := filepath.Dir(chatGPTExport(t, 3, 4))
	try(t, os.WriteFile(filepath.Join(dir, "damaged.zip"), []byte("PK\x03\x04 and then nothing that an archive has"), 0o600))
	try(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("buy tea\n"), 0o600))
	r, err := l.Import(t.Context(), []string{dir}, nil)
	try(t, err)
	checkSum(t, r)
	if n := r.Conversations; n.New != 3 || n.Failed != 1 || !strings.Contains(r.Failed[0].Where, "damaged.zip") {
		t.Errorf("the report is %+v, failed %+v", n, r.Failed)
	}
	if len(r.UnknownFiles) != 1 || !strings.Contains(r.UnknownFiles[0].Where, "notes.txt") {
		t.Errorf("passed over: %+v, want notes.txt", r.UnknownFiles)
	}
}
