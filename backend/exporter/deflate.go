package exporter

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

// deflateChunk is how many bytes are compressed on their own; deflateLevel is the usual level of ZIP tools.
const (
	deflateChunk = 1 << 20
	deflateLevel = 6
)

// deflater compresses chunks on every processor into one deflate stream: each but the last ends with an empty stored
// block on a byte border, so that they can stand one after the other.
type deflater struct {
	filling *chunk // being filled
	work    chan *chunk
	order   chan *chunk
	workers sync.WaitGroup
	ended   chan error
	mu      sync.Mutex
	failed  error
	free    sync.Pool // of *chunk
}

// chunk is a part of the stream.
type chunk struct {
	in    []byte
	out   bytes.Buffer
	last  bool
	err   error
	ready chan struct{}
}

// newDeflater makes a deflater that writes to w.
func newDeflater(w io.Writer) *deflater {
	n := runtime.GOMAXPROCS(0)
	d := &deflater{work: make(chan *chunk, n), order: make(chan *chunk, n+1), ended: make(chan error, 1)}
	d.free.New = func() any { return &chunk{in: make([]byte, 0, deflateChunk)} }
	for range n {
		d.workers.Go(d.compress)
	}
	go d.write(w)
	return d
}

// compress compresses chunks until there are no more.
func (d *deflater) compress() {
	z, err := flate.NewWriter(nil, deflateLevel)
	for c := range d.work {
		if c.err = err; err == nil {
			c.err = c.compress(z)
		}
		close(c.ready)
	}
}

// compress compresses c on its own.
func (c *chunk) compress(z *flate.Writer) error {
	c.out.Reset()
	z.Reset(&c.out)
	if _, err := z.Write(c.in); err != nil {
		return err
	}
	if c.last {
		return z.Close()
	}
	return z.Flush()
}

// write writes the compressed chunks in order.
func (d *deflater) write(w io.Writer) {
	for c := range d.order {
		<-c.ready
		err := c.err
		if err == nil && d.failure() == nil {
			_, err = w.Write(c.out.Bytes())
		}
		if err != nil {
			d.mu.Lock()
			d.failed = err
			d.mu.Unlock()
		}
		c.in = c.in[:0]
		d.free.Put(c)
	}
	d.ended <- d.failure()
}

// failure returns the error of a chunk, if there was one.
func (d *deflater) failure() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed
}

// Write takes bytes to compress.
func (d *deflater) Write(b []byte) (int, error) {
	taken := 0
	for taken < len(b) {
		if d.filling == nil {
			d.filling = d.free.Get().(*chunk)
		}
		n := min(len(b)-taken, deflateChunk-len(d.filling.in))
		d.filling.in = append(d.filling.in, b[taken:taken+n]...)
		if taken += n; len(d.filling.in) == deflateChunk {
			d.hand(false)
		}
	}
	return taken, d.failure()
}

// hand gives the chunk at hand to a worker.
func (d *deflater) hand(last bool) {
	c := d.filling
	if c == nil {
		c = d.free.Get().(*chunk)
	}
	c.last, c.ready = last, make(chan struct{})
	d.filling = nil
	d.order <- c
	d.work <- c
}

// Close compresses what is left and ends the stream.
func (d *deflater) Close() error {
	d.hand(true)
	close(d.work)
	close(d.order)
	d.workers.Wait()
	return <-d.ended
}
