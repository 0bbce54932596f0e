// Package librechat reads the conversations that LibreChat exports, one in a file: with messages inside messages, as a
// tree under an older name, or as a list (FORMATS.md §8).
package librechat

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "librechat"

// Source reads LibreChat.
var Source = source.Source{Key: key, Name: "LibreChat", Detect: Detect, Read: Read,
	Give: "the JSON file that LibreChat exports"}

// Detect says whether the file is a conversation of LibreChat.
func Detect(p *source.Probe) bool {
	return p.Sample().Most(func(f source.Fields) bool {
		if !f.Has("conversationId") {
			return false
		}
		if f.Has("messagesTree") {
			return true
		}
		list := f.Objects("messages")
		return len(list) > 0 && list[0].Has("messageId") || f.Has("messages", "exportAt")
	})
}

// Read yields the conversation of each file.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{})
}
