// Package langfuse reads traces of Langfuse (FORMATS.md §20), as its interface downloads them and its API sends them.
package langfuse

import (
	"context"
	"iter"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "langfuse"

// Source reads Langfuse.
var Source = source.Source{Key: key, Name: "Langfuse", Detect: Detect, Read: Read,
	Give: "a JSON or JSONL file of exported traces or observations"}

// lists are the members under which the API sends traces and observations.
var lists = []string{"data", "traces"}

// Detect says whether the file holds traces, with the observations made in them or without, or observations alone.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	return s.MostIn(lists, isTrace) || s.MostIn(lists, isObservation)
}

func isTrace(f source.Fields) bool {
	if f.Has("observations") {
		return f.Object("trace").Has("id") || f.Has("id", "timestamp")
	}
	return f.Has("id", "timestamp", "input", "output") && (f.Has("userId", "sessionId") || f.Has("user_id", "session_id"))
}

// isObservation recognises an observation beside its trace, in the words of the interface or of an export to a store.
func isObservation(f source.Fields) bool {
	kind := f.Text("type")
	return kind != "" && kind == strings.ToUpper(kind) && (f.Has("id", "traceId", "startTime") || f.Has("id", "trace_id", "start_time"))
}

// Read yields one conversation for each trace. An export to a store holds the observations in files of their own: they
// come first, because they tell more of a trace than the trace itself does.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		apart, whole, told := *in, *in, map[string]bool{}
		apart.Files, whole.Files = nil, nil
		for _, file := range in.Files {
			if isApart(in, file) {
				apart.Files = append(apart.Files, file)
			} else {
				whole.Files = append(whole.Files, file)
			}
		}
		for item := range traces.Gather(ctx, &apart, key, func(p *source.Pull) []traces.Found {
			f := readFound(p)
			told[f.Trace] = true
			return []traces.Found{f}
		}, lists...) {
			if !yield(item) {
				return
			}
		}
		for item := range tree.Read(ctx, &whole, key, &document{told: told}, lists...) {
			if !yield(item) {
				return
			}
		}
	}
}

// isApart says whether a file holds observations alone.
func isApart(in *source.Input, file string) bool {
	return in.Probe(file, source.HeadBytes).Sample().MostIn(lists, isObservation)
}
