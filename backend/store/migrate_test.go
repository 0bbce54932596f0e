package store

import (
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
