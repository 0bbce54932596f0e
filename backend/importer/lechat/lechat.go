// Package lechat reads the export of Mistral's Le Chat: a ZIP of chat-<id>.json, each a list of messages, with the files
// of a chat in a folder beside it (FORMATS.md §19).
package lechat

import (
	"context"
	"iter"
	"path"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "lechat"

// Source reads Le Chat.
var Source = source.Source{Key: key, Name: "Le Chat", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the ZIP of the export"}

// Detect says whether the file is a chat: a list of messages that name their chat.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	return s.Array && s.Most(func(f source.Fields) bool {
		return f.Has("chatId", "role") && (f.Has("contentChunks") || f.Has("content"))
	})
}

// belongs recognises the files of a chat.
func belongs(name string) bool {
	folder, _, inside := strings.Cut(name, "/")
	return inside && strings.HasPrefix(folder, "chat-") && strings.HasSuffix(folder, "-files")
}

// Read yields the conversation of each file. A chat of which a message cannot be read would be another chat: it is told,
// and not given.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := tree.NewReader(ctx, in, key, &document{in: in}, yield)
		for _, file := range in.Files {
			if !r.TakeWhole(ctx, file, "chat") {
				return
			}
		}
	}
}

// filesOf is the folder with the files of a chat.
func filesOf(file string) string { return tree.BaseName(path.Base(file)) + "-files" }
