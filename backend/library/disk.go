package library

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"loquat/backend/chat"
	"loquat/backend/store"
)

// ReplaceFile writes path whole or not at all: into a private file beside it, to the disk, then over it.
func ReplaceFile(path string, write func(io.Writer) error) (err error) {
	if about, err := os.Stat(path); err == nil && !about.Mode().IsRegular() {
		return &chat.Error{Code: chat.CodeBadRequest, File: path, Reason: "it is not a file that can be replaced", Advice: "choose another name"}
	}
	temp := filepath.Join(filepath.Dir(path), ".loquat-"+newID()) // short, however long the name is
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return diskError(path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
			err = diskError(path, err)
		}
	}()
	buffered := bufio.NewWriterSize(f, 256<<10)
	if err := errors.Join(write(buffered), buffered.Flush()); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return store.SyncDir(filepath.Dir(path))
}

// newID makes a name no other dataset or temporary file has.
func newID() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// isID says whether a name is one that newID makes.
func isID(name string) bool {
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == 8 && name == strings.ToLower(name)
}

// diskError tells a person what went wrong with the file or folder at path. An error that is already told stays.
func diskError(path string, err error) error {
	var told *chat.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told):
		return err
	case store.IsDiskFull(err):
		return &chat.Error{Code: chat.CodeDiskFull, File: path, Reason: "there is no space left on the disk",
			Advice: "make room and do it again", Err: err}
	case store.IsReadOnly(err):
		return &chat.Error{Code: chat.CodeReadOnly, File: path, Reason: "it may not be written",
			Advice: "choose another place, or change its permissions", Err: err}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return &chat.Error{Code: chat.CodeNotFound, File: path, Reason: "there is no such file or folder",
			Advice: "check the name", Err: err}
	}
	return &chat.Error{Code: chat.CodeInternal, File: path, Reason: err.Error(), Advice: "check the disk and do it again", Err: err}
}
