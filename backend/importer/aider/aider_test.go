package aider_test

import (
	"os"
	"testing"
	"time"

	"loquat/backend/importer/aider"
	"loquat/backend/importer/importertest"
)

// Times of aider name no zone and are read as local ones; the tests must not depend on where they run.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. A history is text: it ends well anywhere, and its last session may still go on.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: aider.Source, Samples: exports, Cuts: func(string) bool { return false }})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, aider.Source, ".aider.chat.history.md") }
