package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"loquat/backend/chat"
)

// Sizes and numbers of the connections. The page cache of a connection is in KiB.
const (
	writeCache  = 16 << 10
	indexCache  = 8 << 10
	readCache   = 8 << 10
	readers     = 4
	quickCheck  = 32 << 20 // databases up to this many bytes are checked at every Open
	privateDir  = 0o700
	privateFile = 0o600
)

// Open opens or makes DIR/library.db, runs the migrations, takes the library's write lock and sweeps the files that a
// crash left behind. Its error is a *chat.Error: CodeLocked (then OpenReader can still read), CodeReadOnly, CodeNewer,
// CodeDamaged, CodeDiskFull. A damaged database is never written to.
func Open(ctx context.Context, dir string) (*Store, error) {
	s := newStore(dir)
	if err := s.openForWriting(ctx); err != nil {
		s.abandon()
		return nil, s.explain(err)
	}
	return s, nil
}

// ErrOlder is in the error of OpenReader about a library of an older Loquat.
var ErrOlder = errors.New("older than this Loquat")

// OpenReader opens a library for reading without its lock, while another process may write it. What changes something
// gives CodeReadOnly. CodeNotFound when there is no library; ErrOlder when an older Loquat wrote it, and it must first be
// opened for writing.
func OpenReader(ctx context.Context, dir string) (*Store, error) {
	s := newStore(dir)
	if err := s.openForReading(ctx); err != nil {
		s.abandon()
		return nil, s.explain(err)
	}
	return s, nil
}

func newStore(dir string) *Store {
	s := &Store{dir: dir, turn: make(chan struct{}, 1), facetsAt: -1, renamed: map[string]bool{}}
	s.giveTurn()
	return s
}

// abandon closes what a failed open has opened.
func (s *Store) abandon() {
	if s.read != nil {
		s.read.Close()
	}
	if s.write != nil {
		s.write.Close()
	}
	if s.writeDB != nil {
		s.writeDB.Close()
	}
	if s.index != nil {
		s.index.Close()
	}
	if s.lock != nil {
		s.lock.Close()
	}
}

func (s *Store) openForWriting(ctx context.Context) (err error) {
	if err := s.makeFolder(); err != nil {
		return err
	}
	if s.lock, err = s.takeLock(); err != nil {
		return err
	}
	if err := s.checkHeader(); err != nil {
		return err
	}
	// SQLite gives -wal and -shm the mode of the database; so the database is made here, with ours.
	if err := s.makePrivate(databaseName); err != nil {
		return err
	}
	s.writeDB = sql.OpenDB(connector{dsn: s.dsn(databaseName, "rw", writeCache)})
	if s.write, err = s.writeDB.Conn(ctx); err != nil {
		return err
	}
	if err := s.prepareDatabase(ctx); err != nil {
		return err
	}
	if err := s.openIndex(ctx); err != nil {
		return err
	}
	s.openReaders()
	if err := s.repairIndex(ctx); err != nil {
		return err
	}
	return s.sweepAfterCrash(ctx)
}

func (s *Store) openForReading(ctx context.Context) error {
	if _, err := os.Stat(s.path()); errors.Is(err, fs.ErrNotExist) {
		return &chat.Error{Code: chat.CodeNotFound, File: s.dir, Reason: "there is no library in this folder", Advice: "import something first"}
	}
	if err := s.checkHeader(); err != nil {
		return err
	}
	s.openReaders()
	version, err := userVersion(ctx, s.read)
	if sqliteSays(err, sqliteCantOpen) && s.isAtRest() {
		// A folder that we may not write, so that SQLite cannot make the files it shares with writers.
		s.read.Close()
		s.openReaders("immutable=1")
		version, err = userVersion(ctx, s.read)
	}
	if err != nil {
		return err
	}
	if err := s.refuseOthers(ctx, s.read, version); err != nil {
		return err
	}
	if version < len(migrations) {
		return &chat.Error{Code: chat.CodeBadRequest, Reason: "this library was written by an older Loquat, and could not be brought up to date",
			Advice: "close the other Loquat, make sure that you may write the folder, and try again", Err: ErrOlder}
	}
	return nil
}

// openReaders makes the pool of connections that read. Each sees the full-text index as part of the database.
func (s *Store) openReaders(options ...string) {
	s.read = sql.OpenDB(connector{dsn: s.dsn(databaseName, "ro", readCache, options...), attach: s.dsn(indexName, "ro", readCache, options...)})
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
}

// isAtRest says that both databases were closed in order: everything is in them, and nobody writes.
func (s *Store) isAtRest() bool {
	for _, name := range []string{databaseName, indexName} {
		if info, err := os.Stat(filepath.Join(s.dir, name+"-wal")); err == nil && info.Size() > 0 {
			return false
		}
	}
	return true
}

// makeFolder makes the library's folder and files/, both private. A folder that already holds other things keeps its mode.
func (s *Store) makeFolder() error {
	if entries, err := os.ReadDir(s.dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(s.dir, privateDir); err != nil {
			return err
		}
	} else if err != nil {
		return err
	} else if _, err := os.Stat(s.path()); err != nil && len(entries) > 0 {
		return s.makeFiles()
	}
	// The mode asked for is lessened by the umask when a folder is made, and a folder may be older than us.
	if info, err := os.Stat(s.dir); err == nil && info.Mode().Perm() != privateDir {
		if err := os.Chmod(s.dir, privateDir); err != nil {
			return err
		}
	}
	return s.makeFiles()
}

func (s *Store) makeFiles() error {
	files := filepath.Join(s.dir, filesName)
	if err := os.Mkdir(files, privateDir); err == nil {
		return os.Chmod(files, privateDir)
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// makePrivate makes a file in the library when it is not there, and makes it private in any case.
func (s *Store) makePrivate(name string) error {
	f, err := os.OpenFile(filepath.Join(s.dir, name), os.O_RDWR|os.O_CREATE, privateFile)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(privateFile)
}

// takeLock takes the library's lock; the system gives it back when the process ends, however it ends.
func (s *Store) takeLock() (*os.File, error) {
	if err := s.makePrivate(lockName); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(s.dir, lockName), os.O_RDWR, privateFile)
	if err != nil {
		return nil, err
	}
	taken, err := lockFile(f)
	if err != nil {
		f.Close()
		if taken {
			return nil, s.locked()
		}
		return nil, err
	}
	return f, nil
}

// checkHeader looks at the first bytes of the database, before SQLite does: a file that is something else, or shorter
// than its header says, is damaged. (https://www.sqlite.org/fileformat.html#the_database_header)
func (s *Store) checkHeader() error {
	f, err := os.Open(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || string(head[:16]) != "SQLite format 3\x00" {
		return s.damaged(err)
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	if info.Size() < page*int64(binary.BigEndian.Uint32(head[28:])) {
		return s.damaged(io.ErrUnexpectedEOF)
	}
	return nil
}
