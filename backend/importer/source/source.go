// Package source says what a source of conversations is, and holds what every reader needs: it is the floor that the
// readers stand on. The table of all sources is in package importer.
package source

import (
	"context"
	"io/fs"
	"iter"
	"time"

	"loquat/backend/chat"
)

// Source is one kind of input. A new source is one folder with a Source in it and one line in importer.Sources.
type Source struct {
	Key  string // stored with every conversation: "chatgpt"
	Name string // as the tool's makers write it: "ChatGPT"
	// Detect looks at one file (or at the names in an archive or folder) and says whether this source wrote it. It
	// must be exclusive: over every sample of every source exactly one Detect says yes.
	Detect func(p *Probe) bool
	// Belongs says that a file, named from the folder of a file that Detect recognised, is an attachment or side data
	// of the same export: it is neither read as conversations nor listed as unknown. May be nil.
	Belongs func(name string) bool
	// Read yields the conversations of an input one by one. It stops when ctx ends or the caller stops.
	Read func(ctx context.Context, in *Input) iter.Seq[Item]
	// Give says what to give to an import: "the ZIP of the export, or its conversations.json".
	Give string
	// Places are where the tool keeps its conversations on the computer of a person; none for a service.
	Places []Place
	// Unit names what a file of a place is read together with: when a file has changed, all files of its unit are read,
	// and those whose unit is empty always are. Nil: everything is read when anything has changed.
	Unit func(name string) string
}

// Probe is what a Detect may look at: the names of an archive or folder, and the beginning of one file.
type Probe struct {
	Names []string // slash-separated, sorted; a lone file has its base name only
	Name  string   // the file looked at; empty when only Names are asked about
	Head  []byte   // its first bytes (at most HeadBytes), UTF-8 without byte order mark
	Whole bool     // Head is the whole file

	sample *Sample
}

// HeadBytes is how much of a file a Detect may see.
const HeadBytes = 4 << 20

// Input is what a Read gets.
type Input struct {
	FS    fs.FS     // the archive, the folder, or the lone file's own folder with that file alone
	Files []string  // the files in FS that Detect recognised, sorted
	Label string    // how the person knows it, for reports: the path they named
	MTime time.Time // of the path the person named; zero when unknown
	// Read counts input bytes as they are consumed, for progress; may be nil.
	Read func(n int64)
}

// Only is the input with one of its files alone.
func (in *Input) Only(file string) *Input {
	one := *in
	one.Files = []string{file}
	return &one
}

// Item is one thing a Read yields: exactly one field of Conversation, Skipped, Failed and Err is set.
type Item struct {
	Conversation *chat.Conversation
	Skipped      *chat.Problem // understood and left out, with the reason
	Failed       *chat.Problem // this record could not be read; reading goes on
	Err          error         // a *chat.Error: reading ends here
	Where        string        // file, or entry of the archive, it stood in
	Offset       int64         // byte in that file at which its record begins; -1 when unknown
}
