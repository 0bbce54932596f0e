// Package chatbotui reads what Chatbot UI exports: all its chats in one file, beside folders and prompts (FORMATS.md §8).
package chatbotui

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "chatbot_ui"

// Source reads Chatbot UI.
var Source = source.Source{Key: key, Name: "Chatbot UI", Detect: Detect, Read: Read,
	Give: "the JSON file that Chatbot UI exports"}

// list is the member that holds the chats.
const list = "history"

// Detect says whether the file is an export of Chatbot UI: chats beside folders, or, of its first version, the chats
// alone.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	if s.Array {
		return s.Most(turns.IsChatbotUI)
	}
	if s.Lines || len(s.Objects) != 1 {
		return false
	}
	chats := source.Sample{Objects: s.Objects[0].Objects(list)}
	return (s.Objects[0].Has("version", list) || s.Objects[0].Has("folders", list)) && chats.Most(func(f source.Fields) bool { return f.Has("name", "messages") })
}

// Read yields one conversation for each chat.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{}, list)
}
