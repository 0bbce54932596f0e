package exporter

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// zipped puts a data file of content into a folder and returns its ZIP.
func zipped(t *testing.T, content []byte, made chat.Time) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, b := range map[string][]byte{"tea.jsonl": content, "dataset_info.json": []byte("{}\n"), "other.txt": []byte("stays")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	told := int64(0)
	err := WriteZIP(context.Background(), &out, dir, chat.Dataset{FileName: "tea.jsonl", CreatedAt: made}, func(n int64) { told = n })
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(len(content) + 3); told != want {
		t.Errorf("progress ended at %d of %d", told, want)
	}
	return out.Bytes()
}

// TestZIP holds that the two files, and only those, come out as they went in, whatever their size: chunks compressed
// side by side must be one stream to any reader. The sizes are those around a chunk's.
func TestZIP(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	block := make([]byte, 10007)
	for i := range block {
		block[i] = byte('a' + r.IntN(20)*r.IntN(2))
	}
	for _, size := range []int{0, 1, deflateChunk - 1, deflateChunk, deflateChunk + 1, 2*deflateChunk + 77} {
		content := bytes.Repeat(block, size/len(block)+1)[:size]
		b := zipped(t, content, chat.Time{})
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if len(z.File) != 2 || z.File[0].Name != "tea.jsonl" || z.File[1].Name != "dataset_info.json" {
			t.Fatalf("%d files", len(z.File))
		}
		f, err := z.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
		}
	}
}

// TestZIPIsTheSame holds that the same dataset gives the same bytes, dated when it was made.
func TestZIPIsTheSame(t *testing.T) {
	made := chat.At(time.Date(2026, 8, 1, 12, 0, 2, 0, time.UTC))
	content := bytes.Repeat([]byte("tea\n"), 1<<19)
	first := zipped(t, content, made)
	if !bytes.Equal(first, zipped(t, content, made)) {
		t.Error("two downloads of one dataset differ")
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil || !z.File[0].Modified.Equal(made.UTC()) {
		t.Errorf("dated %v, %v", z.File[0].Modified, err)
	}
}

// TestZIPOfPages holds that the download of a dataset in Markdown is a file for each conversation, and nothing else.
func TestZIPOfPages(t *testing.T) {
	dir := t.TempDir()
	all := many(3)
	all[1].Title, all[1].CreatedAt = "../a: b", chat.At(time.Date(2026, 1, 31, 23, 0, 0, 0, time.UTC))
	r, err := Write(t.Context(), dir, 3, conversations(all), chat.ExportOptions{Dataset: "tea", DataFormat: "markdown", FileFormat: chat.JSONL}, nil)
	if err != nil || r.Records != 3 {
		t.Fatalf("%d pages, %v", r.Records, err)
	}
	var out bytes.Buffer
	told := int64(0)
	if err := WriteZIP(t.Context(), &out, dir, dataset(r), func(n int64) { told = n }); err != nil || told != r.Bytes {
		t.Fatalf("progress ended at %d of %d, %v", told, r.Bytes, err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || len(z.File) != 3 {
		t.Fatalf("%d files, %v", len(z.File), err)
	}
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
	}
	if len(names) != 3 || !strings.HasPrefix(pageOf(t, z, "2026-01-31 a b ("), "---\ntitle: \"../a: b\"\n") {
		t.Errorf("%v", names)
	}
}

// pageOf returns the text of the file whose name begins so.
func pageOf(t *testing.T, z *zip.Reader, name string) string {
	t.Helper()
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return ""
}

// failingWriter fails after some bytes, as a full disk does.
type failingWriter struct{ left int }

func (w *failingWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errors.New("no more room")
	}
	return len(b), nil
}

// TestZIPFails holds that a file that is missing, a writer that fails and a cancelled context end the download with a
// clear error.
func TestZIPFails(t *testing.T) {
	dir := t.TempDir()
	d := chat.Dataset{FileName: "tea.jsonl"}
	wantCode(t, chat.CodeNotFound, WriteZIP(context.Background(), io.Discard, dir, d, nil))
	noise := make([]byte, 3*deflateChunk)
	rand.NewChaCha8([32]byte{}).Read(noise)
	if err := os.WriteFile(filepath.Join(dir, "tea.jsonl"), noise, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteZIP(context.Background(), &failingWriter{deflateChunk}, dir, d, nil); err == nil {
		t.Error("the writer failed and nobody was told")
	}
	ctx, cancel := context.WithCancel(context.Background())
	wantCode(t, chat.CodeCancelled, WriteZIP(ctx, io.Discard, dir, d, func(int64) { cancel() }))
}

func wantCode(t *testing.T, code chat.Code, err error) {
	t.Helper()
	var known *chat.Error
	if !errors.As(err, &known) || known.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// TestReadBackOfDamagedFiles holds that a stored file that is missing, cut off or not ours is a clear error.
func TestReadBackOfDamagedFiles(t *testing.T) {
	dir := t.TempDir()
	_, err := ReadBack(context.Background(), dir, chat.Dataset{FileName: "gone.csv", FileFormat: chat.CSV}, 3)
	wantCode(t, chat.CodeNotFound, err)
	for _, format := range fileFormats {
		b, _ := writeFile(t, many(50), format)
		for name, content := range map[string][]byte{"half": b[:len(b)/2], "none": nil, "other": []byte("PAR1 tea,time\n1,2\n")} {
			path := filepath.Join(dir, fmt.Sprint(name, ".", format))
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			records, err := ReadBack(context.Background(), dir, chat.Dataset{FileName: filepath.Base(path), FileFormat: format}, 100)
			if name == "none" && format == chat.JSONL {
				if len(records) != 0 || err != nil {
					t.Errorf("an empty JSONL file gives %d records, %v", len(records), err)
				}
				continue
			}
			wantCode(t, chat.CodeCorrupt, err)
			if name == "half" && format == chat.JSONL && len(records) < 20 {
				t.Errorf("the %s before the damage are gone: %d", format, len(records))
			}
		}
	}
	b, _ := writeFile(t, many(50), chat.Parquet)
	path := filepath.Join(dir, "limit.parquet")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if records, err := ReadBack(context.Background(), dir, chat.Dataset{FileName: filepath.Base(path), FileFormat: chat.Parquet}, 20); len(records) != 20 || err != nil {
		t.Errorf("%d records, %v", len(records), err)
	}
}
