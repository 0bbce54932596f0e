// Package deepseek reads the chats of DeepSeek (FORMATS.md §9): its data export, and what its web interface sends for
// one session.
package deepseek

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "deepseek"

// Source reads DeepSeek.
var Source = source.Source{Key: key, Name: "DeepSeek", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the ZIP of the export, or its conversations.json"}

// Detect says whether the file holds chats of DeepSeek. They look like ChatGPT's, and their file has the same name: what
// tells them are the fragments and the times of their messages.
func Detect(p *source.Probe) bool { return p.Sample().Most(isChat) }

func isChat(f source.Fields) bool {
	if f.Object("data").Object("biz_data").Has("chat_session", "chat_messages") {
		return true
	}
	return f.Has("mapping") && (f.Has("inserted_at") || f.Object("mapping").Any(func(node source.Fields) bool {
		m := node.Object("message")
		return m.Has("fragments") || m.Has("inserted_at")
	}))
}

// belongs recognises the account, which is private, beside the chats.
func belongs(name string) bool { return name == "user.json" }

// Read yields one conversation for each chat.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{})
}
