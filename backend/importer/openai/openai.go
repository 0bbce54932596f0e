// Package openai reads conversations written as OpenAI messages: JSON and JSONL of {"messages": [{"role", "content"}]}
// as fine-tuning, preference data and batch requests hold them, and a bare list of messages (FORMATS.md §21).
package openai

import (
	"bytes"
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "openai"

// Source reads OpenAI messages.
var Source = source.Source{Key: key, Name: "OpenAI messages", Detect: Detect, Belongs: turns.IsDatasetInfo, Read: Read,
	Give: "a JSON or JSONL file of messages"}

// Read yields one conversation for each record, and one for a file that is a bare list of messages.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{pull: source.NewPull(), giver: turns.NewGiver(ctx, in, key, yield)}
		for record, problem := range source.Records(ctx, in, turns.Lists...) {
			if !r.take(record, problem) {
				return
			}
		}
		r.flush()
	}
}

// reader is one reading of an input.
type reader struct {
	pull    *source.Pull
	giver   *turns.Giver
	loose   loose
	damaged string // the last file with a record that could not be read
}

// loose is a bare list of messages, gathered message by message.
type loose struct {
	json   bytes.Buffer
	file   string // empty: none is being gathered
	offset int64
}

// take reads one record, or tells why it cannot be read; false when the caller has enough.
func (r *reader) take(record source.Record, problem *source.Item) bool {
	if problem != nil {
		r.damaged = problem.Where
		r.loose.file = "" // a conversation without one of its messages would be another one
		return r.giver.Trouble(problem)
	}
	if record.File != r.loose.file && !r.flush() {
		return false
	}
	var row row
	if err := r.pull.Parse(record.JSON, func() { row.read(r.pull) }); err != nil {
		return r.giver.NotJSON(record, err)
	}
	if row.isMessage {
		r.gather(record)
		return true
	}
	return r.giver.Row(&row.Row, record, r.pull.Broken)
}

// gather adds a message to the bare list that its file is, unless a message of it could not be read.
func (r *reader) gather(record source.Record) {
	if record.File == r.damaged {
		return
	}
	if r.loose.file == "" {
		r.loose.file, r.loose.offset = record.File, record.Offset
		r.loose.json.Reset()
		r.loose.json.WriteByte('[')
	} else {
		r.loose.json.WriteByte(',')
	}
	r.loose.json.Write(record.JSON)
}

// flush yields the bare list gathered so far; false when the caller has enough.
func (r *reader) flush() bool {
	if r.loose.file == "" {
		return true
	}
	r.loose.json.WriteByte(']')
	record := source.Record{JSON: r.loose.json.Bytes(), File: r.loose.file, Offset: r.loose.offset}
	r.loose.file = ""
	var row row
	if err := r.pull.Parse(record.JSON, func() { row.read(r.pull) }); err != nil {
		return r.giver.NotJSON(record, err)
	}
	return r.giver.Row(&row.Row, record, r.pull.Broken)
}

// Detect says whether the file holds OpenAI messages: at least half of its first records do, and none has the marks of a
// tool that has a reader of its own. With the other half in ShareGPT's shape no reader has most, and this one reads both.
func Detect(p *source.Probe) bool {
	shapes, list := turns.Shapes(p), p.Sample().Array
	good := 0
	for i := range shapes {
		s := &shapes[i]
		switch {
		case isBatch(s):
			good++
		case s.Foreign(), s.Dataset():
			return false
		case s.List == "conversations", s.List == "conversation", s.Message.Has("from"), s.List == "" && s.Message != nil && !list:
		case s.Spoken(), isPair(s):
			good++
		}
	}
	return good > 0 && 2*good >= len(shapes)
}

// isBatch tells the lines of batch files: {custom_id, body} and {custom_id, response} of OpenAI, {custom_id, params} and
// {custom_id, result} of Anthropic.
func isBatch(s *turns.Shape) bool {
	if !s.Has("custom_id") || s.Text("url") == "/v1/embeddings" {
		return false
	}
	body := s.Object("body")
	return body.Has("messages") || body.Has("input") || s.Has("response") || s.Object("params").Has("messages") || s.Object("result").Has("type")
}

// isPair tells prompt and answer, and preference pairs, written as texts. Those of Alpaca have an instruction.
func isPair(s *turns.Shape) bool {
	return s.Has("prompt", "completion") || s.Has("prompt", "response") && !s.Has("sent_at") || s.Has("chosen", "rejected") && !s.Has("instruction")
}
