package chatgpt_test

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"loquat/backend/importer"
	"loquat/backend/importer/chatgpt"
	"loquat/backend/importer/importertest"
)

// traps reads the archives of testdata: what each holds as an export, and the transcript it must give.
func traps(t testing.TB) (exports fstest.MapFS, want map[string]string) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no testdata", err)
	}
	exports, want = fstest.MapFS{}, map[string]string{}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		trap := strings.TrimSuffix(filepath.Base(name), ".txtar")
		for _, f := range archive.Files {
			if f.Name == "want" {
				want[trap] = string(f.Data)
			} else {
				exports[trap+"/"+f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
	}
	return exports, want
}

// transcript reads an export through the front door, as the program does.
func transcript(t *testing.T, fsys fs.FS) string {
	t.Helper()
	opened, err := importer.OpenFS(context.Background(), fsys, "export")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	var b strings.Builder
	for _, m := range opened.Matches {
		for item := range m.Source.Read(context.Background(), &m.Input) {
			switch {
			case item.Conversation != nil:
				b.WriteString(importertest.Transcript(item.Conversation))
			case item.Skipped != nil:
				fmt.Fprintf(&b, "skipped %s, %s: %s\n", item.Skipped.ID, item.Skipped.Title, item.Skipped.Reason)
			case item.Failed != nil && item.Failed.ID != "":
				fmt.Fprintf(&b, "failed %s, %s\n", item.Failed.ID, item.Failed.Title)
			case item.Failed != nil:
				fmt.Fprintf(&b, "failed at %d: %s\n", item.Failed.Offset, item.Failed.Reason)
			default:
				fmt.Fprintf(&b, "error: %v\n", item.Err)
			}
		}
	}
	for _, p := range opened.Unknown {
		fmt.Fprintf(&b, "unknown file %s: %s\n", p.Where, p.Reason)
	}
	return b.String()
}

// Each archive of testdata is a trap that took conversations from the users of other importers; its first lines say
// which, and its transcript what must come out.
func TestTraps(t *testing.T) {
	exports, want := traps(t)
	for trap, want := range want {
		sub, err := fs.Sub(exports, trap)
		if err != nil {
			t.Fatal(err)
		}
		if got := transcript(t, sub); got != want {
			t.Errorf("%s:\n got:\n%s\nwant:\n%s", trap, got, want)
		}
	}
}

// The exam of all readers.
func TestExam(t *testing.T) {
	exports, _ := traps(t)
	importertest.Run(t, importertest.Exam{Source: chatgpt.Source, Samples: exports})
}

func FuzzRead(f *testing.F) {
	exports, _ := traps(f)
	var samples [][]byte
	for _, file := range exports {
		samples = append(samples, file.Data)
	}
	importertest.Fuzz(f, chatgpt.Source, "conversations.json", samples...)
}
