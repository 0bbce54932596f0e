package exporter

import (
	"bytes"
	"context"
	"iter"
	"reflect"
	"runtime"
	"sync"

	"loquat/backend/chat"
)

// made is one record, or the reason why there is none.
type made struct {
	record     any // nil when left is set
	left       *chat.Finding
	repaired   []chat.Finding
	warned     []chat.Finding
	tools      bool    // it declares tools
	typed      []*tool // the tools of which readers see the types
	arguments  []path  // what readers see of the arguments of calls, where they see types
	taken      []bool  // by target: it takes the record
	needs      needs   // what it needs of a chat template, where one prints it
	good       bool    // a rated answer is a good one
	long       bool    // it has several questions
	shown      places  // the places of the record's shape that it fills
	hash       uint64
	start, end int          // its line in the batch's lines
	size       int          // bytes of text, about
	about      chat.Finding // names the conversation
}

// duplicate is the finding that an earlier record has the same messages; left says that this one is left out.
func (m *made) duplicate(left bool) chat.Finding { return fillFinding(m.about, "DUPLICATE", left, nil) }

// batch is some conversations that one worker makes records of.
type batch struct {
	in            []*chat.Conversation
	conversations [][]made
	lines         *bytes.Buffer // the records as the text file formats write them
	err           error
	ready         chan struct{}
}

// A batch ends at these many conversations or bytes of text: enough to pay for the hand-over, little enough for memory.
const (
	batchConversations = 64
	batchText          = 256 << 10
)

// prepared makes the records of all conversations on every processor and yields them in order.
func prepared(ctx context.Context, p *pass) iter.Seq2[*batch, error] {
	return func(yield func(*batch, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		workers := runtime.GOMAXPROCS(0)
		work := make(chan *batch)
		order := make(chan *batch, workers+1)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()

		running.Go(func() {
			defer close(order)
			defer close(work)
			readBatches(ctx, p.all, func(b *batch) bool {
				return send(ctx, order, b) && send(ctx, work, b)
			})
		})
		for range workers {
			m := newMaker(p)
			running.Go(func() { m.makeBatches(work) })
		}
		for b := range order {
			select {
			case <-b.ready:
			case <-ctx.Done():
			}
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(b, b.err) || b.err != nil {
				return
			}
			b.release()
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// send sends b unless ctx ends first.
func send(ctx context.Context, to chan<- *batch, b *batch) bool {
	select {
	case to <- b:
		return true
	case <-ctx.Done():
		return false
	}
}

// readBatches groups the conversations and gives each group to take until that returns false.
func readBatches(ctx context.Context, all Conversations, take func(*batch) bool) {
	b, size := newBatch(), 0
	for c, err := range all() {
		if err != nil {
			b.err = err
			break
		}
		b.in = append(b.in, c)
		size += textSize(c)
		if len(b.in) < batchConversations && size < batchText {
			continue
		}
		if !take(b) {
			return
		}
		b, size = newBatch(), 0
	}
	if (len(b.in) > 0 || b.err != nil) && ctx.Err() == nil {
		take(b)
	}
}

// lineBuffers are buffers of batches that are done with. A new one has room for most batches: growing leaves garbage.
var lineBuffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 2*batchText)) }}

// maxKeptBuffer keeps one huge conversation from holding memory for the rest of the export.
const maxKeptBuffer = 8 * batchText

// newBatch makes an empty batch.
func newBatch() *batch {
	return &batch{ready: make(chan struct{}), lines: lineBuffers.Get().(*bytes.Buffer)}
}

// release gives the batch's buffer to a later one.
func (b *batch) release() {
	if b.lines.Cap() <= maxKeptBuffer {
		b.lines.Reset()
		lineBuffers.Put(b.lines)
	}
}

// textSize is how many bytes of text a conversation has, about.
func textSize(c *chat.Conversation) int {
	size := 0
	for i := range c.Messages {
		size += len(c.Messages[i].Content)
	}
	return size
}

// makeBatches makes the records of batches until there are no more.
func (m *maker) makeBatches(work <-chan *batch) {
	for b := range work {
		for _, c := range b.in {
			if b.err == nil {
				b.err = m.add(b, c)
			}
		}
		b.in = nil
		close(b.ready)
	}
}

// maker makes records of conversations for one worker.
type maker struct {
	preparer *preparer
	layout   layout
	shape    *shape
	encode   encoder
}

// newMaker makes the maker of one worker.
func newMaker(p *pass) *maker {
	return &maker{
		preparer: newPreparer(p.format, p.choices),
		layout:   p.layout,
		shape:    shapeOf(p.recordType()),
		encode:   encoderOf(p.opt.FileFormat, p.recordType()),
	}
}

// add makes the records of c and their lines.
func (m *maker) add(b *batch, c *chat.Conversation) error {
	var all []made
	for _, d := range m.preparer.prepare(c) {
		one := made{left: d.left, start: b.lines.Len()}
		one.about = chat.Finding{ConversationID: c.ExternalID, ID: c.ID, Title: d.title}
		if d.left == nil {
			one.record = m.preparer.format.make(d, m.layout)
			m.shape.fill(reflect.ValueOf(one.record), &one.shown)
			if err := m.encode(b.lines, d, one.record); err != nil {
				return err
			}
			one.repaired, one.warned, one.good = d.repaired, d.warned, d.good
			if one.tools = len(d.tools) > 0; m.preparer.format.rules.typed {
				one.typed = d.tools
			}
			if m.preparer.format.rules.typedArguments {
				one.arguments = d.argumentPaths(m.preparer.format.rules)
			}
			one.long = len(d.answers()) > 1
			one.hash, one.size = d.hash(), d.size()
			one.taken = takers(d, m.preparer.format.rules)
			if m.preparer.format.rules.templated {
				one.needs.count(d)
			}
		}
		one.end = b.lines.Len()
		all = append(all, one)
	}
	b.conversations = append(b.conversations, all)
	return nil
}

// size is how many bytes of text d has, about.
func (d *draft) size() int {
	size := 0
	for t := range d.all() {
		size += len(t.content) + len(t.text) + len(t.reasoning)
	}
	return size
}
