package exporter

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/compress/snappy"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// A row group ends at these many records or bytes of text; its pages hold this many bytes.
const (
	groupRecords  = 500
	groupText     = 8 << 20
	pageBytes     = 1 << 20
	rowsAtOnce    = 64
	parquetBuffer = 1 << 20
)

// parquetSink writes row groups, encoded on every processor. Groups of records that stand first are written where they
// come; finish puts them first in the file's table of row groups, which is what gives the order of the records.
type parquetSink struct {
	path   string
	file   *os.File
	writer *parquet.GenericWriter[any]
	shape  *shape
	schema *parquet.Schema

	front, rest group
	fronts      []bool // of each row group handed out: it stands first

	work    chan *rowGroup
	order   chan *rowGroup
	workers sync.WaitGroup
	ended   chan struct{} // closed when the last row group is in the file
	failed  error         // of committing; read after ended, or under mu
	mu      sync.Mutex
	stopped bool
}

// group is the records of a row group to be.
type group struct {
	records []any
	size    int
}

// rowGroup is a row group being encoded.
type rowGroup struct {
	records []any
	writer  *parquet.ConcurrentRowGroupWriter
	ready   chan struct{}
	err     error
}

// codecOf is the codec of that name; snappy, which every reader has, without one.
func codecOf(name string) compress.Codec {
	if name == "zstd" {
		return &zstd.Codec{}
	}
	return &snappy.Codec{}
}

// newParquetSink opens the sink of the file name in dir for records of that type: every field optional, lists in three
// levels, texts only; EXPORT.md §4.6.
func newParquetSink(dir, name string, record any, codec compress.Codec) (sink, error) {
	path := filepath.Join(dir, name)
	f, err := createPrivate(path + ".part")
	if err != nil {
		return nil, err
	}
	workers := runtime.GOMAXPROCS(0)
	schema := parquet.NewSchema("schema", parquet.SchemaOf(record))
	s := &parquetSink{
		path: path, file: f, shape: shapeOf(record), schema: schema, ended: make(chan struct{}),
		work: make(chan *rowGroup), order: make(chan *rowGroup, workers),
		writer: parquet.NewGenericWriter[any](f, schema,
			parquet.Compression(codec), parquet.PageBufferSize(pageBytes), parquet.WriteBufferSize(parquetBuffer),
			parquet.CreatedBy("loquat", "1", "1")),
	}
	for range workers {
		s.workers.Go(s.encode)
	}
	go s.commit()
	return s, nil
}

// add gathers records into row groups.
func (s *parquetSink) add(m *made, _ []byte, first bool) error {
	g := &s.rest
	if first {
		g = &s.front
	}
	g.records = append(g.records, m.record)
	g.size += m.size
	if len(g.records) >= groupRecords || g.size >= groupText {
		s.handOut(g, first)
	}
	return s.failure()
}

// handOut gives the records of g to a worker.
func (s *parquetSink) handOut(g *group, first bool) {
	if len(g.records) == 0 {
		return
	}
	job := &rowGroup{records: g.records, writer: s.writer.BeginRowGroup(), ready: make(chan struct{})}
	*g = group{}
	s.fronts = append(s.fronts, first)
	s.order <- job
	s.work <- job
}

// encode encodes row groups until there are no more.
func (s *parquetSink) encode() {
	rows := make([]parquet.Row, rowsAtOnce)
	maker := newRowMaker(s.shape, s.schema)
	for job := range s.work {
		for len(job.records) > 0 && job.err == nil {
			n := min(rowsAtOnce, len(job.records))
			for i, record := range job.records[:n] {
				rows[i] = maker.appendRow(rows[i][:0], record)
			}
			_, job.err = job.writer.WriteRows(rows[:n])
			job.records = job.records[n:]
		}
		for i := range rows {
			clear(rows[i][:cap(rows[i])])
		}
		if job.err == nil {
			job.err = job.writer.Flush()
		}
		close(job.ready)
	}
}

// commit writes the encoded row groups to the file in order.
func (s *parquetSink) commit() {
	defer close(s.ended)
	for job := range s.order {
		<-job.ready
		err := job.err
		if err == nil && s.failure() == nil {
			_, err = job.writer.Commit()
		}
		if err != nil {
			s.mu.Lock()
			s.failed = errors.Join(s.failed, err)
			s.mu.Unlock()
		}
	}
}

// failure returns the first error of a row group, if there was one.
func (s *parquetSink) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// stop ends the workers and waits for what they have.
func (s *parquetSink) stop() {
	if !s.stopped {
		s.stopped = true
		close(s.work)
		close(s.order)
		s.workers.Wait()
		<-s.ended
	}
}

// finish writes the last row groups and the footer, and gives the file its name.
func (s *parquetSink) finish() (int64, error) {
	s.handOut(&s.front, true)
	s.handOut(&s.rest, false)
	s.stop()
	if err := s.failure(); err != nil {
		return 0, err
	}
	if err := s.writer.Close(); err != nil {
		return 0, err
	}
	if err := reorderRowGroups(s.file, s.fronts); err != nil {
		return 0, err
	}
	return seal(s.file, s.path)
}

// discard ends the workers and removes the file.
func (s *parquetSink) discard() {
	s.stop()
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
