package exporter

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// openTable opens a Parquet file to read it from its beginning to its end.
func openTable(f *os.File) (table *parquet.File, err error) {
	defer rescueParquet(&err)
	about, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := wholeFooter(f, about.Size()); err != nil {
		return nil, err
	}
	table, err = parquet.OpenFile(f, about.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	for _, group := range table.Metadata().RowGroups {
		for i := range group.Columns {
			if group.Columns[i].MetaData.Codec == format.Lz4Raw {
				return nil, errLZ4
			}
		}
	}
	return table, nil
}

var (
	errCutOff = errors.New("it is cut off")
	// errLZ4 is of a codec in which the library doubles its memory without end when a page is damaged.
	errLZ4 = errors.New("it is packed by LZ4; write it with snappy or zstd")
)

// wholeFooter says whether the footer is as long as the file can have one: the library would take memory for what it claims.
func wholeFooter(f *os.File, size int64) error {
	tail := make([]byte, parquetTail)
	if size < parquetTail+int64(len("PAR1")) {
		return errCutOff
	}
	if _, err := f.ReadAt(tail, size-parquetTail); err != nil {
		return err
	}
	if int64(binary.LittleEndian.Uint32(tail)) > size-parquetTail-int64(len("PAR1")) || string(tail[4:]) != "PAR1" {
		return errCutOff
	}
	return nil
}

// rescueParquet makes an error like any other of a panic, with which the library answers to some damaged files.
func rescueParquet(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%v", p)
	}
}
