// Package llm reads logs.db, in which the command line tool llm keeps what was said (FORMATS.md §18).
package llm

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "llm"

// Source reads llm.
var Source = source.Source{Key: key, Name: "llm", Detect: Detect, Belongs: belongs, Read: Read,
	Give: `logs.db, which "llm logs path" names`, Places: places}

// places: the database that "llm logs path" names. (https://llm.datasette.io/en/stable/setup.html#configuration)
var places = []source.Place{{Paths: []string{"<config>/io.datasette.llm/logs.db", "$LLM_USER_PATH/logs.db"}}}

// Detect says whether the file is a database of llm.
func Detect(p *source.Probe) bool {
	tables := sqlite.Tables(p)
	return tables["conversations"] && tables["responses"] || tables["threads"] && tables["turns"] && tables["parts"]
}

// belongs recognises what SQLite keeps beside a database in use.
func belongs(name string) bool { return sqlite.IsBeside(name, "logs.db") }

// Read yields one conversation for each conversation of a log, as older or as newer versions keep them, and one for each
// response that belongs to none.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		for _, file := range in.Files {
			r := &reader{Reader: tree.NewReader(ctx, in, key, nil, yield), pull: source.NewPull()}
			if !r.database(ctx, file) {
				return
			}
		}
	}
}
