package library

import (
	"database/sql"
	"path/filepath"
	"testing"

	"loquat/backend/chat"
)

// A library of the Loquat before this one can be looked at: "loquat list" is often the first command after an update.
func TestOpenReaderUpdates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.ImportSamples(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DROP TABLE watched; PRAGMA user_version = 2"); err != nil { // as it was before the third step
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	l, err = OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if all, err := l.Imports(t.Context(), 0, 10); err != nil || len(all) != 1 || all[0].State != chat.ImportDone {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := l.Watched(t.Context()); err != nil {
		t.Error(err)
	}
}
