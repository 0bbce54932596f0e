package importer_test

import (
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"loquat/backend/chat"
	"loquat/backend/importer"
)

// Codex packs old sessions by zstd: they must be read as if they were not, and a damaged one told.
func TestOpenZstd(t *testing.T) {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := string(w.EncodeAll([]byte(conversation("packed")), nil))
	dir := put(t, map[string]string{"a.json.zst": packed, "b.json.zst": packed[:len(packed)-20]})
	if ids, rest := told(t, filepath.Join(dir, "a.json.zst")); len(ids) != 1 || ids[0] != "packed" || len(rest) > 0 {
		t.Errorf("%q, %q", ids, rest)
	}
	cut := filepath.Join(dir, "b.json.zst")
	_, err = importer.Open(t.Context(), cut)
	refused(t, err, chat.CodeCorrupt, cut, "zstd file is cut off")
}
