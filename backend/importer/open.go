package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"loquat/backend/chat"
)

// opening collects what is found below one path.
type opening struct {
	ctx     context.Context
	label   string
	mtime   time.Time
	known   Known
	change  *Change // what is read of it; nil for all
	matches []Match
	unknown []chat.Problem
	failed  []chat.Problem
	errs    []*chat.Error // what the problems are, for when nothing can be read at all
	bytes   int64
	unsure  bool   // the size of a matched file is unknown
	media   int    // pictures, sounds and documents, which are no conversations
	head    []byte // room for the head of a file, used again for the next
	closers []func() error
}

// container is a folder or an archive: the entries in it, and its place below the path named ("" at the top).
type container struct {
	place   string
	entries []entry
	depth   int     // archives around its files
	lone    bool    // it is only the file that the person named
	beside  []entry // what a reader may need with it, and nobody asks about
}

// maxArchives is how many archives may stand inside each other: a ZIP, and the ZIPs in it.
const maxArchives = 2

// folder searches a folder to its depths. Links are not followed.
func (o *opening) folder(fsys fs.FS) error {
	var entries []entry
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case o.ctx.Err() != nil:
			return cancelled(o.ctx.Err())
		case err != nil:
			o.lost(name, &chat.Error{Code: chat.CodeNotFound, File: name, Reason: "it cannot be opened: " + cause(err), Advice: "check its permissions"})
			return nil
		case name != "." && isNoise(d.Name()) && d.IsDir():
			return fs.SkipDir
		case name != "." && d.IsDir() && !o.known.Place.Enters(name):
			return fs.SkipDir
		case !d.Type().IsRegular() || isNoise(d.Name()) || !o.reads(name):
			return nil
		}
		if len(entries) == maxEntries {
			return tooMany(o.label)
		}
		entries = append(entries, fsEntry(fsys, name, d))
		return nil
	})
	if err != nil {
		return err
	}
	return o.search(container{entries: entries})
}

// reads says whether a file is one of the tool's place, and read because of the change.
func (o *opening) reads(name string) bool {
	return o.known.Place.Has(name) && (o.change == nil || o.change.has(o.known.Source.Unit, name))
}

// walSuffix is how SQLite names what is not yet written back into a database that is in use.
const walSuffix = "-wal"

// logOf is that of the file at a path; nothing when there is none.
func logOf(path string) []entry {
	info, err := os.Lstat(path + walSuffix)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return []entry{fileEntry(path+walSuffix, info)}
}

// lone opens a single file.
func (o *opening) lone(e entry, beside []entry) error {
	if e.size == 0 {
		return &chat.Error{Code: chat.CodeEmpty, File: o.label, Reason: "the file is empty", Advice: "export again and import the new file"}
	}
	return o.search(container{entries: []entry{e}, lone: true, beside: beside})
}

// noise are files and folders that systems and tools leave behind.
var noise = map[string]bool{".DS_Store": true, "Thumbs.db": true, "desktop.ini": true, "__MACOSX": true, ".git": true, ".svn": true,
	".hg": true, "node_modules": true, ".cache": true, ".Trash": true, ".Spotlight-V100": true, ".fseventsd": true, "$RECYCLE.BIN": true}

func isNoise(base string) bool {
	return noise[base] || strings.HasPrefix(base, "._") || strings.HasPrefix(base, ".Trash-")
}

// problem notes a file that is not read and is most likely no conversation.
func (o *opening) problem(where string, e *chat.Error) {
	o.unknown = append(o.unknown, o.told(where, e))
}

// lost notes a file that is not read though conversations may be in it.
func (o *opening) lost(where string, e *chat.Error) {
	o.failed = append(o.failed, o.told(where, e))
}

// told keeps an error for when nothing can be read at all, and makes a problem of it.
func (o *opening) told(where string, e *chat.Error) chat.Problem {
	o.errs = append(o.errs, e)
	reason := e.Reason
	if e.Place != "" {
		reason = e.Place + ": " + reason
	}
	if e.Advice != "" && e.Code != chat.CodeUnknownFormat {
		reason += "; " + e.Advice
	}
	return chat.Problem{Where: where, Offset: -1, Reason: reason}
}

// finish makes the result, or the one error when nothing can be read.
func (o *opening) finish(err error) (*Opened, error) {
	if err == nil && len(o.matches) == 0 {
		err = o.nothing()
	}
	if err != nil {
		_ = o.close()
		e := (*chat.Error)(nil)
		if !errors.As(err, &e) {
			e = &chat.Error{Code: chat.CodeInternal, File: o.label, Reason: err.Error(), Err: err}
		}
		return nil, e
	}
	if o.media > 0 {
		o.unknown = append(o.unknown, chat.Problem{Where: o.label, Offset: -1, Reason: fmt.Sprintf("%d pictures, sounds and documents are no conversations", o.media)})
	}
	if o.unsure {
		o.bytes = 0
	}
	o.head = nil
	return &Opened{Matches: o.matches, Unknown: o.unknown, Failed: o.failed, Bytes: o.bytes, close: o.close}, nil
}

// nothing is the error when no conversation file was found: the most telling problem seen.
func (o *opening) nothing() error {
	for _, e := range o.errs {
		if e.Code != chat.CodeUnknownFormat && e.Code != chat.CodeNotFound {
			return o.named(e)
		}
	}
	switch {
	case len(o.errs) == 1:
		return o.named(o.errs[0])
	case len(o.errs) > 1:
		return o.named(unknownFormat(o.label, fmt.Sprintf("none of its %d files is in a known format", len(o.errs)+o.media)))
	case o.media > 0:
		return o.named(unknownFormat(o.label, "it holds no conversations, only pictures, sounds or documents"))
	}
	return &chat.Error{Code: chat.CodeEmpty, File: o.label, Reason: "there is nothing in it", Advice: "choose the exported ZIP, its folder, or a file with conversations"}
}

// named gives e the path the person named, and the file in it.
func (o *opening) named(e *chat.Error) *chat.Error {
	named := *e
	if named.File == "" || named.File == path.Base(o.label) {
		named.File = o.label
	} else if named.File != o.label {
		named.File = o.label + ", " + named.File
	}
	return &named
}

func (o *opening) onClose(f func() error) { o.closers = append(o.closers, f) }

// close closes what was opened, the last first.
func (o *opening) close() error {
	var errs []error
	for i := len(o.closers) - 1; i >= 0; i-- {
		errs = append(errs, o.closers[i]())
	}
	o.closers = nil
	return errors.Join(errs...)
}

func cancelled(err error) error {
	return &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: err}
}
