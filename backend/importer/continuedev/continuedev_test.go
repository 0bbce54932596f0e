package continuedev_test

import (
	"strings"
	"testing"

	"loquat/backend/importer/continuedev"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. The list of sessions is no conversation, and belongs to those beside it.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	for name := range exports {
		if strings.HasSuffix(name, "sessions.json") {
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: continuedev.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, continuedev.Source, "s1.json") }
