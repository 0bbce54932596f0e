//go:build !windows

package library

import (
	"errors"
	"os"
	"syscall"
)

// fullDisk are the system's ways to say that there is no space left.
var fullDisk = []error{syscall.ENOSPC, syscall.EDQUOT}

// syncDir makes the names in a folder durable. A file system that has no such thing is not an error.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
