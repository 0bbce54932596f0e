package exporter

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/lz4"

	"loquat/backend/chat"
)

// otherRow is a row of a table that another tool wrote.
type otherRow struct {
	Text  string  `parquet:"text"`
	Score float32 `parquet:"score"`
}

// judgedTable judges the table with these bytes.
func judgedTable(t *testing.T, b []byte) ([]chat.Judged, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "d.parquet"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return Judge(t.Context(), os.DirFS(dir), "d.parquet", "", "", nil)
}

// tableOf writes rows as Parquet.
func tableOf(t *testing.T, rows []otherRow, options ...parquet.WriterOption) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.parquet")
	if err := parquet.WriteFile(path, rows, options...); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTablesOfOthersAreJudged holds that numbers for which JSON has no word are no damage, and that a table without rows is
// one.
func TestTablesOfOthersAreJudged(t *testing.T) {
	all, err := judgedTable(t, tableOf(t, []otherRow{{"a", float32(math.Inf(1))}, {"b", float32(math.NaN())}}))
	if err != nil || all[0].Ready != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	all, err = judgedTable(t, tableOf(t, nil))
	if err != nil || all[0].Loads || all[0].CodeCounts["NO_RECORDS"] != 1 {
		t.Errorf("without rows: %+v, %v", all, err)
	}
}

// TestDamagedTablesAreAnError holds that a damaged table ends in a clear error: a footer that claims more than there is took
// gigabytes, a damaged page of LZ4 all the memory there is, and the library panics at others.
func TestDamagedTablesAreAnError(t *testing.T) {
	whole := tableOf(t, slices.Repeat([]otherRow{{"some text", 1}}, 100))
	damaged := func(what string, b []byte, words string) {
		_, err := judgedTable(t, b)
		var known *chat.Error
		if !errors.As(err, &known) || known.Code != chat.CodeCorrupt || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", what, err)
		}
	}
	damaged("cut off", whole[:len(whole)/2], "it is cut off")
	damaged("the magic word alone", []byte("PAR1"), "it is cut off")
	claims := slices.Clone(whole)
	claims[len(claims)-5] = 0x7f
	damaged("a footer of 2 GB", claims, "it is cut off")
	damaged("LZ4", tableOf(t, []otherRow{{"a", 1}}, parquet.Compression(&lz4.Codec{})), "LZ4")
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		b := slices.Clone(whole)
		for range 1 + r.IntN(4) {
			b[r.IntN(len(b))] = byte(r.IntN(256))
		}
		_, err := judgedTable(t, b) // what is damaged may still be read
		var known *chat.Error
		if err != nil && !errors.As(err, &known) {
			t.Errorf("%v is no *chat.Error", err)
		}
	}
}

// TestCancelEndsUnpacking holds that a table in a ZIP, which is copied before it is read, does not keep a person waiting who
// cancels: nothing of the copy stays.
func TestCancelEndsUnpacking(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("d.parquet")
	if err == nil {
		_, err = w.Write(tableOf(t, slices.Repeat([]otherRow{{strings.Repeat("x", 1000), 1}}, 1000)))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	fsys, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Judge(ctx, fsys, "d.parquet", "", "", nil)
	var known *chat.Error
	if !errors.As(err, &known) || known.Code != chat.CodeCancelled {
		t.Errorf("%v", err)
	}
	empty(t, temp)
}
