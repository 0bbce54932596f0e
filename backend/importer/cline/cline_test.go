package cline_test

import (
	"strings"
	"testing"

	"loquat/backend/importer/cline"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. What is said of a session is no conversation.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	for name := range exports {
		if strings.HasSuffix(name, "s1.json") {
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: cline.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, cline.Source, "api_conversation_history.json") }
