package jan_test

import (
	"strings"
	"testing"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/jan"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. Messages are added to a thread while it goes on; what is said of it is never cut in parts.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	for name := range exports {
		if strings.HasSuffix(name, "thread.json") {
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: jan.Source, Samples: exports, Grows: true})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, jan.Source, "messages.jsonl") }
