package codex_test

import (
	"path"
	"testing"
	"testing/fstest"

	"loquat/backend/importer/codex"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, and its transcript what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers; a rollout is one file that grows, except in the first version.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	whole := fstest.MapFS{}
	for name, file := range exports {
		if path.Ext(name) == ".json" {
			whole[name] = file
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: codex.Source, Samples: exports, Grows: true})
	importertest.Run(t, importertest.Exam{Source: codex.Source, Samples: whole})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, codex.Source, "rollout.jsonl") }
