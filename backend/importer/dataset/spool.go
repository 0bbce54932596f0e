package dataset

import (
	"context"
	"errors"
	"io"
	"os"
	"syscall"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// spooled gives a file that can be read at any place, which Parquet needs: a copy that only this program can open, gone
// when it is closed, and where the system allows it already when the program dies.
func spooled(ctx context.Context, in *source.Input, file string) (f *temporary, size int64, err error) {
	from, err := in.Open(ctx, file)
	if err != nil {
		return nil, 0, err
	}
	defer from.Close()
	to, err := os.CreateTemp("", "loquat-*.parquet")
	if err != nil {
		return nil, 0, noSpool(err)
	}
	f = &temporary{File: to, gone: os.Remove(to.Name()) == nil}
	if size, err = io.Copy(to, from); err != nil {
		return nil, 0, errors.Join(noSpool(err), f.Close())
	}
	return f, size, nil
}

// noSpool is the error when there is no room for the copy; any other stays as it is.
func noSpool(err error) error {
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return &chat.Error{Code: chat.CodeDiskFull, Reason: "there is no space left for a copy of the table to read from", Advice: "free some space and import again", Err: err}
}

// temporary is a file that is gone when it is closed.
type temporary struct {
	*os.File
	gone bool // its name is already
}

// Close closes the file and removes its name.
func (t *temporary) Close() error {
	err := t.File.Close()
	if !t.gone {
		err = errors.Join(err, os.Remove(t.Name()))
	}
	return err
}
