package claudecode_test

import (
	"testing"

	"loquat/backend/importer/claudecode"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, and its transcript what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers; a session is one file that grows.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: claudecode.Source, Samples: exports, Grows: true})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, claudecode.Source, "session.jsonl") }
