package dataset

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// isParquet tells Parquet by its magic.
func isParquet(head []byte) bool { return bytes.HasPrefix(head, []byte("PAR1")) }

// parquetRows yields the rows of a Parquet file as JSON records, a few at a time.
func parquetRows(ctx context.Context, in *source.Input, file string) rows {
	return func(yield func(source.Record, *source.Item) bool) {
		f, size, err := spooled(ctx, in, file)
		if err != nil {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		defer f.Close()
		table, err := openParquet(f, size)
		if err != nil {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		for _, group := range table.RowGroups() {
			if !groupRows(ctx, in, file, table.Schema(), group, yield) {
				return
			}
		}
	}
}

// openParquet opens a table that has a column of messages. Bytes that are no Parquet may make the library panic, which
// is an error like any other here.
func openParquet(f io.ReaderAt, size int64) (table *parquet.File, err error) {
	defer rescue(&err)
	if !wholeFooter(f, size) {
		return nil, cutOff(size, nil)
	}
	table, err = parquet.OpenFile(f, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, cutOff(size, err)
	}
	for _, group := range table.Metadata().RowGroups {
		for i := range group.Columns {
			if group.Columns[i].MetaData.Codec == format.Lz4Raw {
				return nil, packedByLZ4()
			}
		}
	}
	var columns []string
	for _, field := range table.Schema().Fields() {
		columns = append(columns, field.Name())
	}
	if !hasMessages(columns) {
		return nil, noMessages(columns)
	}
	return table, nil
}

// wholeFooter says whether the footer is as long as the file can have one: the library would take memory for what it claims.
func wholeFooter(f io.ReaderAt, size int64) bool {
	const magic, tail = 4, 8 // "PAR1"; the length of the footer and "PAR1" again
	b := make([]byte, tail)
	if size < magic+tail {
		return false
	}
	_, err := f.ReadAt(b, size-tail)
	return (err == nil || err == io.EOF) && int64(binary.LittleEndian.Uint32(b)) <= size-magic-tail
}

// packedByLZ4 is the error of a codec in which the library doubles its memory without end when a page is damaged.
func packedByLZ4() error {
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the Parquet file is packed by LZ4, which cannot be read safely", Advice: "write it with snappy or zstd"}
}

func damaged(err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the Parquet file is cut off or damaged", Advice: "copy or export it again", Err: err}
}

// cutOff is the error of a file without the footer that every Parquet file ends with.
func cutOff(size int64, err error) error {
	return &chat.Error{Code: chat.CodeCorrupt, Place: fmt.Sprintf("byte %d", size), Reason: "the Parquet file is cut off: its footer is not there",
		Advice: "copy or export it again", Err: err}
}

// rescue makes an error of a panic.
func rescue(err *error) {
	if p := recover(); p != nil {
		*err = damaged(fmt.Errorf("%v", p))
	}
}

// batch is how many rows are in memory at a time.
const batch = 16

// groupRows yields the rows of a row group; false when the caller has enough or an error ended the reading.
func groupRows(ctx context.Context, in *source.Input, file string, schema *parquet.Schema, group parquet.RowGroup, yield func(source.Record, *source.Item) bool) bool {
	rows := group.Rows()
	defer rows.Close()
	buffer := make([]parquet.Row, batch)
	for {
		if ctx.Err() != nil {
			yield(source.Record{}, in.Stop(file, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: ctx.Err()}))
			return false
		}
		records, err := nextRecords(schema, rows, buffer)
		for _, record := range records {
			if !yield(source.Record{JSON: record, File: file, Offset: -1}, nil) {
				return false
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			yield(source.Record{}, in.Stop(file, err))
			return false
		}
	}
}

// nextRecords reads the next rows as JSON records; io.EOF comes with or after the last.
func nextRecords(schema *parquet.Schema, rows parquet.Rows, buffer []parquet.Row) (records [][]byte, err error) {
	defer rescue(&err)
	n, readErr := rows.ReadRows(buffer)
	for _, row := range buffer[:n] {
		var value any
		if err := schema.Reconstruct(&value, row); err != nil {
			return records, damaged(err)
		}
		record, err := json.Marshal(texts(value))
		if err != nil {
			return records, damaged(err)
		}
		records = append(records, record)
	}
	if readErr != nil && !errors.Is(readErr, io.EOF) || n == 0 && readErr == nil {
		return records, damaged(readErr)
	}
	return records, readErr
}

// texts makes texts of bytes, for tables whose text columns do not say that they are text.
func texts(value any) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil // not a number, and JSON has no word for it
		}
	case map[string]any:
		for name, inner := range v {
			v[name] = texts(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = texts(inner)
		}
	}
	return value
}
