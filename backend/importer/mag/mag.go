// Package mag reads the conversations of MAG (mcp-agent-graph), the reference platform: agent runs with their
// sub-agent tasks, and graph runs, as documents of its database, of its interface, or as pairs of a metadata and a data
// file (FORMATS.md §6).
package mag

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "mag"

// Source reads MAG.
var Source = source.Source{Key: key, Name: "MAG", Detect: Detect, Read: Read,
	Give: "the collections of its MongoDB as JSON, in one folder"}

// Detect says whether the file holds runs of MAG, the metadata that stands beside them, or the plan of a graph.
func Detect(p *source.Probe) bool {
	return p.Sample().Most(func(f source.Fields) bool { return kindOf(f) != other })
}

// kind is what one document of MAG is.
type kind int

const (
	other    kind = iota
	run           // rounds with messages
	metadata      // title, tags and times of a run that stands elsewhere
	plan          // the nodes of a graph, without a conversation
)

func kindOf(f source.Fields) kind {
	switch {
	case f.Has("rounds") && (f.Has("tasks") || f.Has("execution_chain") || f.Has("conversation_id") || firstOf(f, "rounds").Has("messages")),
		f.Object("data").Has("rounds"):
		return run
	case f.Has("nodes", "name") && firstOf(f, "nodes").Has("input_nodes"):
		return plan
	case f.Has("input_config"), f.Has("round_count", "title"):
		return metadata
	}
	return other
}

// firstOf returns the first object of the list under that name.
func firstOf(f source.Fields, name string) source.Fields {
	if objects := f.Objects(name); len(objects) > 0 {
		return objects[0]
	}
	return nil
}

// Read yields one conversation for each run, with its sub-agents in it. Metadata is read first, so that it can be
// joined to the runs by id, or by file name when it stands in a folder of that name beside the folder data.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{in: in, pull: source.NewPull(), giver: turns.NewGiver(ctx, in, key, yield), about: newShelf()}
		side, data := r.divide()
		for _, files := range [][]string{side, data} {
			part := *in
			if part.Files = files; len(files) == 0 {
				continue
			}
			for record, problem := range source.Records(ctx, &part) {
				if !r.take(record, problem) {
					return
				}
			}
		}
		r.leftOver()
	}
}

// reader is one reading of an input.
type reader struct {
	in    *source.Input
	pull  *source.Pull
	giver *turns.Giver
	about *shelf
}

// take reads one document, or tells why it cannot be read; false when the caller has enough.
func (r *reader) take(record source.Record, problem *source.Item) bool {
	if problem != nil {
		return r.giver.Trouble(problem)
	}
	var d document
	if err := r.pull.Parse(record.JSON, func() { d.read(r.pull) }); err != nil {
		return r.giver.NotJSON(record, err)
	}
	switch {
	case d.isPlan:
		return r.skip(record, &d, "it is the plan of a graph, not a conversation")
	case d.hasRounds:
		return r.give(&d, record)
	case d.isAbout:
		r.about.put(&d, record)
		return true
	}
	return r.skip(record, &d, "it holds no rounds")
}

// give yields the conversation of a run.
func (r *reader) give(d *document, record source.Record) bool {
	raw := record.JSON
	if found := r.about.take(d.id, record.File); found != nil {
		raw = joined(found.raw, record.JSON)
		d.fill(&found.document)
	}
	c := d.conversation(raw, r.pull.Broken)
	if len(c.Messages) == 0 {
		return r.skip(record, d, "it holds no messages")
	}
	return r.giver.Conversation(c, record)
}

func (r *reader) skip(record source.Record, d *document, reason string) bool {
	return r.giver.Yield(*r.in.Skipped(record.File, record.Offset, d.id, d.title, reason))
}

// leftOver tells of the metadata to which no run was found.
func (r *reader) leftOver() {
	for _, m := range r.about.rest() {
		if !r.giver.Yield(*r.in.Skipped(m.file, m.offset, m.id, m.title, "only its title and tags are here: the run with its messages is missing")) {
			return
		}
	}
}
