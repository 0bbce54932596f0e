package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"os"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one numbered step of the database. Migrations are only ever added.
type migration struct {
	name string
	sql  string
}

// changesData begins a migration that changes data that is already there: a backup of the database is made before it.
const changesData = "-- changes data"

// migrations is every step, in order; the first leads from an empty file to version 1.
var migrations = readMigrations()

func readMigrations() []migration {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		panic(err) // the files are part of the program
	}
	all := make([]migration, 0, len(entries))
	for _, e := range entries {
		text, err := migrationFiles.ReadFile("migrations/" + e.Name())
		if err != nil {
			panic(err)
		}
		all = append(all, migration{e.Name(), string(text)})
	}
	return all
}

// prepareDatabase checks the database, sets it up, and brings it to the newest version.
func (s *Store) prepareDatabase(ctx context.Context) error {
	version, err := userVersion(ctx, s.write)
	if err != nil {
		return err
	}
	if err := s.refuseOthers(ctx, s.write, version); err != nil {
		return err
	}
	if err := s.quickCheck(ctx); err != nil {
		return err
	}
	if err := hasFullText(ctx, s.write); err != nil {
		return err
	}
	// The page size counts only for a new file, and only before it is in WAL mode.
	if _, err := s.write.ExecContext(ctx, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY"); err != nil {
		return err
	}
	return s.migrate(ctx, version, migrations)
}

// refuseOthers refuses a database that a newer Loquat wrote, or that is another program's and has our name by chance.
func (s *Store) refuseOthers(ctx context.Context, db querier, version int) error {
	var tables, known int
	if err := db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(name IN ('imports', 'conversations', 'raw_records')), 0)
		FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`).Scan(&tables, &known); err != nil {
		return err
	}
	switch {
	case version == 0 && tables > 0, version > 0 && known < 3:
		return &chat.Error{Code: chat.CodeBadRequest, File: s.path(), Reason: "this database is not a library of Loquat", Advice: "choose another folder for the library"}
	case version > len(migrations):
		return &chat.Error{Code: chat.CodeNewer, File: s.path(), Reason: "this library was written by a newer Loquat", Advice: "update Loquat"}
	}
	return nil
}

// quickCheck looks through a small database; a large one would keep the person waiting, and shows damage when it is read.
func (s *Store) quickCheck(ctx context.Context) error {
	if info, err := os.Stat(s.path()); err != nil || info.Size() > quickCheck {
		return err
	}
	var verdict string
	if err := s.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return s.damaged(fmt.Errorf("quick_check: %s", verdict))
	}
	return nil
}

func hasFullText(ctx context.Context, db *sql.Conn) error {
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'").Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return &chat.Error{Code: chat.CodeInternal, Reason: "this Loquat was built without full-text search (FTS5)",
			Advice: "build it with -tags sqlite_fts5"}
	}
	return nil
}

// migrate runs the steps after version, each in a transaction of its own.
func (s *Store) migrate(ctx context.Context, version int, steps []migration) error {
	backed := version == 0 // an empty database needs no backup
	for ; version < len(steps); version++ {
		step := steps[version]
		if strings.HasPrefix(step.sql, changesData) && !backed {
			if err := s.backUp(ctx, version); err != nil {
				return err
			}
			backed = true
		}
		script := fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA user_version = %d;\nCOMMIT;", step.sql, version+1)
		if _, err := s.write.ExecContext(ctx, script); err != nil {
			s.write.ExecContext(ctx, "ROLLBACK")
			return fmt.Errorf("migration %s: %w", step.name, err)
		}
	}
	return nil
}

// backUp copies the database to library.db.v<version>, whole or not at all.
func (s *Store) backUp(ctx context.Context, version int) error {
	target := fmt.Sprintf("%s.v%d", s.path(), version)
	half := target + ".tmp"
	if err := os.WriteFile(half, nil, privateFile); err != nil { // VACUUM INTO accepts an empty file, and keeps its mode
		return err
	}
	if err := os.Chmod(half, privateFile); err != nil {
		return err
	}
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO ?", half); err != nil {
		os.Remove(half)
		return err
	}
	return os.Rename(half, target)
}

// querier is what a connection, a transaction and a pool have in common.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func userVersion(ctx context.Context, db querier) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

func itoa(n int) string { return strconv.Itoa(n) }
