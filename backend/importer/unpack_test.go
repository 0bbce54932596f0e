package importer

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"

	"loquat/backend/chat"
)

// A gzip file does not say how large it is: one that goes on and on must be stopped while it is read. So that the test
// need not make a hundred megabytes, the reader is told that it gave them already.
func TestGzipBomb(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for given, want := range map[int64]bool{0: false, ratioFrom: true} {
		in := &countingReader{r: bytes.NewReader(packed.Bytes())}
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, &unpacker{kind: "gzip", content: z, packed: in, file: io.NopCloser(nil), given: given})
		if e := (*chat.Error)(nil); errors.As(err, &e) != want || want && e.Code != chat.CodeUnsafe {
			t.Errorf("after %d bytes: %v", given, err)
		}
	}
}
