package importer

import (
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"

	"loquat/backend/chat"
)

// maxWindow is how much memory the unpacking of a zstd file may take, in bytes: what the tool zstd itself allows.
const maxWindow = 128 << 20

// unzstd is what is in a zstd file, as Codex packs old sessions (FORMATS.md §4).
func unzstd(e entry) entry {
	inner := entry{name: e.name, size: -1, mtime: e.mtime}
	inner.open = func() (io.ReadCloser, error) {
		r, err := e.open()
		if err != nil {
			return nil, err
		}
		packed := &countingReader{r: r}
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			_ = r.Close()
			return nil, damagedZstd(err)
		}
		return &zstdReader{z: z, packed: packed, file: r}, nil
	}
	return inner
}

func damagedZstd(err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the zstd file is cut off or damaged: " + err.Error(),
		Advice: "make it again; conversations before this place are kept", Err: err}
}

type zstdReader struct {
	z      *zstd.Decoder
	packed *countingReader
	file   io.Closer
	given  int64
}

// Read unpacks; it stops when far more comes out than went in.
func (r *zstdReader) Read(b []byte) (int, error) {
	n, err := r.z.Read(b)
	r.given += int64(n)
	switch {
	case r.given > ratioFrom && r.given/maxRatio > r.packed.n:
		return 0, exploding()
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	}
	return n, damagedZstd(err)
}

// Close closes the file.
func (r *zstdReader) Close() error {
	r.z.Close()
	return r.file.Close()
}
