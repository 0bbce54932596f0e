package exporter

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"loquat/backend/chat"
)

// WriteZIP streams the data file and dataset_info.json of the folder dir as a ZIP: both at its root, dated when the
// dataset was made, so that the same dataset gives the same bytes. Of a dataset in Markdown it holds the pages, each as a
// file. progress gets how many bytes of the two files are in
// it and may be nil.
func WriteZIP(ctx context.Context, w io.Writer, dir string, d chat.Dataset, progress func(bytes int64)) error {
	z := zip.NewWriter(w)
	modified := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) // the first date a ZIP can hold
	if d.CreatedAt.Valid && d.CreatedAt.UTC().After(modified) {
		modified = d.CreatedAt.UTC()
	}
	in := &source{ctx: ctx, progress: progress}
	names, add := []string{d.FileName, infoName}, zipFile
	if d.DataFormat == markdownFormat.Key {
		names, add = names[:1], zipPages
	} else {
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return newDeflater(w), nil })
	}
	for _, name := range names {
		if err := add(z, in, filepath.Join(dir, name), modified); err != nil {
			return zipError(ctx, name, err)
		}
	}
	if err := z.Close(); err != nil {
		return zipError(ctx, d.FileName, err)
	}
	return nil
}

// zipFile adds one file.
func zipFile(z *zip.Writer, in *source, path string, modified time.Time) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	entry := &zip.FileHeader{Name: filepath.Base(path), Method: zip.Deflate, Modified: modified}
	out, err := z.CreateHeader(entry)
	if err != nil {
		return err
	}
	in.file = f
	_, err = io.CopyBuffer(onlyWriter{out}, in, make([]byte, 256<<10))
	return err
}

// zipError makes a clear error of err.
func zipError(ctx context.Context, name string, err error) error {
	switch {
	case ctx.Err() != nil:
		return &chat.Error{Code: chat.CodeCancelled, Reason: "the download was cancelled", Advice: "start it again when you like", Err: err}
	case os.IsNotExist(err):
		return &chat.Error{Code: chat.CodeNotFound, File: name, Reason: "the file is not there", Advice: "export again under another name", Err: err}
	}
	return asError(ctx, err)
}

// source reads a file until ctx ends, and counts.
type source struct {
	ctx      context.Context
	file     *os.File
	progress func(int64)
	done     int64
}

// Read reads the file.
func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.file.Read(p)
	if s.done += int64(n); s.progress != nil && n > 0 {
		s.progress(s.done)
	}
	return n, err
}

// onlyWriter hides ReadFrom, so that the copy uses its buffer.
type onlyWriter struct{ io.Writer }
