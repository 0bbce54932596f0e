// Package sillytavern reads the chats of SillyTavern, one JSONL file for each (FORMATS.md §16).
package sillytavern

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "sillytavern"

// Source reads SillyTavern.
var Source = source.Source{Key: key, Name: "SillyTavern", Detect: Detect, Read: Read,
	Give: "the folder chats of a user's data, or chats from it", Places: places, Unit: source.Alone}

// places: the folder that it was cloned into, by its usual name, and that of its global mode.
// (https://docs.sillytavern.app/administration/)
var places = []source.Place{
	{
		Paths: []string{"~/SillyTavern/data", "~/SillyTavern-Launcher/SillyTavern/data", "~/Documents/SillyTavern/data", "<data>/SillyTavern/data"},
		Holds: []string{"*/chats/**/*.jsonl", "*/group chats/*.jsonl"},
	},
	{
		Paths: []string{"~/SillyTavern/public"}, // before version 1.12
		Holds: []string{"chats/**/*.jsonl", "group chats/*.jsonl"},
	},
}

// Detect says whether the file is a chat: its first line says whose, or, in a group, is a message.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	if s.Array || len(s.Objects) == 0 {
		return false
	}
	return s.Objects[0].Has("user_name", "character_name") || s.Most(func(f source.Fields) bool { return f.Has("mes", "is_user", "name") })
}

// Read yields the conversation of each file.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := tree.NewReader(ctx, in, key, nil, yield)
		for _, file := range in.Files {
			t, l := &talk{}, line{}
			if !r.Session(ctx, file, nil, l.read, func() { t.add(&l) }, t.conversation) {
				return
			}
		}
	}
}
