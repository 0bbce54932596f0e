package geminitakeout_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/importer/geminitakeout"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: geminitakeout.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, geminitakeout.Source, "MyActivity.html") }

// The answer of a hostile page must not hold up the import: its signs once took time with the square of their number.
func TestManySigns(t *testing.T) {
	page := `<html><body><div class="outer-cell"><div class="header-cell">Gemini Apps</div><div class="content-cell">Prompted&nbsp;x<br>` +
		`Mar 2, 2026, 10:15:00 AM CET<br><p>` + strings.Repeat("*_[", 300_000) + `</p></div></div></body></html>`
	in := source.Input{FS: fstest.MapFS{"MyActivity.html": {Data: []byte(page)}}, Files: []string{"MyActivity.html"}, Label: "page"}
	got := importertest.Read(t, geminitakeout.Source, in)
	if len(got.Conversations) != 1 || len(got.Conversations[0].Messages[1].Content) != 900_000 {
		t.Errorf("%d conversations", len(got.Conversations))
	}
}
