package cherrystudio_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path/filepath"
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
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, cherrystudio.Source, "data.json") }

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

// database makes a backup of version 2: its database, and a file in the folder beside the database's own.
func database(t testing.TB) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "backup")
	for _, dir := range []string{"sqlite", "Data/Files"} {
		if err := os.MkdirAll(filepath.Join(folder, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "Data/Files/f1.txt"), []byte("pease"), 0o600); err != nil {
		t.Fatal(err)
	}
	importertest.Database(t, filepath.Join(folder, "sqlite/cherrystudio.sqlite"),
		"CREATE TABLE `user_provider` (id text, api_keys text)",
		"CREATE TABLE `assistant` (`id` text PRIMARY KEY, `name` text, `prompt` text)",
		"CREATE TABLE `topic` (`id` text PRIMARY KEY, `name` text, `prompt` text, `assistant_id` text, `active_node_id` text, `created_at` integer, `updated_at` integer, `deleted_at` integer)",
		"CREATE TABLE `message` (`id` text PRIMARY KEY, `parent_id` text, `topic_id` text, `role` text, `data` text, `status` text, `siblings_group_id` integer, `model_id` text, `stats` text, `created_at` integer, `deleted_at` integer)",
		"INSERT INTO user_provider VALUES ('openai', 'sk-secret')",
		"INSERT INTO assistant VALUES ('as1', 'Cook', 'You cook.')",
		"INSERT INTO topic VALUES ('t1', 'Parts', '', 'as1', 'a1', 1746093600000, 1746097200000, NULL), ('t2', 'Blocks', NULL, NULL, NULL, 1746093600000, 1746093600000, 1746100000000)",
		`INSERT INTO message VALUES
			('u1', NULL, 't1', 'user', '{"parts":[{"type":"text","text":"Which?"},{"type":"file","mediaType":"text/plain","url":"file:///home/u/Data/Files/f1.txt","filename":"list.txt"}]}', 'success', 0, NULL, NULL, 1746093601000, NULL),
			('a1', 'u1', 't1', 'assistant', '{"parts":[{"type":"step-start"},{"type":"reasoning","text":"hm"},{"type":"tool-search","toolCallId":"k1","state":"output-available","input":{"q":1},"output":{"content":[{"type":"text","text":"found"}]}},{"type":"dynamic-tool","toolName":"cook","toolCallId":"k2","state":"output-error","input":{},"errorText":"too hot"},{"type":"text","text":"Pea."},{"type":"source-url","sourceId":"1","url":"https://a.example","title":"Soups"},{"type":"data-translation","data":{"content":"Erbse.","targetLanguage":"de-de"}},{"type":"data-error","data":{"name":"AbortError","message":"stopped"}},{"type":"data-code","data":{"content":"boil()","language":"ts"}},{"type":"data-hologram","data":{}}]}', 'success', 1, 'openai::gpt-4o', '{"promptTokens":3,"completionTokens":4}', 1746093602000, NULL),
			('a2', 'u1', 't1', 'assistant', '{"parts":[{"type":"text","text":"Tomato."}]}', 'success', 1, 'o1', NULL, 1746093603000, NULL),
			('u9', NULL, 't2', 'user', '{"blocks":[{"type":"main_text","content":"Older","createdAt":1},{"type":"image","fileId":"f1"}]}', 'success', 0, NULL, NULL, 1746093601000, NULL),
			('a9', 'u9', 't2', 'assistant', 'damaged {', 'success', 0, NULL, NULL, 1746093602000, NULL)`)
	return folder
}

// Version 2 keeps a tree with the message in view, and what is said as parts, in its first databases as blocks. A topic in
// the trash stays there; a message that cannot be read is counted. What describes the backup is no conversation lost.
func TestDatabase(t *testing.T) {
	folder := database(t)
	about := []byte(`{"version": 6, "dataFormatVersion": 2, "timestamp": 1760000000000, "appName": "Cherry Studio", "appVersion": "2.0.0"}`)
	if err := os.WriteFile(filepath.Join(folder, "metadata.json"), about, 0o600); err != nil {
		t.Fatal(err)
	}
	got := importertest.Tell(t, os.DirFS(folder))
	want := `# t1 | Parts | agent | gpt-4o | Cook
created 2025-05-01T10:00:00.000, updated 2025-05-01T11:00:00.000
system< 1 system: You cook.
u1<system 1 user: Which?
  file list.txt text/plain 5: "pease"
a1<u1 1 assistant, gpt-4o: 
  thinks: hm
  calls search as k1: {"q":1}
a1/2<a1 1 tool, search, answers k1: found
a1/3<a1/2 1 assistant, gpt-4o: 
  calls cook as k2: {}
a1/4<a1/3 1 tool, cook, answers k2, failed: too hot
a1/5<a1/4 1 assistant, gpt-4o: Pea.
    
    ` + "```ts\n    boil()\n    ```" + `
    
    1. [Soups](https://a.example)
a1/6<a1/5 1 system, hidden, translation: Erbse.
a1/7<a1/6 1 system, hidden, error: AbortError: stopped
~a2<u1 1 assistant, o1: Tomato.
unknown block hologram: 1
round 1, gpt-4o, 3 and 4 tokens
# t2 | Blocks | chat |  | 
created 2025-05-01T10:00:00.000, updated 2025-05-01T10:00:00.000
u9< 1 user: Older
  file f1 text/plain 5: "pease"
unknown message without data: 1
status deleted, before "active"
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The exam with a database: cut or damaged anywhere it crashes nothing.
func TestExamDatabase(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: cherrystudio.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// A backup comes packed: alone as .bak, or in a ZIP with its files, which are found there.
func TestPacked(t *testing.T) {
	exports, _ := importertest.Traps(t)
	var bak, archive bytes.Buffer
	packed := gzip.NewWriter(&bak)
	if _, err := packed.Write(exports["legacy/data.json"].Data); err != nil || packed.Close() != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&archive)
	for _, name := range []string{"data.json", "Data/Files/f1.txt"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(exports["backup/"+name].Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"cherry-studio.bak": "# t9 | Before blocks |", "cherry-studio.zip": "file list.txt text/plain 6: \"pease\\n\""} {
		data := map[string][]byte{"cherry-studio.bak": bak.Bytes(), "cherry-studio.zip": archive.Bytes()}[name]
		if got := importertest.Tell(t, fstest.MapFS{name: {Data: data}}); !strings.Contains(got, want) || strings.Contains(got, "unknown file") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
