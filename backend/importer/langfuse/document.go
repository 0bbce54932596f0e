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
}

// Read fills d with the trace that comes next in p.
func (d *document) Read(p *source.Pull) {
	*d = document{}
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
	case "updatedAt":
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
	for _, tag := range d.tags {
		tree.Tag(c, tag)
	}
	whole := traces.Span{ID: cmp.Or(d.id, "trace"), Start: d.created, Input: d.input, Output: d.output}
	if !traces.Conversation(c, append(d.spans, whole)) {
		return c, "it holds no messages: no call of a model was recorded in it"
	}
	return c, ""
}

// kinds are the types of observations that matter to the conversation. EMBEDDING, RETRIEVER and the like do not.
var kinds = map[string]traces.Kind{"GENERATION": traces.Model, "AGENT": traces.Agent, "TOOL": traces.Tool}

// readObservation reads one observation.
func readObservation(p *source.Pull) (s traces.Span, ok bool) {
	var output string
	ok = p.Object(func(name string) {
		switch name {
		case "id":
			s.ID = p.Text()
		case "parentObservationId":
			s.Parent = p.Text()
		case "type":
			s.Kind = kinds[p.Text()]
		case "name":
			s.Name = p.Text()
		case "model":
			s.Model = p.Text()
		case "startTime":
			s.Start = p.Time()
		case "endTime":
			s.End = p.Time()
		case "level":
			s.Failed = p.Text() == "ERROR"
		case "input":
			s.Input = traces.ReadSaid(p, "user")
		case "output":
			output = string(p.Raw())
		case "usageDetails", "usage":
			p.Object(func(name string) { traces.ReadTokens(p, name, &s.Prompt, &s.Completion) })
		case "metadata":
			readMetadata(p, &s)
		}
	})
	s.Settle(output)
	return s, ok
}

// readMetadata finds the node, the agent and the tools that a framework names, also as JSON text.
func readMetadata(p *source.Pull, s *traces.Span) {
	if p.Kind() == '"' {
		inner := source.NewPull()
		text := p.Text()
		_ = inner.Parse([]byte(text), func() { // a text that is no JSON names nothing
			if inner.Kind() == '{' {
				readMetadata(inner, s)
			}
		})
		return
	}
	p.Object(func(name string) {
		switch name {
		case "langgraph_node", "gen_ai.agent.name", "agent_name":
			s.Node = cmp.Or(s.Node, p.Text())
		case "gen_ai.tool.name":
			s.Name = p.Text()
		case "gen_ai.tool.call.id":
			s.CallID = p.Text()
		case "attributes":
			readMetadata(p, s)
		}
	})
}
