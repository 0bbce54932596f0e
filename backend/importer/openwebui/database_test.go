package openwebui_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/importer"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/openwebui"
)

// database makes a webui.db that its program still has open, so that the last rows stand in its log only, and copies
// what lies on the disk to a folder.
func database(t *testing.T) (folder string) {
	t.Helper()
	live := filepath.Join(t.TempDir(), "webui.db")
	db, err := sql.Open("sqlite3", live)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"PRAGMA journal_mode = WAL",
		"CREATE TABLE auth (id TEXT, email TEXT, password TEXT)",
		"CREATE TABLE chat (id TEXT, user_id TEXT, title TEXT, chat TEXT, created_at INTEGER, updated_at INTEGER, archived INTEGER, meta TEXT)",
		"INSERT INTO auth VALUES ('u', 'someone@example.org', 'hash')",
		`INSERT INTO chat VALUES ('c1', 'u', 'One', '{"history":{"currentId":"a","messages":{"a":{"id":"a","role":"user","content":"Hi"}}}}', 1700000000, 1700000100, 1, '{"tags":["x"]}')`,
		"PRAGMA wal_checkpoint(TRUNCATE)",
		`INSERT INTO chat VALUES ('c2', 'u', '[]', '{"messages":[{"role":"user","content":"in the log"}]}', 1700000000, NULL, 0, NULL)`,
		`INSERT INTO chat VALUES ('c3', 'u', 'Broken', '{"history":', 1700000000, 1700000100, 0, 'null')`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	folder = t.TempDir()
	for _, name := range []string{"webui.db", "webui.db-wal"} {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(live), name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// A database in use is read to its last row, nothing is written beside it, and what is not a chat stays behind.
func TestDatabase(t *testing.T) {
	folder := database(t)
	got := importertest.Tell(t, os.DirFS(folder))
	want := `# c1 | One | chat |  | x, archived
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:15:00.000
a< 1 user: Hi
# c2 | [] | chat |  | 
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:13:20.000 (guess)
m1< 1 user: in the log
failed at -1 in webui.db: the JSON is damaged: the messages of the chat cannot be read
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("beside the database: %v, %v", left, err)
	}
	opened, err := importer.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, c := range importertest.Read(t, openwebui.Source, opened.Matches[0].Input).Conversations {
		if strings.Contains(string(c.Raw), `"u"`) || strings.Contains(string(c.Raw), "hash") {
			t.Errorf("kept of the user: %s", c.Raw)
		}
	}
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestDatabaseExam(t *testing.T) {
	folder := database(t)
	importertest.Run(t, importertest.Exam{Source: openwebui.Source, Samples: os.DirFS(filepath.Dir(folder)),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}
