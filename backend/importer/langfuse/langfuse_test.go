package langfuse_test

import (
	"path"
	"testing"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/langfuse"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. Where observations stand alone, a cut takes some of their trace.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: langfuse.Source, Samples: exports,
		Cuts: func(file string) bool {
			return path.Base(file) != "api.json" && path.Base(file) != "observations.jsonl"
		}})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, langfuse.Source, "traces.json") }
