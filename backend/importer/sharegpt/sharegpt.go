// Package sharegpt reads conversations in the shape that ShareGPT began: {"conversations": [{"from", "value"}]} with
// system and tools beside them, in JSON and JSONL (FORMATS.md §21).
package sharegpt

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "sharegpt"

// Source reads ShareGPT.
var Source = source.Source{Key: key, Name: "ShareGPT", Detect: Detect, Belongs: turns.IsDatasetInfo, Read: Read,
	Give: "a JSON or JSONL file of ShareGPT conversations"}

// Read yields one conversation for each record.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		pull, giver := source.NewPull(), turns.NewGiver(ctx, in, key, yield)
		for record, problem := range source.Records(ctx, in, turns.Lists...) {
			var row turns.Row
			more := true
			if problem != nil {
				more = giver.Trouble(problem)
			} else if err := pull.Parse(record.JSON, func() { row.Read(pull, nil) }); err != nil {
				more = giver.NotJSON(record, err)
			} else {
				more = giver.Row(&row, record, pull.Broken)
			}
			if !more {
				return
			}
		}
	}
}

// Detect says whether most of the file's first records are ShareGPT's, and none has the marks of a tool that has a
// reader of its own.
func Detect(p *source.Probe) bool {
	shapes := turns.Shapes(p)
	good := 0
	for i := range shapes {
		s := &shapes[i]
		if s.Foreign() || s.Dataset() {
			return false
		}
		named := s.List == "conversations" || s.List == "conversation" || (s.List == "messages" || s.List == "items") && s.Message.Has("from")
		if named && s.Spoken() {
			good++
		}
	}
	return 2*good > len(shapes)
}
