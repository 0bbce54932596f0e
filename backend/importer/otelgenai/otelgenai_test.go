package otelgenai_test

import (
	"path"
	"slices"
	"testing"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/otelgenai"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. Where the spans of a trace are records of their own, a cut takes some of their trace.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: otelgenai.Source, Samples: exports,
		Cuts: func(file string) bool {
			return !slices.Contains([]string{"spans.jsonl", "phoenix.jsonl", "both.jsonl"}, path.Base(file))
		}})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, otelgenai.Source, "spans.json") }
