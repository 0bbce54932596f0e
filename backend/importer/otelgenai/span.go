package otelgenai

import (
	"cmp"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// readSpan reads one span.
func readSpan(raw []byte) (f traces.Found) {
	p, a := source.NewPull(), attributes{}
	_ = p.Parse(raw, func() { p.Object(func(name string) { readMember(p, name, &f, a) }) })
	operation := a["gen_ai.operation.name"]
	switch {
	case operation == "invoke_agent", operation == "create_agent":
		f.Kind = traces.Agent
		f.Name = cmp.Or(a["gen_ai.agent.name"], f.Name)
	case operation == "execute_tool":
		f.Kind, f.Name = traces.Tool, cmp.Or(a["gen_ai.tool.name"], f.Name)
	case a["gen_ai.request.model"] != "" || a["gen_ai.response.model"] != "":
		f.Kind = traces.Model
	}
	f.Node = a["gen_ai.agent.name"]
	f.Model = cmp.Or(a["gen_ai.response.model"], a["gen_ai.request.model"])
	f.CallID, f.Result = a["gen_ai.tool.call.id"], a["gen_ai.tool.call.result"]
	f.Input, f.Output = a.said("user", "gen_ai.system_instructions", "gen_ai.input.messages"), a.said("assistant", "gen_ai.output.messages")
	f.Tools = a.tools()
	a.tokens(&f.Span)
	f.Settle("")
	return f
}

func readMember(p *source.Pull, name string, f *traces.Found, a attributes) {
	switch name {
	case "traceId", "trace_id":
		f.Trace = strings.TrimPrefix(p.Text(), "0x")
	case "spanId", "span_id":
		f.ID = strings.TrimPrefix(p.Text(), "0x")
	case "parentSpanId", "parent_id":
		f.Parent = strings.TrimPrefix(p.Text(), "0x")
	case "name":
		f.Name = p.Text()
	case "startTimeUnixNano", "start_time":
		f.Start = p.Time()
	case "endTimeUnixNano", "end_time":
		f.End = p.Time()
	case "context":
		p.Object(func(name string) { readMember(p, name, f, a) })
	case "attributes":
		a.read(p)
	case "events": // where content is recorded as events
		p.Array(func() {
			p.Object(func(name string) {
				if name == "attributes" {
					a.read(p)
				}
			})
		})
	}
}
