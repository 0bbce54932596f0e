package zed_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
	"loquat/backend/importer/zed"
)

// The threads of the database, as versions of Zed wrote them.
const (
	current = `{"title":"Count lines","messages":[
		{"User":{"id":"u1","content":[{"Text":"Look at "},{"Mention":{"uri":{"File":{"abs_path":"/w/page.html"}},"content":"<p>"}},{"Text":", how long?"},
			{"Image":{"source":"iVBORw0KGgo=","size":{"width":1,"height":1}}}]}},
		{"Agent":{"content":[{"Thinking":{"text":"I count","signature":"s"}},{"RedactedThinking":"x"},{"Text":"One moment."},
			{"ToolUse":{"id":"t1","name":"terminal","raw_input":"{\"command\":\"wc -l\"}","input":{"command":"wc -l"},"is_input_complete":true}},
			{"ToolUse":{"id":"t2","name":"spawn_agent","raw_input":"{\"label\"","input":null,"is_input_complete":false}}],
			"tool_results":{"t1":{"tool_use_id":"t1","tool_name":"terminal","is_error":false,"content":[{"Text":"3 main.go"},{"Image":{"source":"iVBORw0KGgo=","size":null}}],"output":"3"},
				"t2":{"tool_use_id":"t2","tool_name":"spawn_agent","is_error":true,"content":{"Text":"stopped"},"output":{"session_id":"child","error":"stopped"}}}}},
		"Resume",
		{"Compaction":{"Summary":"They counted."}},
		{"User":{"id":"u1","content":[{"Text":"Thanks"}]}},
		{"Agent":{"content":[{"Text":"Three lines."},{"Video":"?"}],"tool_results":{}}},
		{"Later":{"x":1}}],
		"updated_at":"2026-02-01T10:00:05Z","model":{"provider":"zed.dev","model":"claude-sonnet-4"},"request_token_usage":{},"version":"0.3.0"}`
	child = `{"title":"Helper","messages":[{"User":{"id":"h1","content":[{"Text":"Help"}]}},{"Agent":{"content":[{"Text":"Done"}],"tool_results":{}}}],"updated_at":"2026-02-01T10:00:03Z","version":"0.3.0"}`
	first = `{"version":"0.1.0","summary":"Old","updated_at":"2025-03-01T10:00:00Z","messages":[
		{"id":0,"role":"user","segments":[{"type":"text","text":"Use it"}],"context":"<context>a file</context>"},
		{"id":1,"role":"assistant","segments":[{"type":"thinking","text":"hm"},{"type":"text","text":"I use it"}],"tool_uses":[{"id":"abc","name":"now","input":{}}]},
		{"id":2,"role":"user","segments":[{"type":"text","text":"Here are the tool results."}],"tool_results":[{"tool_use_id":"abc","is_error":false,"content":"noon","output":null}]},
		{"id":3,"role":"assistant","segments":[{"type":"text","text":"It is noon"},{"type":"RedactedThinking","data":"x"}]}]}`
	oldest = `{"summary":"Oldest","updated_at":"2025-02-01T10:00:00Z","messages":[{"id":1,"role":"user","text":"Hi"},{"id":2,"role":"assistant","text":"Hello"}]}`
)

// database makes a threads.db, its threads packed as Zed packs them, one of them as text and two damaged.
func database(t testing.TB) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "threads")
	db := importertest.Database(t, filepath.Join(folder, "threads.db"),
		"CREATE TABLE threads (id TEXT PRIMARY KEY, summary TEXT NOT NULL, updated_at TEXT NOT NULL, data_type TEXT NOT NULL, data BLOB NOT NULL)",
		"ALTER TABLE threads ADD COLUMN parent_id TEXT",
		"ALTER TABLE threads ADD COLUMN created_at TEXT")
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	pack := func(text string) []byte { return w.EncodeAll([]byte(text), nil) }
	insert := "INSERT INTO threads (id, summary, updated_at, data_type, data, parent_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
	for _, row := range [][]any{
		{"child", "Helper", "2026-02-01T10:00:03+00:00", "zstd", pack(child), "main", "2026-02-01T10:00:02+00:00"},
		{"main", "Count lines", "2026-02-01T10:00:05.5+00:00", "zstd", pack(current), nil, "2026-02-01T10:00:00+00:00"},
		{"first", "Old", "2025-03-01T10:00:00+00:00", "json", []byte(first), nil, nil},
		{"oldest", "Oldest", "2025-02-01T10:00:00+00:00", "json", oldest, nil, nil},
		{"cut", "Cut", "2025-02-01T10:00:00+00:00", "zstd", pack(child)[:20], nil, nil},
		{"broken", "Broken", "2025-02-01T10:00:00+00:00", "json", `{"messages":[`, nil, nil},
	} {
		if _, err := db.ExecContext(t.Context(), insert, row...); err != nil {
			t.Fatal(row, err)
		}
	}
	return folder
}

