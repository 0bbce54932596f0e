package langfuse

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/tree"
)

// document is one trace.
type document struct {
	id, name         string
	created, updated chat.Time
	tags             []string
	input, output    traces.Said
	spans            []traces.Span
	told             map[string]bool // set before Read: traces that were told by observations in other files
}

// Read fills d with the trace that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{told: d.told}
	p.Object(func(name string) { d.member(p, name) })
}

func (d *document) member(p *source.Pull, name string) {
	switch name {
	case "trace":
		p.Object(func(name string) { d.member(p, name) })
	case "observations":
		p.Array(func() {
			if s, ok := readObservation(p); ok {
				d.spans = append(d.spans, s)
			}
		})
	case "id":
		d.id = p.Text()
	case "name":
		d.name = p.Text()
	case "timestamp":
		d.created = p.Time()
	case "updatedAt", "updated_at":
		d.updated = p.Time()
	case "tags":
		p.Array(func() { d.tags = append(d.tags, p.Text()) })
	case "input":
		d.input = traces.ReadSaid(p, "user")
	case "output":
		d.output = traces.ReadSaid(p, "assistant")
	}
}

// Conversation makes the conversation of the trace. What went into it as a whole counts when no call of a model says so.
func (d *document) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: d.name, CreatedAt: d.created, UpdatedAt: d.updated}
	if len(d.spans) == 0 && d.told[d.id] {
		return c, "the observations of this trace, which stand in another file, tell it"
	}
	for _, tag := range d.tags {
		tree.Tag(c, tag)
	}
	whole := traces.Span{ID: cmp.Or(d.id, "trace"), Start: d.created, Input: d.input, Output: d.output}
	if !traces.Conversation(c, append(d.spans, whole)) {
		return c, "it holds no messages: no call of a model was recorded in it"
	}
	return c, ""
}
