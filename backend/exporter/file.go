package exporter

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"loquat/backend/chat"
)

// createPrivate makes a file that only its owner can read; it must not be there.
func createPrivate(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// seal makes sure of the bytes of f on the disk, closes it and gives it its name. It returns the size in bytes.
func seal(f *os.File, path string) (int64, error) {
	if err := f.Sync(); err != nil {
		return 0, err
	}
	about, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if err := f.Close(); err != nil {
		return 0, err
	}
	return about.Size(), os.Rename(f.Name(), path)
}

// writeInfo writes dataset_info.json for what p has written.
func writeInfo(dir string, p *pass) error {
	entry := p.format.info(p.layout)
	entry.FileName, entry.NumSamples = p.report.FileName, p.report.Records
	b, err := infoJSON(p.opt.Dataset, entry)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, infoName)
	f, err := createPrivate(path + ".part")
	if err != nil {
		return err
	}
	if _, err = f.Write(b); err == nil {
		_, err = seal(f, path)
	}
	if err != nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	return err
}

// syncDir makes sure of the names in dir on the disk. Windows has no such thing and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// asError turns err into a *chat.Error with the code a person's program can act on.
func asError(ctx context.Context, err error) error {
	var known *chat.Error
	if errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return &chat.Error{Code: chat.CodeCancelled, Reason: "the export was cancelled", Advice: "start it again when you like", Err: err}
	}
	e := &chat.Error{Code: chat.CodeInternal, Reason: "the dataset could not be written: " + err.Error(), Advice: "try again", Err: err}
	var place *fs.PathError
	if errors.As(err, &place) {
		e.File = filepath.Base(place.Path)
		e.Reason = "it could not be written: " + place.Err.Error()
	}
	if diskFull(err) {
		e.Code, e.Reason, e.Advice = chat.CodeDiskFull, "the disk is full", "free some space and export again"
	}
	return e
}

// diskFull says whether err is that of a disk, or a quota, without space.
func diskFull(err error) bool {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return false
	}
	if runtime.GOOS == "windows" {
		const handleDiskFull, diskFull = 39, 112 // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
		return number == handleDiskFull || number == diskFull
	}
	return number == syscall.ENOSPC || number == syscall.EDQUOT
}
