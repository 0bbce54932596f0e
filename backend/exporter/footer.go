package exporter

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// parquetTail is the end of a Parquet file: the length of the footer and the magic word.
const parquetTail = 8

var errFooter = errors.New("the footer of the Parquet file cannot be read back")

// reorderRowGroups puts the row groups that are marked in first before the others in the footer of the file just
// written, and their page indexes with them. Readers take rows in the footer's order, wherever a row group's bytes are.
func reorderRowGroups(f *os.File, first []bool) error {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	tail := make([]byte, parquetTail)
	if _, err := f.ReadAt(tail, end-parquetTail); err != nil {
		return err
	}
	start := end - parquetTail - int64(binary.LittleEndian.Uint32(tail))
	footer := make([]byte, end-parquetTail-start)
	if _, err := f.ReadAt(footer, start); err != nil {
		return err
	}
	var protocol thrift.CompactProtocol
	var meta format.FileMetaData
	if err := thrift.Unmarshal(&protocol, footer, &meta); err != nil {
		return err
	}
	if len(meta.RowGroups) != len(first) || len(first) == 0 {
		return errFooter
	}
	indexes := meta.RowGroups[0].Columns[0].ColumnIndexOffset
	meta.RowGroups = firstOnes(meta.RowGroups, first)
	out, err := moveIndexes(f, indexes, start, meta.RowGroups)
	if err != nil {
		return err
	}
	b, err := thrift.Marshal(&protocol, &meta)
	if err != nil {
		return err
	}
	out = append(out, b...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(b)))
	out = append(out, tail[4:]...)
	if _, err := f.WriteAt(out, indexes); err != nil {
		return err
	}
	return f.Truncate(indexes + int64(len(out)))
}

// firstOnes returns groups with the marked ones first, numbered anew.
func firstOnes(groups []format.RowGroup, first []bool) []format.RowGroup {
	ordered := make([]format.RowGroup, 0, len(groups))
	for _, wanted := range []bool{true, false} {
		for i := range groups {
			if first[i] == wanted {
				ordered = append(ordered, groups[i])
			}
		}
	}
	for i := range ordered {
		ordered[i].Ordinal = int16(i)
	}
	return ordered
}

// moveIndexes returns the page indexes, which stand between from and to in the file, in the order of groups: all column
// indexes, then all offset indexes, as writers lay them. It enters their new places in groups.
func moveIndexes(f *os.File, from, to int64, groups []format.RowGroup) ([]byte, error) {
	old := make([]byte, to-from)
	if _, err := f.ReadAt(old, from); err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(old))
	move := func(offset *int64, length int32) error {
		at := *offset - from
		if at < 0 || at+int64(length) > int64(len(old)) {
			return errFooter
		}
		*offset = from + int64(len(out))
		out = append(out, old[at:at+int64(length)]...)
		return nil
	}
	for i := range groups {
		for j := range groups[i].Columns {
			c := &groups[i].Columns[j]
			if err := move(&c.ColumnIndexOffset, c.ColumnIndexLength); err != nil {
				return nil, err
			}
		}
	}
	for i := range groups {
		for j := range groups[i].Columns {
			c := &groups[i].Columns[j]
			if err := move(&c.OffsetIndexOffset, c.OffsetIndexLength); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
