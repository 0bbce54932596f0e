// Package sqlite opens the databases of other programs. They may be in use, damaged or hostile: what is opened is a
// private copy, nothing in it is run, and it is never written.
package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// magic is what every SQLite file begins with.
const magic = "SQLite format 3\x00"

// Is says whether the file looked at is an SQLite database.
func Is(p *source.Probe) bool { return bytes.HasPrefix(p.Head, []byte(magic)) }

// created finds the names of tables in the text of a schema.
var created = regexp.MustCompile("(?i)CREATE TABLE\\s+(?:IF NOT EXISTS\\s+)?[\"'`\\[]?(\\w+)")

// Tables are the names of the tables that the beginning of a database tells of; nil when it is none.
func Tables(p *source.Probe) map[string]bool {
	if !Is(p) {
		return nil
	}
	tables := map[string]bool{}
	for _, found := range created.FindAllSubmatch(p.Head, -1) {
		tables[string(found[1])] = true
	}
	return tables
}

// IsDatabase says whether a file of an input is an SQLite database. One that cannot be opened is none.
func IsDatabase(in *source.Input, file string) bool {
	f, err := in.FS.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == magic
}

// IsBeside says whether a name is of what SQLite keeps beside a database in use: its log, and the index of that.
func IsBeside(name, database string) bool {
	return name == database+"-wal" || name == database+"-shm"
}

// Database is an open copy of a file.
type Database struct {
	*sql.DB
	folder string // private, with the copy in it
}

// Open copies a file of the input, with what its program has not yet written back beside it (-wal), and opens the copy.
// The error is a *chat.Error.
func Open(ctx context.Context, in *source.Input, file string) (*Database, error) {
	folder, err := os.MkdirTemp("", "loquat-sqlite-")
	if err != nil {
		return nil, broken(err)
	}
	d := &Database{folder: folder}
	name := filepath.Join(folder, "copy.db")
	logged := false
	if err = copyOut(ctx, in, file, name); err == nil {
		err = copyOut(ctx, in, file+"-wal", name+"-wal")
		logged = err == nil
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err == nil && !logged {
		err = isWhole(name)
	}
	if err == nil {
		d.DB, err = sql.Open("sqlite3", address(name, logged))
	}
	if err == nil {
		d.SetMaxOpenConns(1)
		_, err = d.ExecContext(ctx, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
	}
	if err != nil {
		_ = d.Close()
		return nil, broken(err)
	}
	return d, nil
}

// isWhole compares the size of a database with the one that its header states, when the header is up to date: SQLite
// reads what is missing of a page as zeros, and would give wrong rows.
func isWhole(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return errors.New("it is cut off inside its header")
	}
	size := int64(binary.BigEndian.Uint16(head[16:18]))
	if size == 1 {
		size = 65536
	}
	size *= int64(binary.BigEndian.Uint32(head[28:32]))
	if bytes.Equal(head[24:28], head[92:96]) && info.Size() < size {
		return fmt.Errorf("it is cut off at byte %d of %d", info.Size(), size)
	}
	return nil
}

// address opens a copy for reading only. One with a log must be put together first, which SQLite does in the copy.
func address(name string, logged bool) string {
	options := "mode=ro&immutable=1&_query_only=1"
	if logged {
		options = "mode=rw&_query_only=1"
	}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(name), RawQuery: options}).String()
}

func copyOut(ctx context.Context, in *source.Input, file, to string) error {
	r, err := in.Open(ctx, file)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}

// Close closes the copy and removes it.
func (d *Database) Close() (err error) {
	if d.DB != nil {
		err = d.DB.Close()
	}
	return errors.Join(err, os.RemoveAll(d.folder))
}

// broken is the error for a database that cannot be read; one that is a *chat.Error already stays.
func broken(err error) error {
	if e := (*chat.Error)(nil); errors.As(err, &e) {
		return e
	}
	return &chat.Error{Code: chat.CodeCorrupt, Place: "database", Reason: fmt.Sprintf("the database cannot be read: %v", err),
		Advice: "close the program that it belongs to, copy the file again and import the copy", Err: err}
}
