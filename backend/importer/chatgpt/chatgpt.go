// Package chatgpt reads the official data export of ChatGPT (FORMATS.md §1): a conversations.json, the shards
// conversations-NNN.json, a ZIP or a folder of them with attachments, and single conversations in the same shape.
package chatgpt

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Key is the source key stored with every conversation.
const Key = "chatgpt"

// Source is ChatGPT in the table of sources.
var Source = source.Source{Key: Key, Name: "ChatGPT", Detect: detect, Belongs: belongs, Read: read,
	Give: "the ZIP of the export, or its conversations.json"}

// listKeys are the names under which other programs wrap the array of conversations.
var listKeys = []string{"conversations", "items"}

// detect looks for the mapping of a conversation, which must not be one of DeepSeek's: those have the same file name
// and a mapping too (FORMATS.md §9).
func detect(p *source.Probe) bool {
	return p.Sample().MostIn(listKeys, isConversation)
}

// isConversation recognises a conversation by its members, also an empty shell without a mapping.
func isConversation(f source.Fields) bool {
	switch {
	case f.Has("inserted_at"), f.Has("uuid"):
		return false
	case f.Has("mapping"):
		return !f.Object("mapping").Any(func(node source.Fields) bool {
			m := node.Object("message")
			return m.Has("fragments") || m.Has("inserted_at")
		}) && (f.Has("current_node") || f.Has("conversation_id") || f.Has("create_time") || f.Has("title") || f.Has("id"))
	}
	return f.Has("create_time") && f.Has("title") && (f.Has("conversation_id") || f.Has("shared_conversation_id"))
}

// sideFiles are the private and other data of an export that are no conversations.
var sideFiles = []string{"chat.html", "user.json", "user_settings.json", "message_feedback.json", "shared_conversations.json",
	"export_manifest.json", "group_chats.json", "shopping.json", "sora.json", "model_comparisons.json", libraryFiles,
	"codex.json", assetNames}

// belongs recognises attachments and side data by their names (FORMATS.md §1, Archive).
func belongs(name string) bool {
	base, top := path.Base(name), strings.Split(name, "/")[0]
	return slices.Contains(sideFiles, name) || strings.HasPrefix(base, "file-") || strings.HasPrefix(base, "file_") ||
		path.Ext(base) == ".dat" || top == "dalle-generations" || top != base && strings.HasPrefix(top, "user-") ||
		path.Base(path.Dir(name)) == "audio"
}

// read yields the conversations of all files.
func read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := newReader(in)
		for record, item := range source.Records(ctx, in, listKeys...) {
			if item == nil {
				item = r.item(record)
			}
			if !yield(*item) || item.Err != nil {
				return
			}
		}
		for _, name := range []string{"codex.json", "group_chats.json"} {
			if item := r.notice(name); item != nil && !yield(*item) {
				return
			}
		}
	}
}

// reader holds what is used again from conversation to conversation.
type reader struct {
	in     *source.Input
	pull   *source.Pull
	record record
	assets *assets
	rated  map[string]int // conversation id and message id to rating
}

func newReader(in *source.Input) *reader {
	r := &reader{in: in, pull: source.NewPull()}
	r.assets = newAssets(in)
	r.rated = readRatings(in)
	return r
}

// item reads one record.
func (r *reader) item(rec source.Record) *source.Item {
	r.record.raw = rec.JSON
	err := r.pull.Parse(rec.JSON, func() { r.record.read(r.pull) })
	id := r.record.id()
	switch {
	case err != nil:
		item := r.in.Failed(rec.File, rec.Offset, "the JSON is damaged: "+err.Error())
		item.Failed.ID, item.Failed.Title = id, r.record.title
		return item
	case !r.record.isObject:
		return r.in.Failed(rec.File, rec.Offset, "it is not a conversation but "+kindName(rec.JSON))
	case len(r.record.nodes) == 0:
		return r.in.Skipped(rec.File, rec.Offset, id, r.record.title, "it is empty: the export holds no messages of it")
	}
	c := r.conversation(rec)
	if len(c.Messages) == 0 {
		return r.in.Skipped(rec.File, rec.Offset, id, c.Title, "it is empty: none of its messages has text")
	}
	return &source.Item{Conversation: c, Where: rec.File, Offset: rec.Offset}
}

// notice tells of a file of the export that holds something like conversations and is not read yet.
func (r *reader) notice(name string) *source.Item {
	for _, file := range r.in.Files {
		where := path.Join(path.Dir(file), name)
		if slices.Contains(r.in.Files, where) {
			continue
		}
		if b, err := readSmall(r.in.FS, where); err == nil && len(bytes.TrimSpace(b)) > len("null") {
			return r.in.Skipped(where, -1, "", "", fmt.Sprintf("%s is not read yet; the conversations beside it are", name))
		}
	}
	return nil
}

func kindName(value []byte) string {
	switch value[0] {
	case '"':
		return "a text"
	case '[':
		return "a list"
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	}
	return "a number"
}

// role maps the author's role; an unknown one is counted.
func role(name string) (chat.Role, bool) {
	switch r := chat.Role(name); r {
	case chat.RoleSystem, chat.RoleUser, chat.RoleAssistant, chat.RoleTool:
		return r, true
	case "developer":
		return chat.RoleSystem, true
	}
	return chat.RoleSystem, false
}
