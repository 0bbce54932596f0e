package traces

import (
	"bytes"
	"cmp"
	"context"
	"iter"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// Found is one span with the trace that it is of, as a record told it.
type Found struct {
	Span
	// Conversation is the id of the conversation that the trace belongs to, when it names one; several traces may be of it.
	Conversation string
	Tags         []string // of the trace or the span
	Raw          []byte   // the span as it is written; nil when it is the record itself
}

// Gather yields one conversation for each trace, or for the traces of one conversation where they name it, whose spans
// stand as records in the files of in, in whichever order.
// read makes spans of the record that comes next, and begins by clearing what it fills. The spans of one file are
// together in memory, up to source.MaxRaw bytes; then what was gathered is given, and a note says so.
func Gather(ctx context.Context, in *source.Input, key string, read func(p *source.Pull) []Found, lists ...string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		s := &shelf{giver: turns.NewGiver(ctx, in, key, yield), key: key, byID: map[string]*gathered{}, of: map[string]string{}, begun: map[string]bool{}}
		p := source.NewPull()
		for record, problem := range source.Records(ctx, in, lists...) {
			if !s.take(p, record, problem, read) {
				return
			}
		}
		s.flush("")
	}
}

// shelf keeps spans until their file ends.
type shelf struct {
	giver *turns.Giver
	key   string
	file  string
	order []string
	byID  map[string]*gathered
	last  string // the trace read last
	bytes int
	of    map[string]string // trace to the conversation that it belongs to
	begun map[string]bool   // traces of which the beginning was given, because the file is too large to be gathered at once
}

// gathered is one trace.
type gathered struct {
	spans  []Span
	tags   []string
	raw    bytes.Buffer
	first  source.Record
	broken int
	traces map[string]bool // ids of its traces
}

func (s *shelf) take(p *source.Pull, record source.Record, problem *source.Item, read func(p *source.Pull) []Found) bool {
	if problem != nil {
		return s.flush("a part of the file could not be read: spans of this trace may be missing") && s.giver.Trouble(problem)
	}
	if record.File != s.file && !s.flush("") {
		return false
	}
	s.file = record.File
	var found []Found
	if err := p.Parse(record.JSON, func() { found = read(p) }); err != nil {
		return s.giver.NotJSON(record, err)
	}
	for i := range found {
		s.put(&found[i], record, p.Broken)
	}
	if s.bytes > source.MaxRaw {
		begun := s.order
		if !s.flush("the file is too large to be gathered at once: later spans of a trace are a conversation of their own") {
			return false
		}
		for _, id := range begun {
			s.begun[id] = true
		}
	}
	return true
}

// put keeps a span with those of its trace.
func (s *shelf) put(f *Found, record source.Record, broken int) {
	g := s.byID[f.Trace]
	if g == nil {
		g = &gathered{first: source.Record{File: record.File, Offset: record.Offset}}
		s.byID[f.Trace], s.order = g, append(s.order, f.Trace)
	}
	raw := f.Raw
	if raw == nil {
		raw = record.JSON
	}
	g.raw.WriteString(map[bool]string{true: "[", false: ","}[g.raw.Len() == 0])
	g.raw.Write(raw)
	if f.Conversation != "" {
		s.of[f.Trace] = f.Conversation
	}
	g.spans, g.tags, g.broken = append(g.spans, f.Span), append(g.tags, f.Tags...), max(g.broken, broken)
	s.bytes, s.last = s.bytes+len(raw), f.Trace
}

// flush gives what was gathered, with a note on the trace read last unless it is empty; false when the caller has enough.
func (s *shelf) flush(note string) bool {
	order, byID := s.join()
	for _, id := range order {
		g, told := byID[id], note
		if !g.traces[s.last] { // what was complete before needs no word
			told = ""
		}
		for trace := range g.traces {
			if s.begun[trace] {
				told = "the file is too large to be gathered at once: the trace begins in another conversation"
			}
		}
		if !s.give(id, g, told) {
			return false
		}
	}
	s.order, s.byID, s.bytes = nil, map[string]*gathered{}, 0
	return true
}

// join puts the traces of one conversation together.
func (s *shelf) join() (order []string, byID map[string]*gathered) {
	byID = map[string]*gathered{}
	for _, trace := range s.order {
		id, g := cmp.Or(s.of[trace], trace), s.byID[trace]
		g.traces = map[string]bool{trace: true}
		first := byID[id]
		if first == nil {
			byID[id], order = g, append(order, id)
			continue
		}
		first.raw.WriteByte(',')
		first.raw.Write(g.raw.Bytes()[1:])
		first.traces[trace] = true
		first.spans, first.tags, first.broken = append(first.spans, g.spans...), append(first.tags, g.tags...), max(first.broken, g.broken)
	}
	return order, byID
}

func (s *shelf) give(id string, g *gathered, note string) bool {
	g.raw.WriteByte(']')
	c := &chat.Conversation{Source: s.key, ExternalID: id, Status: chat.StatusActive, Raw: g.raw.Bytes()}
	for i := range g.spans {
		if g.spans[i].Parent == "" {
			c.Title, c.CreatedAt = cmp.Or(c.Title, g.spans[i].Name), known(c.CreatedAt, g.spans[i].Start)
		}
	}
	seen := map[string]bool{}
	for _, tag := range g.tags {
		if tag != "" && !seen[tag] {
			seen[tag], c.Tags = true, append(c.Tags, tag)
		}
	}
	if !Conversation(c, g.spans) {
		return s.giver.Yield(*s.giver.In.Skipped(g.first.File, g.first.Offset, id, c.Title, "it holds no messages: no call of a model was recorded in it"))
	}
	c.ExternalID = cmp.Or(c.ExternalID, turns.ContentID(c))
	if note != "" {
		c.Notes = append(c.Notes, note)
	}
	if g.broken > 0 {
		c.Notes = append(c.Notes, source.BrokenNote(g.broken))
	}
	source.GuessTimes(c)
	return s.giver.Conversation(c, g.first)
}
