package cherrystudio_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer/cherrystudio"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers; a backup that cannot be read holds no conversation.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	maps.DeleteFunc(exports, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "direct/") })
	importertest.Run(t, importertest.Exam{Source: cherrystudio.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) {
	exports, _ := importertest.Traps(f)
	var samples [][]byte
	for _, file := range exports {
		samples = append(samples, file.Data)
	}
	importertest.Fuzz(f, cherrystudio.Source, "data.json", samples...)
}

// Keys of providers and of the servers of tools must never get into what is kept, and what is kept is a backup in which
// only one topic is, so that a better reader can read it again.
func TestKept(t *testing.T) {
	exports, _ := importertest.Traps(t)
	read := func(data []byte) []chat.Conversation {
		files := fstest.MapFS{"data.json": {Data: data}, "Data/Files/f1.txt": exports["backup/Data/Files/f1.txt"]}
		return importertest.Read(t, cherrystudio.Source, source.Input{FS: files, Files: []string{"data.json"}}).Conversations
	}
	backup := exports["backup/data.json"].Data
	if bytes.Count(backup, []byte("sk-secret")) != 4 {
		t.Fatal("the sample does not hold its keys")
	}
	for _, data := range [][]byte{backup, exports["legacy/data.json"].Data} {
		all := read(data)
		for _, want := range all {
			if bytes.Contains(want.Raw, []byte("sk-secret")) || bytes.Contains(want.Raw, []byte("localStorage")) {
				t.Errorf("%s keeps what is private: %s", want.ExternalID, want.Raw)
			}
			if again := read(want.Raw); len(again) != 1 || importertest.Transcript(&again[0]) != importertest.Transcript(&want) {
				t.Errorf("%s, read again, is another: %s", want.ExternalID, want.Raw)
			}
		}
		if len(all) == 0 {
			t.Error("no conversation")
		}
	}
}
