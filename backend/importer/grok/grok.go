// Package grok reads the account export of Grok (FORMATS.md §10): the file prod-grok-backend.json, with the files that
// came with the messages beside it.
package grok

import (
	"context"
	"iter"
	"path"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "grok"

// Source reads Grok.
var Source = source.Source{Key: key, Name: "Grok", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the ZIP of the export"}

// list is the member that holds the conversations.
const list = "conversations"

// Detect says whether the file holds conversations of Grok: each is an object beside its responses.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	if s.Most(isConversation) {
		return true
	}
	if len(s.Objects) != 1 {
		return false
	}
	inner := source.Sample{Objects: s.Objects[0].Objects(list)}
	return inner.Most(isConversation)
}

func isConversation(f source.Fields) bool {
	return f.Object("conversation") != nil && f.Has("responses")
}

// belongs recognises the files of messages, each called content in a folder of its own, and the data of the account.
func belongs(name string) bool {
	base := path.Base(name)
	return base == "content" || strings.HasPrefix(base, "prod-mc-") || strings.HasPrefix(name, "prod-mc-asset-server/")
}

// Read yields one conversation for each of the export.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{assets: assets{in: in}}, list)
}