// A thread of every version: mentions stand in the sentence, pictures and mentioned files beside; results follow their
// calls; what the program said in the person's name is hidden; two messages with one id are two; the run of a
// sub-agent comes behind the one that started it, though its row comes first; a damaged thread costs only itself.
func TestDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(database(t)))
	want := `# main | Count lines | agent | claude-sonnet-4 | 
created 2026-02-01T10:00:00.000, updated 2026-02-01T10:00:05.500
u1< 1 user: Look at @page.html, how long?
  file page.html text/html 0: missing
  its text: <p>
  file image-afef7298 image/png 8: "\x89PNG\r\n\x1a\n"
m2<u1 1 assistant: One moment.
  thinks: I count
  calls terminal as t1: {"command":"wc -l"}
  calls spawn_agent as t2: {"input": "{\"label\""}
m2/2<m2 1 tool, terminal, answers t1: 3 main.go
  file image-afef7298 image/png 8: "\x89PNG\r\n\x1a\n"
m2/3<m2/2 1 tool, spawn_agent, answers t2, failed: stopped
m3<m2/3 1 user, hidden: Continue where you left off
m4<m3 1 user, hidden: They counted.
u1#6<m4 2 user: Thanks
m6<u1#6 2 assistant: Three lines.
unknown content Video: 1
unknown message Later: 1
# first | Old | agent |  | 
created 2025-03-01T10:00:00.000 (guess), updated 2025-03-01T10:00:00.000
0< 1 user: Use it
  file context text/plain 0: missing
  its text: <context>a file</context>
1<0 1 assistant: I use it
  thinks: hm
  calls now as abc: {}
m3<1 1 tool, now, answers abc: noon
2<m3 1 user, hidden: Here are the tool results.
3<2 1 assistant: It is noon
# oldest | Oldest | agent |  | 
created 2025-02-01T10:00:00.000 (guess), updated 2025-02-01T10:00:00.000
1< 1 user: Hi
2<1 1 assistant: Hello
failed at -1 in threads.db: the thread cut cannot be read: unexpected EOF
failed at -1 in threads.db: the thread broken cannot be read: unexpected EOF, 13 bytes into the record
# child | Helper | agent |  | 
created 2026-02-01T10:00:02.000, updated 2026-02-01T10:00:03.000
h1< 1 user: Help
m2<h1 1 assistant: Done
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The window opens the run of a sub-agent from the call that started it: the link must name both.
func TestSubAgent(t *testing.T) {
	in := source.Input{FS: os.DirFS(database(t)), Files: []string{"threads.db"}, Label: "threads.db"}
	found := false
	for item := range zed.Source.Read(t.Context(), &in) {
		if c := item.Conversation; c != nil && c.ExternalID == "child" {
			found = true
			if c.ParentExternalID != "main" || c.ParentCallID != "t2" {
				t.Errorf("started by %q in %q", c.ParentCallID, c.ParentExternalID)
			}
		}
	}
	if !found {
		t.Error("the run is not there")
	}
}

// Each archive of testdata is a trap of the files; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers, with files.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: zed.Source, Samples: exports})
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestExamDatabase(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: zed.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) {
	raw, err := os.ReadFile(filepath.Join(database(f), "threads.db"))
	if err != nil {
		f.Fatal(err)
	}
	importertest.Fuzz(f, zed.Source, "threads.db", raw, []byte(current), []byte(first))
}
