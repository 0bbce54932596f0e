package exporter

import (
	"bytes"

	"loquat/backend/chat"
)

// sink takes the records of one file in order. first says that a record stands before those that are not first.
type sink interface {
	add(m *made, line []byte, first bool) error
	// finish completes the file and returns its size in bytes.
	finish() (int64, error)
	// discard removes what was written.
	discard()
}

// encoder appends a record to b as its file format writes it, with its line end, and warns of it.
type encoder func(b *bytes.Buffer, d *draft, record any) error

// encoderOf returns the encoder of a file format; Parquet takes records as they are.
func encoderOf(f chat.FileFormat, record any) encoder {
	switch f {
	case chat.CSV:
		return newCSVEncoder(record).encode
	case chat.JSONL:
		return encodeJSONL
	}
	return func(*bytes.Buffer, *draft, any) error { return nil }
}

// encodeJSONL appends a record as one line.
func encodeJSONL(b *bytes.Buffer, _ *draft, record any) error {
	if err := appendRecord(b, record); err != nil {
		return err
	}
	return b.WriteByte('\n')
}

// newSink opens the sink of a file format in dir.
func newSink(p *pass, dir string) (sink, error) {
	if p.opt.FileFormat == chat.Parquet {
		return newParquetSink(dir, p.report.FileName, p.recordType(), codecOf(p.opt.Compression))
	}
	return newTextSink(dir, p.report.FileName, p.header)
}

// countSink counts bytes and writes nothing.
type countSink struct {
	header int
	bytes  int64
}

// add counts the line.
func (s *countSink) add(_ *made, line []byte, _ bool) error {
	s.bytes += int64(len(line))
	return nil
}

// finish returns the size the file would have; 0 when only writing would tell.
func (s *countSink) finish() (int64, error) {
	if s.bytes == 0 {
		return 0, nil
	}
	return s.bytes + int64(s.header), nil
}

// discard has nothing to remove.
func (s *countSink) discard() {}
