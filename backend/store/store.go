// Package store keeps a library's conversations, datasets and files in SQLite and beside it.
//
// One process writes a library: Open takes its lock. Any number may read beside it: OpenReader. Within a Store, reads
// run side by side, and writes take turns; an import gives its turn away between its batches, so that a person can
// rename or tag while it runs.
package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"loquat/backend/chat"
)

// Names inside a library's folder.
const (
	databaseName = "library.db"
	indexName    = "search.db"
	lockName     = "library.lock"
	filesName    = "files"
)

// Store is one open library database. Reads run side by side; one Writer exists at a time.
type Store struct {
	dir  string
	lock *os.File // nil when opened for reading only

	read    *sql.DB
	writeDB *sql.DB
	write   *sql.Conn     // the only connection that writes; nil when opened for reading only
	index   *sql.DB       // the full-text index, one connection; nil when opened for reading only
	turn    chan struct{} // holds one token while nobody writes
	version atomic.Int64  // goes up with every committed write

	importing atomic.Bool
	renamed   map[string]bool // folders in files/ that the running import has put files in since its last commit
	undo      undoList
	outlines  outlines

	facetsMu sync.Mutex
	facets   chat.Facets
	facetsAt int64 // version that facets is of; -1 for none
}

// path returns the database's path, for messages.
func (s *Store) path() string { return filepath.Join(s.dir, databaseName) }

// Close checkpoints and closes the database and gives the lock back.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write != nil {
		if _, e := s.write.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)"); err == nil {
			err = e
		}
		s.write.Close()
		for _, db := range []*sql.DB{s.writeDB, s.index} {
			if e := db.Close(); err == nil {
				err = e
			}
		}
	}
	if s.lock != nil {
		if e := s.lock.Close(); err == nil {
			err = e
		}
	}
	return s.explain(err)
}

// takeTurn waits until this caller may write.
func (s *Store) takeTurn(ctx context.Context) error {
	if s.write == nil {
		return &chat.Error{Code: chat.CodeReadOnly, File: s.dir, Reason: "the library is open for reading only",
			Advice: "close the other Loquat and try again"}
	}
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) giveTurn() { s.turn <- struct{}{} }

// change runs f in one write transaction: all of it is kept, or nothing.
func (s *Store) change(ctx context.Context, f func(ctx context.Context, tx *sql.Conn) error) (err error) {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.giveTurn()
	// The statements do not see the end of ctx: one cut off in the middle would be no faster than a rollback.
	ctx = context.WithoutCancel(ctx)
	if _, err := s.write.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return s.explain(err)
	}
	done := false
	defer func() {
		if !done {
			s.write.ExecContext(ctx, "ROLLBACK")
		}
	}()
	if err := f(ctx, s.write); err != nil {
		return s.explain(err)
	}
	if _, err := s.write.ExecContext(ctx, "COMMIT"); err != nil {
		return s.explain(err)
	}
	done = true
	s.version.Add(1)
	return nil
}

// reading runs f in one read transaction, so that everything f reads is of one moment.
func (s *Store) reading(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	return s.explain(f(tx))
}
