package geminicli_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/importer/geminicli"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// samples are the files of one trap.
func samples(t testing.TB, trap string) fstest.MapFS {
	t.Helper()
	exports, _ := importertest.Traps(t)
	for name := range exports {
		if !strings.HasPrefix(name, trap+"/") {
			delete(exports, name)
		}
	}
	return exports
}

// The exam of all readers. A newer session grows while it goes on; an older one is whole or cut off.
func TestExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: geminicli.Source, Samples: samples(t, "legacy")})
	importertest.Run(t, importertest.Exam{Source: geminicli.Source, Samples: samples(t, "lines"), Grows: true})
	importertest.Run(t, importertest.Exam{Source: geminicli.Web, Samples: samples(t, "web")})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, geminicli.Source, "session.jsonl") }
