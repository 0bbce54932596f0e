package exporter

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	pathpkg "path"
	"strings"

	"loquat/backend/chat"
)

// openRows opens a data file by its content and, where that does not tell, its name; JSON arrays count as JSONL.
func openRows(ctx context.Context, fsys fs.FS, name string) (*rows, error) {
	f, size, err := openRegular(fsys, name)
	if err != nil {
		return nil, err
	}
	r := &rows{close: f.Close, size: size}
	in := bufio.NewReaderSize(&counter{f, &r.read}, 1<<20)
	head, err := in.Peek(4096)
	if err != nil && err != io.EOF {
		return nil, errors.Join(damagedFile(name, 0, err), f.Close())
	}
	if len(head) == 0 {
		return nil, errors.Join(&chat.Error{Code: chat.CodeEmpty, File: name, Reason: "the file is empty", Advice: "name another"}, f.Close())
	}
	if bytes.HasPrefix(head, []byte("PAR1")) {
		return r, r.openParquet(ctx, f, in, name)
	}
	if reason, advice := packed(head); reason != "" {
		return nil, errors.Join(&chat.Error{Code: chat.CodeUnknownFormat, File: name, Reason: reason, Advice: advice}, f.Close())
	}
	if head, r.mark = bytes.CutPrefix(head, []byte(byteOrderMark)); r.mark {
		_, _ = in.Discard(len(byteOrderMark))
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	extension := strings.ToLower(pathpkg.Ext(name))
	switch {
	case extension == ".csv":
		r.format, r.all = chat.CSV, csvRows(ctx, in, name)
	case bytes.HasPrefix(head, []byte("[")):
		r.format, r.all = chat.JSONL, arrayRows(ctx, in, name)
	case bytes.HasPrefix(head, []byte("{")), extension == ".jsonl", extension == ".json":
		r.format, r.all = chat.JSONL, lineRows(ctx, in, name)
	default:
		return nil, errors.Join(&chat.Error{Code: chat.CodeUnknownFormat, File: name, Reason: "it is neither JSONL, CSV nor Parquet",
			Advice: "name a data file, or a folder or ZIP with dataset_info.json"}, f.Close())
	}
	return r, nil
}

// noFile says why what stands there is no file to be read; empty when it is one. A pipe could keep the check waiting for ever,
// and a device has no end.
func noFile(about fs.FileInfo) string {
	switch {
	case about.Mode().IsRegular():
		return ""
	case about.IsDir():
		return "it is a folder"
	}
	return fmt.Sprintf("it is no file but %s", about.Mode().Type())
}

// openRegular opens a file that is one.
func openRegular(fsys fs.FS, name string) (f fs.File, size int64, err error) {
	about, err := fs.Stat(fsys, name)
	if err == nil && noFile(about) != "" {
		return nil, 0, &chat.Error{Code: chat.CodeBadRequest, File: name, Reason: noFile(about), Advice: "name a data file"}
	}
	if err == nil {
		f, err = fsys.Open(name)
	}
	if err != nil {
		return nil, 0, &chat.Error{Code: chat.CodeNotFound, File: name, Reason: "it cannot be opened", Advice: "check the name, and file_name in dataset_info.json", Err: err}
	}
	return f, about.Size(), nil
}

// packed says what a file is that holds data in a form that no trainer reads, and what to do; empty for others.
func packed(head []byte) (reason, advice string) {
	for _, p := range []struct{ magic, reason, advice string }{
		{"\x1f\x8b", "it is packed by gzip", "unpack it first"},
		{"\x28\xb5\x2f\xfd", "it is packed by zstd", "unpack it first"},
		{"PK\x03\x04", "it is a ZIP", "unpack it first, or give it the ending .zip"},
		{"\xff\xfe", "its text is UTF-16", "save it as UTF-8"},
		{"\xfe\xff", "its text is UTF-16", "save it as UTF-8"},
		{"ARROW1", "it is an Arrow file", "write it as Parquet or JSONL"},
		{"SQLite format 3", "it is a database", "write it as Parquet or JSONL"},
	} {
		if bytes.HasPrefix(head, []byte(p.magic)) {
			return p.reason, p.advice
		}
	}
	return "", ""
}

// counter counts the bytes that are read of a file.
type counter struct {
	fs.File
	read *int64
}

// Read reads from the file.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.File.Read(b)
	*c.read += int64(n)
	return n, err
}
