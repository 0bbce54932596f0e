package dataset_test

import (
	"strings"
	"testing"

	"loquat/backend/importer/dataset"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	for file := range exports { // a run of which records are cut off is another conversation than the whole one
		if strings.HasPrefix(file, "graph/") {
			delete(exports, file)
		}
	}
	whole := func(file string) bool { return file != "others.csv" } // any CSV may end without a line end, ours never do
	importertest.Run(t, importertest.Exam{Source: dataset.Source, Samples: exports, Cuts: whole})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, dataset.Source, "data.jsonl") }
