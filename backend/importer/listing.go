package importer

import (
	"context"
	"errors"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Bounds of a look through folders.
const (
	maxDepth = 16        // folders inside each other
	maxNames = 1_000_000 // names of files and folders
	atOnce   = 512       // names of a folder in memory
)

// listing looks through a folder by its lists of names: no file is opened, no link is followed.
type listing struct {
	ctx    context.Context
	root   string
	place  source.Place // without Holds: everything but noise
	shown  bool         // what systems and programs keep in a home folder, hidden from its owner, is passed over
	each   func(name string, info fs.FileInfo)
	closed func(dir string, err error) // a folder that cannot be opened; the others go on
	names  int
	files  int
	more   bool // there is more than is listed
}

// run lists the files of the path: those of a folder, or the lone file with what SQLite keeps beside it.
func (l *listing) run() error {
	info, err := os.Stat(l.root)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return l.folder("", maxDepth)
	}
	l.each(path.Base(filepath.ToSlash(l.root)), info)
	if log, err := os.Lstat(l.root + walSuffix); err == nil && log.Mode().IsRegular() {
		l.each(path.Base(filepath.ToSlash(l.root))+walSuffix, log)
	}
	return nil
}

// folder lists one folder, named from the root, and those in it.
func (l *listing) folder(dir string, depth int) error {
	err := eachEntry(filepath.Join(l.root, filepath.FromSlash(dir)), func(d fs.DirEntry) bool {
		if l.names++; l.names > maxNames || l.ctx.Err() != nil {
			l.more = true
			return false
		}
		if isNoise(d.Name()) {
			return true
		}
		name := path.Join(dir, d.Name())
		switch {
		case d.IsDir() && depth == 0:
			l.more = true
		case d.IsDir() && l.enters(name):
			return l.folder(name, depth-1) == nil
		case d.Type().IsRegular() && l.place.Has(name):
			return l.file(name, d)
		}
		return true
	})
	if l.ctx.Err() != nil {
		return cancelled(l.ctx.Err())
	}
	if err != nil && !isAbsent(err) {
		l.closed(filepath.Join(l.root, filepath.FromSlash(dir)), err)
	}
	return nil
}

// file tells of one file; false when there are too many.
func (l *listing) file(name string, d fs.DirEntry) bool {
	if l.files == maxEntries {
		l.more = true
		return false
	}
	if info, err := d.Info(); err == nil { // else it has gone meanwhile
		l.files++
		l.each(name, info)
	}
	return true
}

// enters says whether files that are listed may lie in a folder.
func (l *listing) enters(dir string) bool {
	base := path.Base(dir)
	if l.shown && (base[0] == '.' || dir == "Library" || dir == "AppData") {
		return false
	}
	return l.place.Enters(dir)
}

// eachEntry calls back with what a folder holds, a part of it at a time, until that returns false.
func eachEntry(dir string, each func(fs.DirEntry) bool) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(atOnce)
		for _, d := range entries {
			if !each(d) {
				return nil
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// Stamps tell the files of a place as they are: one number for each, of its name, size and time of change, sorted. A
// file whose number is not among those of an earlier look has changed since, or is new.
type Stamps []uint64

// stampOf is the number of one file.
func stampOf(name string, info fs.FileInfo) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name+"\x00"+strconv.FormatInt(info.Size(), 10)+"\x00"+strconv.FormatInt(info.ModTime().UnixNano(), 10))
	return h.Sum64()
}

// Has says whether a number is among them.
func (s Stamps) Has(stamp uint64) bool {
	_, found := slices.BinarySearch(s, stamp)
	return found
}

// Change is what has changed in a place since an earlier look.
type Change struct {
	Now   Stamps              // as it is now
	Files int                 // files that changed or are new
	Bytes int64               // of all files
	units map[string]struct{} // of those files; nil when everything is read
}

// has says whether a file is one that is read because of the change.
func (c *Change) has(unit func(string) string, name string) bool {
	if c.units == nil {
		return true
	}
	u := unit(name)
	_, changed := c.units[u]
	return changed || u == ""
}

// Changed looks at a place, by its lists of names only, and compares it with how it was. A folder in it that cannot be opened
// any more is a change: reading it says what is amiss. Its error is a *chat.Error: CodeNotFound when the place is not there
// now, or cannot be opened, CodeCancelled.
func (k Known) Changed(ctx context.Context, before Stamps) (Change, error) {
	change := Change{}
	if k.Source.Unit != nil {
		change.units = map[string]struct{}{}
	}
	note := func(name string, stamp uint64) {
		change.Now = append(change.Now, stamp)
		if before.Has(stamp) {
			return
		}
		change.Files++
		if change.units != nil {
			change.units[k.Source.Unit(name)] = struct{}{}
		}
	}
	var closed error
	l := &listing{ctx: ctx, root: k.Path, place: k.Place, closed: func(dir string, err error) {
		if dir == filepath.Join(k.Path, "") {
			closed = err
		} else {
			note(strings.TrimPrefix(filepath.ToSlash(dir), filepath.ToSlash(k.Path)+"/"), closedStamp(dir))
		}
	}, each: func(name string, info fs.FileInfo) {
		change.Bytes += info.Size()
		note(name, stampOf(name, info))
	}}
	if err := errors.Join(l.run(), closed); err != nil {
		if told := asError(k.Path, err); told.Code != chat.CodeInternal {
			return change, told
		}
		return change, notFound(k.Path, err)
	}
	slices.Sort(change.Now)
	return change, nil
}

// closedStamp is the number of a folder that cannot be opened.
func closedStamp(dir string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, dir+"\x00closed")
	return h.Sum64()
}
