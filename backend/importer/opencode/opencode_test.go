package opencode_test

import (
	"os"
	"path"
	"path/filepath"
	"testing"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/opencode"
	"loquat/backend/importer/source"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The exam of all readers. Each file is a piece of a session, so that one that is cut costs only itself.
// Some of the pieces do: for each change of each of them all are read.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	for name := range exports {
		switch path.Base(name) {
		case "s1.json", "a.json", "b.json", "p1.json", "p5.json":
		default:
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: opencode.Source, Samples: exports, Cuts: func(string) bool { return false }})
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, opencode.Source, "storage/part/m/p.json") }

// database makes an opencode.db with a session that started another, whose row comes first.
func database(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "opencode")
	importertest.Database(t, filepath.Join(folder, "opencode.db"),
		"CREATE TABLE project (id TEXT PRIMARY KEY)",
		"CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT, parent_id TEXT, title TEXT, directory TEXT, time_created INTEGER, time_updated INTEGER)",
		"CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, data TEXT)",
		"CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, data TEXT)",
		"INSERT INTO session VALUES ('s2', 'p', 's1', 'Sub', '/w', 1700000000000, 1700000009000)",
		"INSERT INTO session VALUES ('s1', 'p', NULL, 'Main', '/w', 1700000001000, 1700000009000)",
		`INSERT INTO message VALUES ('a', 's1', 1700000001000, '{"role":"user"}'), ('b', 's1', 1700000002000, '{"role":"assistant","modelID":"m"}'), ('z', 's2', 1700000003000, '{"role":"user"}')`,
		`INSERT INTO part VALUES ('p1', 'a', 's1', '{"type":"text","text":"Do it"}'), ('p3', 'b', 's1', '{"type":"text","text":"Done"}'),
			('p2', 'b', 's1', '{"type":"tool","tool":"task","callID":"c1","state":{"status":"completed","input":{"x":1},"output":"ok","metadata":{"sessionId":"s2"}}}'),
			('p4', 'z', 's2', '{"type":"text","text":"Sub task"}'), ('p5', 'b', 's1', '{"type":'), ('p6', 'gone', 's1', '{"type":"text"}')`)
	return folder
}

// The rows of a database are put together by their ids, a run of a sub-agent comes behind the session that started it and
// names the call, and a row that cannot be read costs only itself.
func TestDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(database(t)))
	want := `# s1 | Main | agent | m | 
created 2023-11-14T22:13:21.000, updated 2023-11-14T22:13:29.000
a< 1 user: Do it
b<a 1 assistant, m: 
  calls task as c1: {"x":1}
b/2<b 1 tool, task, answers c1: ok
b/3<b/2 1 assistant, m: Done
note: a row of the table part could not be read and was left out: its data is no JSON
note: a part belongs to no message and was left out: p6
round 1, m
# s2 | Sub | agent |  | 
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:13:29.000
z< 1 user: Sub task
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	all := importertest.Read(t, opencode.Source, source.Input{FS: os.DirFS(database(t)), Files: []string{"opencode.db"}, Label: "opencode.db"}).Conversations
	if len(all) != 2 || all[1].ParentExternalID != "s1" || all[1].ParentCallID != "c1" {
		t.Error("the run of the sub-agent is not linked to the call that started it")
	}
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestDatabaseExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: opencode.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}
