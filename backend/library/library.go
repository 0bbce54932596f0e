// Package library holds the journeys: import, find, select, export, preview, download, delete. A library is a folder of
// one user: library.db, files/ and datasets/, which only its owner can read.
package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"loquat/backend/chat"
	"loquat/backend/store"
)

// Library is one open library. Its methods may be called from several goroutines; one import or export runs at a time.
type Library struct {
	// Problems are sentences about what Open found amiss and left alone, such as a dataset whose files are gone.
	Problems []string

	dir   string
	store *store.Store
	job   sync.Mutex // held while an import, a check, an export or a download runs
}

// Open opens the library in dir, making it when it is not there, and sweeps what a crash left half done. Its error is a
// *chat.Error: CodeLocked, CodeReadOnly, CodeNewer, CodeDamaged.
func Open(ctx context.Context, dir string) (*Library, error) {
	s, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	l := &Library{dir: dir, store: s}
	if err := l.sweep(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return l, nil
}

// OpenReader opens a library that is there for looking only: it takes no lock, so it works beside an open window, and
// changes nothing; but one of an older Loquat is brought up to date first. CodeNotFound when dir holds no library.
func OpenReader(ctx context.Context, dir string) (*Library, error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	s, err := store.OpenReader(ctx, dir)
	if errors.Is(err, store.ErrOlder) && update(ctx, dir) == nil { // when it cannot be, err says what to do
		s, err = store.OpenReader(ctx, dir)
	}
	if err != nil {
		return nil, err
	}
	return &Library{dir: dir, store: s}, nil
}

// update brings a library of an older Loquat up to date.
func update(ctx context.Context, dir string) error {
	s, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	return s.Close()
}

// Exists says with CodeNotFound that there is no library in dir, and what to do.
func Exists(dir string) error {
	_, err := os.Stat(filepath.Join(dir, "library.db"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &chat.Error{Code: chat.CodeNotFound, File: dir, Reason: "there is no library here yet",
			Advice: "import something first, or name the folder of a library", Err: err}
	case err != nil:
		return diskError(dir, err)
	}
	return nil
}

// Close ends the library; a running job must have ended.
func (l *Library) Close() error { return l.store.Close() }

// Dir is the library's folder.
func (l *Library) Dir() string { return l.dir }

// begin takes the place of the one running job and returns what gives it back; CodeBusy when it is taken.
func (l *Library) begin() (end func(), err error) {
	if !l.job.TryLock() {
		return nil, &chat.Error{Code: chat.CodeBusy, Reason: "another import or export is running",
			Advice: "wait until it is done, or cancel it"}
	}
	return l.job.Unlock, nil
}

// cancelled is the error of a job that the person ended; kept says what became of its work.
func cancelled(kept string, cause error) *chat.Error {
	return &chat.Error{Code: chat.CodeCancelled, Reason: "cancelled", Advice: kept, Err: cause}
}
