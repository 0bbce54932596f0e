// Package continuedev reads the sessions of Continue, one in a file (FORMATS.md §22; core/index.d.ts of
// continuedev/continue). The folder of the sessions also holds a list of them, which alone says when each began.
package continuedev

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "continue"

// Source reads Continue.
var Source = source.Source{Key: key, Name: "Continue", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the folder ~/.continue/sessions, or sessions from it", Places: places, Unit: unit}

// places: a file for each session, and the list of them.
// (https://github.com/continuedev/continue/blob/main/core/util/paths.ts)
var places = []source.Place{{
	Paths:  []string{"~/.continue/sessions", "$CONTINUE_GLOBAL_DIR/sessions"},
	Holds:  []string{"*.json"},
	Counts: []string{"????????-????-????-????-????????????.json"},
}}

// unit is the session; the list of all is always there.
func unit(name string) string {
	if name == listName {
		return ""
	}
	return name
}

// Detect says whether the file is a session: the items of its history wrap their messages. Older versions write the
// history before the id, which a head may not reach then.
func Detect(p *source.Probe) bool {
	return p.Sample().Most(func(f source.Fields) bool {
		history := f.Objects("history")
		if len(history) == 0 {
			return f.Has("history", "sessionId", "workspaceDirectory")
		}
		return history[0].Object("message").Has("role") && (f.Has("sessionId") || history[0].Has("contextItems"))
	})
}

// belongs recognises the list of the sessions.
func belongs(name string) bool { return name == listName }

// Read yields the conversation of each session.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &document{began: began{in: in}})
}
