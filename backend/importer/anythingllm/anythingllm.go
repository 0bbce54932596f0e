// Package anythingllm reads AnythingLLM (FORMATS.md §22; server/utils/helpers/chat/convertTo.js and
// server/prisma/schema.prisma of Mintplex-Labs/anything-llm): the exports of chats as JSON and CSV, and its database. The
// exports as JSONL and for Alpaca say nothing but what other readers know: they are OpenAI messages and Alpaca rows.
package anythingllm

import (
	"context"
	"iter"
	"slices"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/table"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "anythingllm"

// Source reads AnythingLLM.
var Source = source.Source{Key: key, Name: "AnythingLLM", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the JSON or CSV file of exported chats, or anythingllm.db", Places: places}

// places are the folders of the desktop app (https://docs.anythingllm.com/installation-desktop/storage).
var places = []source.Place{{Paths: []string{"<config>/anythingllm-desktop/storage/anythingllm.db"}}}

// Detect says whether the file is an export of chats or the database.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil {
		return tables["workspace_chats"] && tables["workspaces"]
	}
	return isTable(table.Columns(p.Head)) || p.Sample().Array && p.Sample().Most(func(f source.Fields) bool { return f.Has(columns...) })
}

// columns are those that every version of an export has.
var columns = []string{"id", "workspace", "prompt", "response", "sent_at"}

func isTable(header []string) bool {
	for _, name := range columns {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return true
}

// belongs recognises what SQLite keeps beside a database in use.
func belongs(name string) bool { return sqlite.IsBeside(name, "anythingllm.db") }

// Read yields one conversation for each thread of a workspace in the database; exports do not tell threads apart, and give
// one for each workspace and person.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, nil, yield), pull: source.NewPull()}
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
