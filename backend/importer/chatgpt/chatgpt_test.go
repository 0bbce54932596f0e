package chatgpt_test

import (
	"testing"

	"loquat/backend/importer/chatgpt"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap that took conversations from the users of other importers; its first lines say
// which, and its transcript what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: chatgpt.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, chatgpt.Source, "conversations.json") }
