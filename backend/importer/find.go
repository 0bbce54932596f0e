package importer

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// maxPlaces is how many places of one source are listed; aider has one in each repository.
const maxPlaces = 500

// Known is a place on this computer, and the source that keeps its conversations there. A place that a person chose has
// no source: everything in it is read.
type Known struct {
	Path   string
	Source source.Source
	Place  source.Place
}

// Log is the file that SQLite writes beside a place that is a database in use.
func (k Known) Log() string { return k.Path + walSuffix }

// Find looks in the known places of all sources, and tells what is there by lists of names: no file is opened. Its error
// is CodeCancelled; folders that are closed to us are problems.
func Find(ctx context.Context, c Computer) (chat.Found, error) {
	f := &finding{ctx: ctx, seen: map[string]bool{}, told: map[string]bool{}, found: chat.Found{Places: []chat.FoundPlace{}, Problems: []chat.Problem{}}}
	for _, s := range Sources {
		var own []chat.FoundPlace
		for _, k := range f.known(c, s) {
			if place, ok := f.look(k); ok {
				own = append(own, place)
			}
		}
		slices.SortStableFunc(own, func(a, b chat.FoundPlace) int { return cmp.Compare(a.Path, b.Path) })
		f.found.Places = append(f.found.Places, own...)
	}
	if ctx.Err() != nil {
		return f.found, cancelled(ctx.Err())
	}
	return f.found, nil
}

// At returns the known place at a path; when it is none, the path as one that a person chose. key is the source that it
// was known for before, which counts when the computer does not know the path any more: its program may have been started
// without an environment variable.
func At(c Computer, name, key string) Known {
	before := Known{Path: name}
	for _, s := range Sources {
		for _, p := range s.Places {
			switch {
			case p.Search > 0 && searched(p, name):
				return Known{Path: name, Source: s}
			case p.Search > 0:
			case slices.ContainsFunc(c.patterns(p), func(pattern string) bool { return slices.ContainsFunc(c.resolve(pattern, ignore), same(name)) }):
				return Known{Path: name, Source: s, Place: p}
			case s.Key == key && before.Source.Key == "":
				before.Source, before.Place = s, p
			}
		}
	}
	return before
}

// searched says whether a path is called as the files are that a search of the place finds.
func searched(p source.Place, name string) bool {
	return slices.ContainsFunc(p.Holds, func(pattern string) bool {
		ok, _ := path.Match(path.Base(pattern), filepath.Base(name))
		return ok
	})
}

// same says whether a path is the one named, links followed.
func same(name string) func(string) bool {
	real := realPath(name)
	return func(other string) bool { return other == name || realPath(other) == real }
}

// realPath is a path with its links followed; as it is when it is not there.
func realPath(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

func ignore(string, error) {}

// finding is one look for places.
type finding struct {
	ctx   context.Context
	found chat.Found
	seen  map[string]bool // places, links followed: two names of one are one
	told  map[string]bool // folders that are closed
}

// closed tells of a folder that cannot be opened.
func (f *finding) closed(dir string, err error) {
	if !f.told[dir] && len(f.found.Problems) < chat.MaxFindings {
		f.told[dir] = true
		f.found.Problems = append(f.found.Problems, chat.Problem{Where: dir, Offset: -1, Reason: "it cannot be opened: " + cause(err)})
	}
}

// known returns the places of a source that are there.
func (f *finding) known(c Computer, s source.Source) (all []Known) {
	for _, p := range s.Places {
		for _, pattern := range c.patterns(p) {
			for _, name := range c.resolve(pattern, f.closed) {
				if p.Search > 0 {
					all = append(all, f.search(name, s, p)...)
				} else if real := realPath(name); !f.seen[s.Key+real] {
					f.seen[s.Key+real] = true
					all = append(all, Known{Path: name, Source: s, Place: p})
				}
			}
		}
	}
	return all
}

// search looks for files of a name, so many folders deep; each is a place. Folders that are closed are passed over: most
// of a home folder has nothing to do with us.
func (f *finding) search(root string, s source.Source, p source.Place) (all []Known) {
	l := &listing{ctx: f.ctx, root: root, place: p, shown: true, closed: ignore, each: func(name string, _ fs.FileInfo) {
		if len(all) < maxPlaces {
			all = append(all, Known{Path: filepath.Join(root, filepath.FromSlash(name)), Source: s})
		}
	}}
	_ = l.folder("", p.Search) // it ends early only when f.ctx does
	return all
}

// look says what is in a place; false when that is nothing.
func (f *finding) look(k Known) (chat.FoundPlace, bool) {
	at := chat.FoundPlace{Source: k.Source.Key, Name: k.Source.Name, Path: k.Path}
	var latest time.Time
	l := &listing{ctx: f.ctx, root: k.Path, place: k.Place, closed: f.closed, each: func(name string, info fs.FileInfo) {
		at.Bytes += info.Size()
		if k.Place.Counted(name) {
			at.Files++
		}
		if info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}}
	if err := l.run(); err != nil && !os.IsNotExist(err) && f.ctx.Err() == nil {
		f.closed(k.Path, err)
	}
	at.More = l.more
	if !latest.IsZero() {
		at.Changed = chat.At(latest)
	}
	return at, at.Files > 0
}
