// Package watch tells when something has changed in folders and files. It knows nothing of what is in them.
package watch

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Place is a folder, with those in it, or a file.
type Place struct {
	Path string // absolute
	// Enters and Has say of a folder and of a file, both named from Path with slashes, whether what happens there counts;
	// nil means that it does. They are asked about folders only.
	Enters, Has func(name string) bool
	// Beside is a file in the folder of a place that is a file: what happens to it counts as well; empty for none.
	Beside string
	// Rest is the least time between two calls about the place.
	Rest time.Duration
}

// Times say how soon a change is told.
type Times struct {
	Quiet  time.Duration // nothing more has happened for so long …
	AtMost time.Duration // … or it goes on for so long
	Poll   time.Duration // each place is told so often, whatever happens: not every system tells of every change
}

// maxFolders is how many folders are watched. Systems have limits of their own, which other programs need as well.
const maxFolders = 4096

// Run calls back with the path of a place that has, or may have, changed, until ctx ends. A place that is not there is
// watched when it comes. Calls do not overlap.
func Run(ctx context.Context, places []Place, times Times, changed func(path string)) {
	r := &run{places: places, times: times, changes: make([]change, len(places)), folders: map[string][]int{}}
	if w, err := fsnotify.NewWatcher(); err == nil { // without one there is still the poll
		r.watcher = w
		defer w.Close()
	}
	r.watchAll()
	poll := time.NewTicker(times.Poll)
	defer poll.Stop()
	due := time.NewTimer(times.Poll)
	defer due.Stop()
	for ctx.Err() == nil {
		due.Reset(r.next())
		select {
		case <-ctx.Done():
		case event := <-r.events():
			r.take(event)
		case err := <-r.errors():
			if err != nil { // events were lost
				r.touchAll()
			}
		case <-poll.C:
			r.watchAll()
			r.touchAll()
		case <-due.C:
		}
		r.tell(ctx, changed)
	}
}

// run is what one Run knows.
type run struct {
	places  []Place
	times   Times
	changes []change // of each place
	watcher *fsnotify.Watcher
	folders map[string][]int // watched folders, and the places that they are watched for
}

// change is what is known of a place since it was told last.
type change struct {
	first, last time.Time // of what has happened and is not told yet; zero when that is nothing
	told        time.Time
}

func (r *run) events() <-chan fsnotify.Event {
	if r.watcher == nil {
		return nil
	}
	return r.watcher.Events
}

func (r *run) errors() <-chan error {
	if r.watcher == nil {
		return nil
	}
	return r.watcher.Errors
}

// watchAll watches every place that is there.
func (r *run) watchAll() {
	if r.watcher == nil {
		return
	}
	for i, p := range r.places {
		info, err := os.Stat(p.Path)
		switch {
		case err != nil:
		case info.IsDir():
			r.watchFolder(i, p.Path)
		default:
			r.watch(i, filepath.Dir(p.Path))
		}
	}
}

// watchFolder watches a folder of a place and those in it. Links are not followed.
func (r *run) watchFolder(place int, dir string) {
	if !r.watch(place, dir) {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, d := range entries {
		if name := filepath.Join(dir, d.Name()); d.IsDir() && r.enters(place, name) {
			r.watchFolder(place, name)
		}
	}
}

// watch watches one folder; false when it cannot be.
func (r *run) watch(place int, dir string) bool {
	if len(r.folders) >= maxFolders && r.folders[dir] == nil || r.watcher.Add(dir) != nil {
		return false
	}
	if !slices.Contains(r.folders[dir], place) {
		r.folders[dir] = append(r.folders[dir], place)
	}
	return true
}

// enters says whether a folder counts.
func (r *run) enters(place int, dir string) bool {
	p := r.places[place]
	return p.Enters == nil || p.Enters(p.inside(dir))
}

// inside is a path as it is called from the place.
func (p Place) inside(path string) string {
	rel, err := filepath.Rel(p.Path, path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// take takes note of something that happened.
func (r *run) take(event fsnotify.Event) {
	if event.Op == fsnotify.Chmod || event.Name == "" {
		return
	}
	info, err := os.Lstat(event.Name)
	isDir := err == nil && info.IsDir()
	for _, place := range r.folders[filepath.Dir(event.Name)] {
		p := r.places[place]
		switch {
		case filepath.Dir(p.Path) == filepath.Dir(event.Name): // the place is a file
			if event.Name == p.Path || event.Name == p.Beside {
				r.touch(place)
			}
		case isDir && r.enters(place, event.Name):
			r.watchFolder(place, event.Name) // it may hold files already
			r.touch(place)
		case !isDir && (p.Has == nil || p.Has(p.inside(event.Name))):
			r.touch(place)
		}
	}
}

// touch notes that something has happened in a place.
func (r *run) touch(place int) {
	c := &r.changes[place]
	c.last = time.Now()
	if c.first.IsZero() {
		c.first = c.last
	}
}

func (r *run) touchAll() {
	for i := range r.places {
		r.touch(i)
	}
}

// due is when a change is told; false when there is none.
func (r *run) due(place int) (time.Time, bool) {
	c := r.changes[place]
	if c.first.IsZero() {
		return time.Time{}, false
	}
	at := c.last.Add(r.times.Quiet)
	if most := c.first.Add(r.times.AtMost); most.Before(at) {
		at = most
	}
	if rested := c.told.Add(r.places[place].Rest); !c.told.IsZero() && rested.After(at) {
		at = rested
	}
	return at, true
}

// next is how long it is until the next change is told.
func (r *run) next() time.Duration {
	wait := r.times.Poll
	for i := range r.places {
		if at, ok := r.due(i); ok {
			wait = min(wait, max(0, time.Until(at)))
		}
	}
	return wait
}

// tell tells the changes that are due.
func (r *run) tell(ctx context.Context, changed func(path string)) {
	for i := range r.places {
		at, ok := r.due(i)
		if !ok || time.Now().Before(at) || ctx.Err() != nil {
			continue
		}
		r.changes[i] = change{told: time.Now()}
		changed(r.places[i].Path)
	}
}
