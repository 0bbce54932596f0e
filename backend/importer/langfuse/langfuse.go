// Package langfuse reads traces of Langfuse (FORMATS.md §20), as its interface downloads them and its API sends them.
package langfuse

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "langfuse"

// Source reads Langfuse.
var Source = source.Source{Key: key, Name: "Langfuse", Detect: Detect, Read: Read,
	Give: "a JSON or JSONL file of exported traces or observations"}

// lists are the members under which the API sends traces.
var lists = []string{"data", "traces"}

// Detect says whether the file holds traces with the observations made in them.
func Detect(p *source.Probe) bool { return p.Sample().MostIn(lists, isTrace) }

func isTrace(f source.Fields) bool {
	return f.Has("observations") && (f.Object("trace").Has("id") || f.Has("id", "timestamp"))
}

// Read yields one conversation for each trace.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{}, lists...)
}
