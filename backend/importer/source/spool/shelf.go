package spool

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"slices"

	"loquat/backend/importer/source"
)

// Shelf keeps records under keys until they are wanted: a source may keep what makes one conversation in several places
// of a large file. Memory holds a few bytes for each key, a temporary file the records.
type Shelf struct {
	file *File
	out  *bufio.Writer
	size int64            // bytes written
	seed maphash.Seed     // of the keys
	last map[uint64]int64 // by hash of the key: the place of its last record, plus 1
}

// ErrTooLarge says that what stands under a key is more than one conversation may have.
var ErrTooLarge = errors.New("it is too large to be read")

// headBytes stand before each record: the place of the one before it under the same key, plus 1, and its length.
const headBytes = 16

// NewShelf makes an empty shelf; it must be closed.
func NewShelf() (*Shelf, error) {
	f, err := Create("loquat-*.spool")
	if err != nil {
		return nil, err
	}
	return &Shelf{file: f, out: bufio.NewWriterSize(f, 256<<10), seed: maphash.MakeSeed(), last: map[uint64]int64{}}, nil
}

// Put adds a record to those under the key.
func (s *Shelf) Put(key string, record []byte) error {
	at := maphash.String(s.seed, key)
	var head [headBytes]byte
	binary.LittleEndian.PutUint64(head[:8], uint64(s.last[at]))
	binary.LittleEndian.PutUint64(head[8:], uint64(len(record)))
	if _, err := s.out.Write(head[:]); err != nil {
		return Full(err)
	}
	if _, err := s.out.Write(record); err != nil {
		return Full(err)
	}
	s.last[at] = s.size + 1
	s.size += int64(headBytes + len(record))
	return nil
}

// Has says whether there is a record under the key.
func (s *Shelf) Has(key string) bool { return s.last[maphash.String(s.seed, key)] > 0 }

// Get gives the records under the key in the order in which they were put; none when there are none. Its error is
// ErrTooLarge when they are more than source.MaxRecord bytes together.
func (s *Shelf) Get(key string) (records [][]byte, err error) {
	if err := s.out.Flush(); err != nil {
		return nil, Full(err)
	}
	total := int64(0)
	for at := s.last[maphash.String(s.seed, key)]; at > 0; {
		var head [headBytes]byte
		if _, err := s.file.ReadAt(head[:], at-1); err != nil {
			return nil, err
		}
		length := int64(binary.LittleEndian.Uint64(head[8:]))
		if total += length; total > source.MaxRecord {
			return nil, ErrTooLarge
		}
		record := make([]byte, length)
		if _, err := s.file.ReadAt(record, at-1+headBytes); err != nil {
			return nil, err
		}
		records = append(records, record)
		at = int64(binary.LittleEndian.Uint64(head[:8]))
	}
	slices.Reverse(records)
	return records, nil
}

// Close gives back the space.
func (s *Shelf) Close() error { return s.file.Close() }
