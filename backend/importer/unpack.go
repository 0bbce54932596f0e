package importer

import (
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"loquat/backend/chat"
)

// maxWindow is how much memory the unpacking of a zstd file may take, in bytes: what the tool zstd itself allows.
const maxWindow = 128 << 20

// gunzipped is what is in a gzip file.
func gunzipped(e entry) entry {
	return unpacked(e, "gzip", func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) })
}

// unzstd is what is in a zstd file, as Codex packs old sessions (FORMATS.md §4).
func unzstd(e entry) entry {
	return unpacked(e, "zstd", func(r io.Reader) (io.ReadCloser, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	})
}

// unpacked is what is in a file that one program packed, of a size nobody knows beforehand.
func unpacked(e entry, kind string, open func(io.Reader) (io.ReadCloser, error)) entry {
	inner := entry{name: e.name, size: -1, mtime: e.mtime}
	inner.open = func() (io.ReadCloser, error) {
		file, err := e.open()
		if err != nil {
			return nil, err
		}
		packed := &countingReader{r: file}
		content, err := open(packed)
		if err != nil {
			_ = file.Close()
			return nil, damagedPack(kind, err)
		}
		return &unpacker{kind: kind, content: content, packed: packed, file: file}, nil
	}
	return inner
}

func damagedPack(kind string, err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the " + kind + " file is cut off or damaged: " + strings.TrimPrefix(err.Error(), kind+": "),
		Advice: "make it again; conversations before this place are kept", Err: err}
}

type unpacker struct {
	kind    string
	content io.ReadCloser
	packed  *countingReader
	file    io.Closer
	given   int64
}

// Read unpacks; it stops when far more comes out than went in.
func (r *unpacker) Read(b []byte) (int, error) {
	n, err := r.content.Read(b)
	r.given += int64(n)
	switch {
	case r.given > ratioFrom && r.given/maxRatio > r.packed.n:
		return 0, exploding()
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	}
	return n, damagedPack(r.kind, err)
}

// Close closes the file.
func (r *unpacker) Close() error { return errors.Join(r.content.Close(), r.file.Close()) }

type countingReader struct {
	r io.Reader
	n int64
}

// Read reads and counts.
func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}
