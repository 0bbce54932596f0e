// Package lobechat reads the exports of LobeChat (FORMATS.md §15; src/migrations, src/database and ShareModal of
// lobehub/lobe-chat): its state as older versions write it, the tables of its database, and one topic.
package lobechat

import (
	"context"
	"iter"
	"slices"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "lobechat"

// Source reads LobeChat.
var Source = source.Source{Key: key, Name: "LobeChat", Detect: Detect, Read: Read,
	Give: "the JSON file that LobeChat exports"}

// Detect says whether the file is an export of LobeChat.
func Detect(p *source.Probe) bool { return shapeOf(p) != "" }

// shape is which of the exports a file is; "" for none.
type shape string

const (
	tables shape = "tables" // of a state or a database
	topic  shape = "topic"  // one topic with everything that is known of it
	bare   shape = "bare"   // only the messages of a topic, with calls in LobeChat's words
)

func shapeOf(p *source.Probe) shape {
	s := p.Sample()
	switch {
	case s.Array && slices.ContainsFunc(s.Objects, hasCalls):
		return bare
	case s.Array || s.Lines || len(s.Objects) == 0:
		return ""
	}
	switch f := s.Objects[0]; {
	case isState(f), isDatabase(f):
		return tables
	case isTopic(f):
		return topic
	}
	return ""
}

// hasCalls says whether a message calls tools as LobeChat writes it.
func hasCalls(f source.Fields) bool {
	calls := f.Objects("tools")
	return f.Has("role", "content") && len(calls) > 0 && calls[0].Has("apiName", "identifier")
}

func isState(f source.Fields) bool {
	return f.Has("exportType") && f.Object("state") != nil &&
		slices.Contains([]string{"agents", "sessions", "singleSession", "settings", "all"}, f.Text("exportType"))
}

// isDatabase knows the tables too, because what says it all stands behind them, where a head may not reach.
func isDatabase(f source.Fields) bool {
	data := f.Object("data")
	if data == nil {
		return false
	}
	known := 0
	for _, table := range []string{"userSettings", "userInstalledPlugins", "sessionGroups", "agentsToSessions", "messagePlugins"} {
		if data.Has(table) {
			known++
		}
	}
	mode := f.Text("mode")
	return known > 1 || f.Has("schemaHash") && (mode == "pglite" || mode == "postgres")
}

func isTopic(f source.Fields) bool {
	list := f.Objects("messages")
	return f.Has("version") && len(list) > 0 && list[0].Has("id", "role", "createdAt", "updatedAt") && (f.Has("exportedAt") || f.Text("version") == "2.0")
}

// Read yields one conversation for each topic, and one for what was said outside of topics in each session.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, &document{}, yield), pull: source.NewPull()}
		for _, file := range in.Files {
			if !r.file(ctx, file) {
				return
			}
		}
	}
}

// reader is one reading of an input.
type reader struct {
	*tree.Reader
	pull *source.Pull
}

// file yields the conversations of one file; false when the caller has enough. It looks far into it to tell which export it
// is, because the tables that come first may be long.
func (r *reader) file(ctx context.Context, file string) bool {
	switch shapeOf(r.In.Probe(file, source.HeadBytes)) {
	case bare:
		return r.TakeWhole(ctx, file, "topic")
	case topic:
		return r.TakeFile(ctx, file)
	}
	return r.tables(ctx, file)
}
