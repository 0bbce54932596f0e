package otelgenai

import (
	"cmp"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// span is a span while it is read.
type span struct{ traces.Found }

// readSpan reads one span.
func readSpan(raw []byte) traces.Found {
	f := span{}
	p, a := source.NewPull(), attributes{}
	var events []event
	_ = p.Parse(raw, func() { p.Object(func(name string) { readMember(p, name, &f, a, &events) }) })
	return f.settle(a, events)
}

// readLog reads one log record, in which newer versions keep what was said in the span that it belongs to.
func readLog(raw []byte) traces.Found {
	f := span{}
	f.Partial = true
	p, e := source.NewPull(), event{attributes: attributes{}}
	_ = p.Parse(raw, func() {
		p.Object(func(name string) {
			switch name {
			case "timeUnixNano", "observedTimeUnixNano":
				if at := p.Time(); at.Valid && !f.Start.Valid {
					f.Start = at
				}
			case "attributes", "body":
				e.member(p, name)
			default:
				readMember(p, name, &f, nil, nil)
				e.member(p, name)
			}
		})
	})
	return f.settle(attributes{}, []event{e})
}

// settle gives the span what its attributes and events mean together.
func (f *span) settle(a attributes, events []event) traces.Found {
	for i := range events {
		events[i].addTo(&f.Found, a)
	}
	a.translate()
	f.classify(a)
	f.Node = a["gen_ai.agent.name"]
	f.Model = cmp.Or(a["gen_ai.response.model"], a["gen_ai.request.model"])
	f.CallID, f.Result = a["gen_ai.tool.call.id"], cmp.Or(a["gen_ai.tool.call.result"], f.Result)
	f.Conversation = a["gen_ai.conversation.id"]
	f.say(a)
	f.Tools = a.tools()
	a.tokens(&f.Span)
	f.Settle("")
	return f.Found
}

// classify says what a span records. Older instrumentations name the kind of a span themselves.
func (f *span) classify(a attributes) {
	operation, kind := a["gen_ai.operation.name"], a["traceloop.span.kind"]
	switch inference := a["openinference.span.kind"]; {
	case inference != "" && inference != "LLM" && inference != "AGENT" && inference != "TOOL":
	case operation == "invoke_agent", operation == "create_agent", kind == "agent", inference == "AGENT":
		f.Kind = traces.Agent
		f.Name = cmp.Or(a["gen_ai.agent.name"], a["traceloop.entity.name"], f.Name)
	case operation == "execute_tool", kind == "tool", inference == "TOOL":
		f.Kind, f.Name = traces.Tool, cmp.Or(a["gen_ai.tool.name"], a["traceloop.entity.name"], f.Name)
		f.Result = cmp.Or(a["traceloop.entity.output"], unquoted(a["ai.toolCall.result"]), unquoted(a["output.value"]))
	case a["gen_ai.request.model"] != "" || a["gen_ai.response.model"] != "" || len(f.Input.Turns)+len(f.Output.Turns) > 0,
		inference == "LLM", operation == "chat", operation == "text_completion", operation == "generate_content":
		f.Kind = traces.Model
	}
}

// say reads what was said in the forms of all versions; a newer one counts before the events and the older ones, which
// may repeat it.
func (f *span) say(a attributes) {
	if now := a.said("user", "gen_ai.system_instructions", "gen_ai.input.messages"); len(now.Turns) > 0 {
		f.Input = now
	}
	if now := a.said("assistant", "gen_ai.output.messages"); len(now.Turns) > 0 {
		f.Output = now
	}
	for _, old := range []struct {
		said         *traces.Said
		prefix, role string
	}{{&f.Input, "gen_ai.prompt", "user"}, {&f.Output, "gen_ai.completion", "assistant"}} {
		if len(old.said.Turns) == 0 {
			a.addNumbered(old.said, old.prefix, old.role)
		}
		if text := a[old.prefix]; len(old.said.Turns) == 0 && text != "" {
			add(old.said, text, old.role)
		}
	}
	if f.Kind == traces.Model {
		f.sayOtherwise(a)
	}
}

func readMember(p *source.Pull, name string, f *span, a attributes, events *[]event) {
	switch name {
	case "traceId", "trace_id", "traceID":
		f.Trace = strings.TrimPrefix(p.Text(), "0x")
	case "spanId", "span_id", "spanID":
		f.ID = strings.TrimPrefix(p.Text(), "0x")
	case "parentSpanId", "parent_id", "parent_span_id":
		f.Parent = strings.TrimPrefix(p.Text(), "0x")
	case "references": // of Jaeger: [{refType, spanID}]
		p.Array(func() {
			p.Object(func(name string) {
				if name == "spanID" {
					f.Parent = p.Text()
				}
			})
		})
	case "name", "span_name", "operationName":
		f.Name = p.Text()
	case "startTimeUnixNano", "start_time", "startTime", "start_timestamp":
		f.Start = p.Time()
	case "endTimeUnixNano", "end_time", "end_timestamp":
		f.End = p.Time()
	case "context":
		p.Object(func(name string) { readMember(p, name, f, a, events) })
	case "attributes", "tags":
		if a != nil {
			a.read(p)
		}
	case "events":
		p.Array(func() { *events = append(*events, readEvent(p)) })
	}
}
