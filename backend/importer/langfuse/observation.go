package langfuse

import (
	"cmp"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// kinds are the types of observations that matter to the conversation. EMBEDDING, RETRIEVER and the like do not.
var kinds = map[string]traces.Kind{"GENERATION": traces.Model, "AGENT": traces.Agent, "TOOL": traces.Tool}

// readObservation reads one observation of a trace.
func readObservation(p *source.Pull) (s traces.Span, ok bool) {
	var f traces.Found
	ok = readInto(p, &f)
	return f.Span, ok
}

// readFound reads one observation that names its trace.
func readFound(p *source.Pull) (f traces.Found) {
	readInto(p, &f)
	return f
}

// readInto fills f; it is false when what comes next is no observation.
func readInto(p *source.Pull, f *traces.Found) (ok bool) {
	output := ""
	ok = p.Object(func(name string) {
		switch name {
		case "id":
			f.ID = p.Text()
		case "traceId", "trace_id":
			f.Trace = p.Text()
		case "parentObservationId", "parent_observation_id":
			f.Parent = p.Text()
		case "type":
			f.Kind = kinds[p.Text()]
		case "name":
			f.Name = p.Text()
		case "model", "providedModelName", "provided_model_name":
			f.Model = cmp.Or(f.Model, p.Text())
		case "startTime", "start_time":
			f.Start = p.Time()
		case "endTime", "end_time":
			f.End = p.Time()
		case "level":
			f.Failed = p.Text() == "ERROR"
		case "output":
			output = string(p.Raw())
		default:
			readSaid(p, name, &f.Span)
		}
	})
	f.Settle(output)
	return ok
}

// readSaid reads what was said to the model, what it cost, and what a framework adds.
func readSaid(p *source.Pull, name string, s *traces.Span) {
	switch name {
	case "input":
		s.Input = traces.ReadSaid(p, "user")
	case "usageDetails", "usage_details", "usage":
		p.Object(func(name string) { traces.ReadTokens(p, name, &s.Prompt, &s.Completion) })
	case "metadata":
		readMetadata(p, s)
	}
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
