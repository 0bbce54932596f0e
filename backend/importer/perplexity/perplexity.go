// Package perplexity reads the threads of Perplexity (FORMATS.md §22): what its web interface sends for a thread and
// browser extensions save, what one of them writes in a shape of its own, and the data that the account holder is sent
// on request.
package perplexity

import (
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "perplexity"

// Source reads Perplexity.
var Source = source.Source{Key: key, Name: "Perplexity", Detect: Detect, Read: Read,
	Give: "the JSON of threads that a browser extension saved, or that Perplexity sent on request"}

// list is where the data of an account holds its threads, and the file of an extension the turns of its one thread.
const list = "conversations"

// Detect says whether the file holds threads of Perplexity.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	return s.MostIn([]string{list}, isThread) || !s.Array && !s.Lines && s.Most(isSaved)
}

// isThread recognises a thread by its entries, of the web interface or of the data of an account.
func isThread(f source.Fields) bool {
	if f.Has("context_title", "created_at") {
		return true
	}
	entries := f.Objects("entries")
	return len(entries) > 0 && entries[0].Has("query_str") && (entries[0].Has("blocks") || entries[0].Has("context_uuid"))
}

// isSaved recognises the file of an extension: one thread.
func isSaved(f source.Fields) bool {
	turns := f.Objects(list)
	return f.Has("metadata") && len(turns) > 0 && turns[0].Has("query", "answer")
}

// Read yields one conversation for each thread.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := tree.NewReader(ctx, in, key, &document{}, yield)
		for _, file := range in.Files {
			var lists []string
			if !isOne(in, file) {
				lists = []string{list}
			}
			if !r.TakeFile(ctx, file, lists...) {
				return
			}
		}
	}
}

// isOne says whether a file is one thread, whose turns must not be taken for threads.
func isOne(in *source.Input, file string) bool {
	return in.Probe(file, 1<<20).Sample().Most(isSaved)
}
