package lobechat_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/lobechat"
	"loquat/backend/importer/source"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: lobechat.Source, Samples: exports})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, lobechat.Source, "export.json") }

// The settings and tables with keys must never get into what is kept.
func TestKeysStayBehind(t *testing.T) {
	exports, _ := importertest.Traps(t)
	kept := 0
	for _, name := range []string{"state/export.json", "database/LobeChat-data.json"} {
		files := fstest.MapFS{"export.json": exports[name]}
		if !bytes.Contains(exports[name].Data, []byte("sk-secret")) {
			t.Fatal("the sample holds no key")
		}
		for _, c := range importertest.Read(t, lobechat.Source, source.Input{FS: files, Files: []string{"export.json"}}).Conversations {
			kept++
			if bytes.Contains(c.Raw, []byte("sk-secret")) {
				t.Errorf("%s keeps a key: %s", c.ExternalID, c.Raw)
			}
		}
	}
	if kept != 4 {
		t.Errorf("%d conversations", kept)
	}
}

// What is kept of a conversation is an export in which only it stands, so that a better reader can read it again.
func TestReadAgain(t *testing.T) {
	exports, _ := importertest.Traps(t)
	read := func(data []byte) []chat.Conversation {
		in := source.Input{FS: fstest.MapFS{"export.json": {Data: data}}, Files: []string{"export.json"}}
		return importertest.Read(t, lobechat.Source, in).Conversations
	}
	for _, name := range []string{"state/export.json", "database/LobeChat-data.json", "first/export.json"} {
		for _, want := range read(exports[name].Data) {
			again := read(want.Raw)
			if len(again) != 1 || importertest.Transcript(&again[0]) != importertest.Transcript(&want) {
				t.Errorf("%s, %s, read again, is another: %s", name, want.ExternalID, want.Raw)
			}
		}
	}
}

// What is kept of a file that is cut off must be told as it is: nothing, since the rest of any conversation may be missing.
func TestCutOff(t *testing.T) {
	exports, _ := importertest.Traps(t)
	data := exports["state/export.json"].Data
	in := source.Input{FS: fstest.MapFS{"export.json": {Data: data[:len(data)/2]}}, Files: []string{"export.json"}}
	got := importertest.Read(t, lobechat.Source, in)
	if len(got.Conversations) > 0 || got.Err == nil || got.Err.Place == "" || !strings.Contains(got.Err.Advice, "nothing of this one is kept") {
		t.Errorf("%d conversations, %v", len(got.Conversations), got.Err)
	}
}
