package importer_test

import (
	"path/filepath"
	"testing"

	"loquat/backend/importer"
	"loquat/backend/importer/importertest"
)

// What a tool has said to a database in use may still stand beside it (-wal): a person who names the database alone means
// that as well.
func TestDatabaseInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "logs.db")
	importertest.Database(t, path,
		"CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT, model TEXT)",
		"CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, system TEXT, response TEXT, conversation_id TEXT, datetime_utc TEXT)",
		"PRAGMA journal_mode = WAL",
		"INSERT INTO conversations VALUES ('c1', 'Tea', 'm')",
		"INSERT INTO responses VALUES ('r1', 'm', 'Which tea?', '', 'Green.', 'c1', '2026-05-12T10:00:00')")
	opened, err := importer.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if len(opened.Matches) != 1 || len(opened.Matches[0].Input.Files) != 1 || len(opened.Unknown) > 0 {
		t.Fatalf("opened as %+v", opened)
	}
	got := importertest.Read(t, opened.Matches[0].Source, opened.Matches[0].Input)
	if len(got.Conversations) != 1 || got.Conversations[0].Title != "Tea" {
		t.Errorf("read %+v", got)
	}
}
