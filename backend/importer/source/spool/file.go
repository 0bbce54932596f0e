// Package spool keeps what does not fit into memory in temporary files that only this program can open.
package spool

import (
	"errors"
	"os"
	"syscall"

	"loquat/backend/chat"
)

// File is a file that is gone when it is closed, and where the system allows it already when the program dies.
type File struct {
	*os.File
	gone bool // its name is already
}

// Create makes an empty file; the pattern names it as os.CreateTemp does. The error is a *chat.Error when there is no
// space.
func Create(pattern string) (*File, error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return nil, Full(err)
	}
	return &File{File: f, gone: os.Remove(f.Name()) == nil}, nil
}

// Close closes the file and removes its name.
func (f *File) Close() error {
	err := f.File.Close()
	if !f.gone {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// Full is the error when there is no room for a temporary file; any other stays as it is.
func Full(err error) error {
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return &chat.Error{Code: chat.CodeDiskFull, Reason: "there is no space left for a temporary copy to read from", Advice: "free some space and import again", Err: err}
}
