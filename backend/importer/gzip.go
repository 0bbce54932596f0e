package importer

import (
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"

	"loquat/backend/chat"
)

// gunzipped is what is in a gzip file.
func gunzipped(e entry) entry {
	inner := entry{name: e.name, size: -1, mtime: e.mtime}
	inner.open = func() (io.ReadCloser, error) {
		r, err := e.open()
		if err != nil {
			return nil, err
		}
		packed := &countingReader{r: r}
		z, err := gzip.NewReader(packed)
		if err != nil {
			_ = r.Close()
			return nil, damagedGzip(err)
		}
		return &gzipReader{z: z, packed: packed, file: r}, nil
	}
	return inner
}

func damagedGzip(err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the gzip file is cut off or damaged: " + strings.TrimPrefix(err.Error(), "gzip: "),
		Advice: "make it again; conversations before this place are kept", Err: err}
}

type gzipReader struct {
	z      *gzip.Reader
	packed *countingReader
	file   io.Closer
	given  int64
}

// Read inflates; it stops when far more comes out than went in.
func (r *gzipReader) Read(b []byte) (int, error) {
	n, err := r.z.Read(b)
	r.given += int64(n)
	switch {
	case r.given > ratioFrom && r.given/maxRatio > r.packed.n:
		return 0, exploding()
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	}
	return n, damagedGzip(err)
}

// Close closes the file.
func (r *gzipReader) Close() error { return errors.Join(r.z.Close(), r.file.Close()) }

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
