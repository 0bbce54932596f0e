package importertest

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"loquat/backend/importer/source"
)

// Database runs statements in the database at a path, which it makes when there is none, with its folder. It stays open
// until the test ends, as in a program that uses it. The driver is the one that the readers bring.
func Database(t testing.TB, name string, statements ...string) *sql.DB {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1) // what a PRAGMA says holds for one connection
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	return db
}

// ReadDamaged writes over pages in the middle of a database, and counts the conversations that are read of it all the
// same and what is told to be damaged.
func ReadDamaged(t *testing.T, s source.Source, name string) (read, told int) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	copy(raw[len(raw)/2:], bytes.Repeat([]byte("A"), 8192))
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out := Read(t, s, source.Input{FS: os.DirFS(filepath.Dir(name)), Files: []string{filepath.Base(name)}, Label: "folder"})
	told = len(out.Failed)
	if out.Err != nil {
		told++
	}
	return len(out.Conversations), told
}
