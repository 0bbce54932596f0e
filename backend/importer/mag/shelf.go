package mag

import (
	"bytes"
	"cmp"
	"path"
	"slices"

	"loquat/backend/importer/source"
)

// shelf keeps metadata until the run it belongs to is read.
type shelf struct {
	byID, byFile map[string]*about
	order        int
}

// about is the metadata of one conversation.
type about struct {
	document
	raw    []byte
	file   string
	offset int64
	order  int
	taken  bool
}

func newShelf() *shelf { return &shelf{byID: map[string]*about{}, byFile: map[string]*about{}} }

// put keeps the metadata that a record is.
func (s *shelf) put(d *document, record source.Record) {
	s.order++
	m := &about{document: *d, raw: bytes.Clone(record.JSON), file: record.File, offset: record.Offset, order: s.order}
	if d.id != "" {
		s.byID[d.id] = m
	} else {
		s.byFile[record.File] = m
	}
}

// take gives the metadata of the run with that id, or of the run in that file; nil when there is none.
func (s *shelf) take(id, file string) *about {
	m := s.byID[id]
	if m == nil {
		m = s.byFile[partner(file)]
	}
	if m == nil || m.taken {
		return nil
	}
	m.taken = true
	return m
}

// partner is where the metadata of a data file stands: data/x.json has metadata/x.json beside it.
func partner(file string) string {
	return path.Join(path.Dir(path.Dir(file)), "metadata", path.Base(file))
}

// rest is the metadata that no run took, in the order it was read.
func (s *shelf) rest() (rest []*about) {
	for _, m := range s.byID {
		if !m.taken {
			rest = append(rest, m)
		}
	}
	for _, m := range s.byFile {
		if !m.taken {
			rest = append(rest, m)
		}
	}
	slices.SortFunc(rest, func(a, b *about) int { return cmp.Compare(a.order, b.order) })
	return rest
}

// joined is the raw record of a run with its metadata: both as they are written, in one object that the reader reads.
func joined(metadata, data []byte) []byte {
	return slices.Concat([]byte(`{"metadata":`), metadata, []byte(`,"data":`), data, []byte("}"))
}

// headBytes is how much of a file tells metadata from runs.
const headBytes = 256 << 10

// divide parts the files into those with metadata, which are read first, and the others.
func (r *reader) divide() (side, data []string) {
	for _, file := range r.in.Files {
		if r.isSide(file) {
			side = append(side, file)
		} else {
			data = append(data, file)
		}
	}
	return side, data
}

// isSide says whether a file begins with metadata.
func (r *reader) isSide(file string) bool {
	return r.in.Probe(file, headBytes).Sample().Most(func(f source.Fields) bool { return kindOf(f) == metadata })
}
