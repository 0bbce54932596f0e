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
// written. A reader takes rows in the footer's order, wherever the bytes of their row groups are.
func reorderRowGroups(f *os.File, first []bool) error {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	tail := make([]byte, parquetTail)
	if _, err := f.ReadAt(tail, end-parquetTail); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(tail))
	start := end - parquetTail - length
	footer := make([]byte, length)
	if _, err := f.ReadAt(footer, start); err != nil {
		return err
	}
	var protocol thrift.CompactProtocol
	var meta format.FileMetaData
	if err := thrift.Unmarshal(&protocol, footer, &meta); err != nil {
		return err
	}
	if len(meta.RowGroups) != len(first) {
		return errFooter
	}
	meta.RowGroups = firstOnes(meta.RowGroups, first)
	b, err := thrift.Marshal(&protocol, &meta)
	if err != nil {
		return err
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(b)))
	b = append(b, tail[4:]...)
	if _, err := f.WriteAt(b, start); err != nil {
		return err
	}
	return f.Truncate(start + int64(len(b)))
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
