// Package lmstudio reads the conversations of LM Studio, one in a file (FORMATS.md §14).
package lmstudio

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "lm_studio"

// Source reads LM Studio.
var Source = source.Source{Key: key, Name: "LM Studio", Detect: Detect, Read: Read,
	Give: "the folder ~/.lmstudio/conversations, or files from it", Places: places, Unit: source.Alone}

// places: where versions before 0.3.6 and after keep the conversations. (FORMATS.md §14)
var places = []source.Place{{
	Paths: []string{"~/.lmstudio/conversations", "~/.cache/lm-studio/conversations"},
	Holds: []string{"**/*.conversation.json"},
}}

// Detect says whether the file is a conversation of LM Studio: its messages have versions.
func Detect(p *source.Probe) bool {
	return p.Sample().Most(func(f source.Fields) bool {
		list := f.Objects("messages")
		return len(list) > 0 && list[0].Has("versions") || f.Has("messages", "createdAt", "systemPrompt", "tokenCount")
	})
}

// Read yields the conversation of each file.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{})
}
