package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// IsDiskFull knows the system's words for no space left.
func IsDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// IsReadOnly knows the system's words for no right to write.
func IsReadOnly(err error) bool {
	return errors.Is(err, windows.ERROR_WRITE_PROTECT) || errors.Is(err, os.ErrPermission)
}

// SyncDir does nothing: Windows has no way to make a folder durable, NTFS journals its names itself.
func SyncDir(string) error { return nil }
