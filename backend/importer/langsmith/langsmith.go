// Package langsmith reads runs of LangSmith (FORMATS.md §20): lists and lines of runs, and what its SDK sends.
package langsmith

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// key is stored with every conversation.
const key = "langsmith"

// Source reads LangSmith.
var Source = source.Source{Key: key, Name: "LangSmith", Detect: Detect, Read: Read,
	Give: "a JSON or JSONL file of exported runs"}

// lists are the members that hold runs: of an export, and of what the SDK sends when runs begin and when they end.
var lists = []string{"runs", "post", "patch", "traces"}

// Detect says whether the file holds runs.
func Detect(p *source.Probe) bool { return p.Sample().MostIn(lists, isRun) }

func isRun(f source.Fields) bool {
	return f.Has("trace_id") && (f.Has("dotted_order") || f.Has("run_type")) || f.Has("run_type", "inputs") && (f.Has("id", "name") || f.Has("child_runs"))
}

// Read yields one conversation for each trace.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return traces.Gather(ctx, in, key, func(p *source.Pull) []traces.Found { return readTree(p, "", 0) }, lists...)
}

// maxWithin is how deep runs stand in runs; what is deeper stays in the record.
const maxWithin = 100

// readTree reads a run, and the runs within it where they stand in it: what the SDK gives when it loads a trace. The
// outermost names the trace then, by its own id.
func readTree(p *source.Pull, trace string, depth int) (found []traces.Found) {
	f, children := readRun(p)
	f.Trace = cmp.Or(f.Trace, trace, f.ID)
	if found = append(found, f); depth == maxWithin {
		return found
	}
	inner := source.NewPull()
	for _, child := range children {
		_ = inner.Parse(child, func() { // it was read from JSON just now
			for _, below := range readTree(inner, f.Trace, depth+1) {
				below.Parent = cmp.Or(below.Parent, f.ID)
				found = append(found, below)
			}
		})
	}
	return found
}

// kinds are the types of runs that matter to the conversation.
var kinds = map[string]traces.Kind{"llm": traces.Model, "tool": traces.Tool}

// readRun reads one run. What the SDK sends when a run ends may lack its id, which stands in its dotted order too.
func readRun(p *source.Pull) (f traces.Found, children [][]byte) {
	order, output := "", ""
	p.Object(func(name string) {
		switch name {
		case "id", "run_id":
			f.ID = cmp.Or(p.Text(), f.ID)
		case "child_runs":
			p.Array(func() { children = append(children, bytes.Clone(p.Raw())) })
		case "trace_id":
			f.Trace = p.Text()
		case "parent_run_id":
			f.Parent = p.Text()
		case "dotted_order":
			order = p.Text()
		case "run_type":
			f.Kind = kinds[p.Text()]
		case "name":
			f.Name = p.Text()
		case "start_time":
			f.Start = p.Time()
		case "end_time":
			f.End = p.Time()
		case "inputs":
			f.Input = traces.ReadSaid(p, "user")
		case "outputs":
			output = string(p.Raw())
		case "error":
			f.Failed = p.Text() != ""
		case "tags":
			p.Array(func() { f.Tags = append(f.Tags, p.Text()) })
		case "extra":
			readExtra(p, &f)
		}
	})
	f.ID = cmp.Or(f.ID, order[strings.LastIndexByte(order, 'Z')+1:])
	f.Settle(output)
	return f, children
}

// readExtra reads the model and the node from the metadata.
func readExtra(p *source.Pull, f *traces.Found) {
	p.Object(func(name string) {
		if name != "metadata" {
			return
		}
		p.Object(func(name string) {
			switch name {
			case "ls_model_name":
				f.Model = p.Text()
			case "langgraph_node":
				f.Node = p.Text()
			}
		})
	})
}
