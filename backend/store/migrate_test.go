package store

import (
	"database/sql"
	"fmt"
	"os"
	"testing"

	"loquat/backend/chat"
)

// migrateWith opens a library and adds steps to those of the program.
func migrateWith(s *Store, steps ...migration) error {
	version, err := userVersion(ctx, s.write)
	if err != nil {
		return err
	}
	return s.migrate(ctx, version, append(append([]migration(nil), migrations...), steps...))
}

// The steps of later versions keep the data, make a copy before they change it, and leave nothing half done.
func TestMigrations(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a", "b"))
	grown := len(migrations) + 1
	grow := migration{"9998_grow.sql", "ALTER TABLE conversations ADD COLUMN extra TEXT NOT NULL DEFAULT 'x';"}
	if err := migrateWith(s, grow); err != nil {
		t.Fatal(err)
	}
	broken := migration{"9999_broken.sql", changesData + "\nDELETE FROM raw_records; UPDATE conversations SET title = 'lost'; SELECT no_such_function();"}
	if err := migrateWith(s, grow, broken); err == nil {
		t.Fatal("a broken step passed")
	}
	if version, err := userVersion(ctx, s.write); version != grown || err != nil {
		t.Errorf("version %d, %v", version, err)
	}
	if row, err := s.Row(ctx, 1); err != nil || row.Title != "One" {
		t.Errorf("a broken step left %q, %v", row.Title, err)
	}
	checkWhole(t, s)
	change := migration{"9999_change.sql", changesData + "\nUPDATE conversations SET title = 'changed';"}
	if err := migrateWith(s, grow, change); err != nil {
		t.Fatal(err)
	}
	if row, err := s.Row(ctx, 1); err != nil || row.Title != "changed" {
		t.Errorf("title %q, %v", row.Title, err)
	}

	// The copy is a whole library of the version before.
	backup := fmt.Sprintf("%s.v%d", s.path(), grown)
	info, err := os.Stat(backup)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	dir := t.TempDir()
	if err := os.Rename(backup, dir+"/"+databaseName); err != nil {
		t.Fatal(err)
	}
	before := migrations
	migrations = append(append([]migration(nil), migrations...), grow)
	defer func() { migrations = before }()
	if row, err := openIn(t, dir).Row(ctx, 1); err != nil || row.Title != "One" {
		t.Errorf("the copy has %q, %v", row.Title, err)
	}
}

// Imports of a Loquat that kept nothing to undo them with are listed and cannot be undone; one that comes after them can.
func TestMigrateImports(t *testing.T) {
	dir := t.TempDir() + "/library"
	s := newStore(dir)
	if err := s.makeFolder(); err != nil {
		t.Fatal(err)
	}
	if err := s.makePrivate(databaseName); err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector{dsn: s.dsn(databaseName, "rw", writeCache)})
	defer db.Close()
	var err error
	if s.write, err = db.Conn(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.migrate(ctx, 0, migrations[:1]); err != nil {
		t.Fatal(err)
	}
	c := talk("1", "One", "before")
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO imports (started_at, ended_at, report) VALUES (1, 2, '{"conversations":{"found":1,"new":1},"files":[{"path":"old.zip"}]}'), (3, 4, '{}')`, nil},
		{`INSERT INTO conversations (source, external_id, title, search_key, source_title, type, status, tags, removed_tags, created_guessed, updated_guessed,
			model, leaf, thread_rounds, thread_messages, excerpt, parent_external_id, parent_call_id, content_hash, raw_hash, created_import, updated_import)
			VALUES ('test', '1', 'One', 'one', 'One', 'chat', 'active', '', '', 0, 0, '', '', 1, 1, '', '', '', ?, x'00', 1, 2)`, []any{contentHash(c)}},
		{"INSERT INTO messages (id, message_id, round, role, content) VALUES (?, '1-0', 1, 'user', 'before')", []any{firstID(1)}},
		{"INSERT INTO unindexed (conversation_id, batch) VALUES (1, 0)", nil},
	} {
		if _, err := s.write.ExecContext(ctx, step.sql, step.args...); err != nil {
			t.Fatal(step.sql, err)
		}
	}
	if err := s.write.Close(); err != nil {
		t.Fatal(err)
	}
	s = openIn(t, dir)
	old, err := s.Import(ctx, 1)
	if e := old.Import; err != nil || e.State != chat.ImportDone || e.Undoable || e.Origin != chat.OriginFiles || e.Conversations.New != 1 || e.Paths[0] != "old.zip" {
		t.Errorf("%+v, %v", old.Import, err)
	}
	_, err = s.UndoImport(ctx, 1, nil)
	wantCode(t, err, chat.CodeBadRequest)
	if got := titles(t, s, chat.ListRequest{Filter: chat.Filter{Import: 2}}); len(got) != 1 {
		t.Errorf("the second import updated one, and shows %q", got)
	}
	if done := put(t, s, talk("1", "One", "after")); done[0].Outcome != Updated {
		t.Fatalf("put: %+v", done)
	}
	wantUndo(t, s, 3, chat.UndoReport{Restored: 1})
	if n := countText(t, s, "before"); n != 1 {
		t.Error("the version of the older Loquat is not back")
	}
	if done := put(t, s, c); done[0].Outcome != Unchanged {
		t.Errorf("put: %+v", done)
	}
}

// A library of a newer Loquat is left alone.
func TestNewer(t *testing.T) {
	s := open(t)
	if _, err := s.write.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(migrations)+1)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReader(ctx, s.dir); err == nil {
		t.Error("a newer library was read")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(ctx, s.dir)
	wantCode(t, err, chat.CodeNewer)
}
