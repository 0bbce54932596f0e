// Package aistudio reads the prompts of Google AI Studio (FORMATS.md §5b): the files, without an extension, of the folder
// "Google AI Studio" in Google Drive.
package aistudio

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "aistudio"

// Source reads Google AI Studio.
var Source = source.Source{Key: key, Name: "Google AI Studio", Detect: Detect, Read: Read,
	Give: `the folder "Google AI Studio" of a Google Drive, or prompts from it`}

// Detect says whether the file is a prompt. Prompts for pictures and for live talks have other shapes, and are not.
func Detect(p *source.Probe) bool {
	return p.Sample().Most(func(f source.Fields) bool { return f.Object("chunkedPrompt") != nil })
}

// Read yields the conversation of each file.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{in: in})
}
