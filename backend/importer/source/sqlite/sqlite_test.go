package sqlite_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/chat"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
)

// input is the folder of a database as a reader gets it. Copies are made in a folder of the test's own.
func input(t *testing.T, name string) *source.Input {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	return &source.Input{FS: os.DirFS(filepath.Dir(name)), Files: []string{filepath.Base(name)}, Label: "x"}
}

// open opens a database, and closes it when the test ends.
func open(t *testing.T, name string) *sqlite.Database {
	t.Helper()
	db, err := sqlite.Open(t.Context(), input(t, name), filepath.Base(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// rows writes the rows of a table, each in a line, and what ends them.
func rows(t *testing.T, db *sqlite.Database, table string, columns ...sqlite.Column) (lines []string, ended error) {
	t.Helper()
	for row, err := range db.Rows(t.Context(), table, columns...) {
		if ended != nil {
			t.Fatal("a row comes behind the error")
		}
		if ended = err; err == nil {
			lines = append(lines, string(row.JSON))
		}
	}
	return lines, ended
}

// SQLite keeps any value in any column, and programs add and drop columns: a row must come as JSON whatever stands in it, and
// a column or a table that is not there is none.
func TestRows(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	importertest.Database(t, name,
		`CREATE TABLE "a ""table""" (id, data, picture)`,
		`INSERT INTO "a ""table""" VALUES (1, '{"b":[1]}', x'00ff'), (2.5, '{"cut', NULL), ('[3]', x'7b7d', 'text'), ('bad ' || x'ff', NULL, NULL)`)
	db := open(t, name)
	got, err := rows(t, db, `a "table"`, sqlite.Column{Name: "id"}, sqlite.Column{Name: "later"}, sqlite.Column{Name: "data", JSON: true}, sqlite.Column{Name: "picture", Bytes: true})
	want := []string{
		`{"id":1,"data":{"b":[1]},"picture":"AP8="}`,
		`{"id":2.5,"data":"{\"cut","picture":null}`,
		`{"id":"[3]","data":{},"picture":"text"}`,
		`{"id":"bad ` + "\uFFFD" + `","data":null,"picture":null}`,
	}
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%v, got:\n%s", err, strings.Join(got, "\n"))
	}
	if got, err := rows(t, db, "gone", sqlite.Column{Name: "id"}); len(got) > 0 || err != nil {
		t.Errorf("of a table that is not there: %q, %v", got, err)
	}
}

// A clause narrows and orders the rows with values that are never read as SQL.
func TestSelect(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	importertest.Database(t, name, "CREATE TABLE m (id, chat)", `INSERT INTO m VALUES (1, 'a'), (3, 'a'), (2, 'a'), (4, 'b'), (5, ''' OR 1 = 1 --')`)
	db := open(t, name)
	for chat, want := range map[string]string{"a": `{"id":3} {"id":2} {"id":1}`, "' OR 1 = 1 --": `{"id":5}`} {
		var got []string
		for row, err := range db.Select(t.Context(), "m", sqlite.Clause{SQL: "WHERE chat = ? ORDER BY id DESC", Values: []any{chat}}, sqlite.Column{Name: "id"}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(row.JSON))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s", chat, got)
		}
	}
}

// What the program said last stands beside its database until it closes it: that must be read too, and neither file may be
// changed by reading, nor a copy of what is private stay behind.
func TestDatabaseInUseIsReadAndLeft(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	importertest.Database(t, name, "PRAGMA journal_mode = WAL", "CREATE TABLE m (id)", "PRAGMA wal_checkpoint(TRUNCATE)", "INSERT INTO m VALUES ('in the log')")
	before := contents(t, filepath.Dir(name))
	in := input(t, name)
	db, err := sqlite.Open(t.Context(), in, "a.db")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rows(t, db, "m", sqlite.Column{Name: "id"}); err != nil || len(got) != 1 || got[0] != `{"id":"in the log"}` {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO m VALUES ('ours')"); err == nil {
		t.Error("the copy can be written")
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if left := contents(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("copies stay behind: %d files", len(left))
	}
	for name, b := range contents(t, filepath.Dir(name)) {
		if !bytes.Equal(b, before[name]) {
			t.Errorf("%s was changed", name)
		}
	}
}

// contents are the files below a folder.
func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// large makes a database of 200 rows that fill many pages, and returns its bytes.
func large(t *testing.T) (name string, raw []byte) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "a.db")
	importertest.Database(t, name, "CREATE TABLE m (id INTEGER PRIMARY KEY, said)",
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO m SELECT i, hex(zeroblob(800)) FROM n`)
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return name, raw
}

// broken says whether an error is one for a person that names the reason.
func broken(err error, reason string) bool {
	e := (*chat.Error)(nil)
	return errors.As(err, &e) && e.Code == chat.CodeCorrupt && e.Advice != "" && strings.Contains(e.Reason, reason)
}

// A damaged page must cost what stands behind it, not what came before, and it must be told: fewer rows that look like all
// of them would be conversations lost in silence.
func TestDamagedPage(t *testing.T) {
	name, raw := large(t)
	copy(raw[len(raw)/2:], bytes.Repeat([]byte("A"), 8192))
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := rows(t, open(t, name), "m", sqlite.Column{Name: "id"}, sqlite.Column{Name: "said"})
	if len(got) < 50 || len(got) > 150 || !broken(err, "malformed") {
		t.Errorf("%d rows, %v", len(got), err)
	}
	for i, row := range got {
		if want := `,"said":"` + strings.Repeat("0", 1600) + `"}`; !strings.HasSuffix(row, want) {
			t.Errorf("row %d is %.40s", i+1, row)
		}
	}
}

// Of a database that is cut off SQLite reads the missing end of a page as zeros, and would give wrong rows: it must be refused
// wherever it ends, with the place, and leave no copy behind.
func TestCutOff(t *testing.T) {
	name, raw := large(t)
	in := input(t, name)
	for _, at := range []int{0, 50, 4096, len(raw) / 2, len(raw) - 1} {
		if err := os.WriteFile(name, raw[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := sqlite.Open(t.Context(), in, "a.db"); !broken(err, "it is cut off") {
			t.Errorf("cut at byte %d: %v, %v", at, db, err)
		}
	}
	if left := contents(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("copies stay behind: %d files", len(left))
	}
}

// A source is told by the names of the tables in the first page, however its program writes them; a file that only speaks of
// a table is no database.
func TestTables(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.db")
	importertest.Database(t, name, "CREATE TABLE plain (a)", "create table if not exists `ticked` (a)", `CREATE TABLE "quoted" (a)`, "CREATE TABLE [bracketed] (a)")
	head, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tables := sqlite.Tables(&source.Probe{Head: head})
	for _, table := range []string{"plain", "ticked", "quoted", "bracketed"} {
		if !tables[table] {
			t.Errorf("%s is not seen: %v", table, tables)
		}
	}
	if tables := sqlite.Tables(&source.Probe{Head: []byte("CREATE TABLE plain (a)")}); tables != nil {
		t.Errorf("a text has tables: %v", tables)
	}
}
