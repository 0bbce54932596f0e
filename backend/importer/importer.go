// Package importer reads the conversations of many sources. It opens what a person named (a file, a folder, a ZIP),
// tells by content which source it is, and reads it one conversation at a time.
package importer

import (
	"context"
	"io/fs"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Sources is every source that Loquat reads, in the order they are asked.
var Sources = []source.Source{}

// Opened is what a person named, opened and told apart.
type Opened struct {
	Matches []Match        // what can be read
	Unknown []chat.Problem // files nothing recognises; for a lone file or a ZIP of one kind they are an error instead
	Bytes   int64          // of everything that will be read, uncompressed, for progress; 0 when unknown
	close   func() error
}

// Match is one source with the files of it.
type Match struct {
	Source source.Source
	Input  source.Input
}

// Open opens a path: a file, a folder (searched to its depths), or a ZIP (and ZIPs in it, one level). Its error is a
// *chat.Error: CodeNotFound, CodeUnknownFormat, CodeCorrupt, CodeUnsafe, CodeEmpty.
func Open(ctx context.Context, path string) (*Opened, error) { panic("not built") }

// OpenFS does the same for a file system that is already open, such as the sample conversations in the program.
func OpenFS(ctx context.Context, fsys fs.FS, label string) (*Opened, error) { panic("not built") }

// Close gives back what Open took.
func (o *Opened) Close() error { return o.close() }
