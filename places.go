package main

import (
	"context"

	"loquat/backend/chat"
)

// eventChanged carries the path of a watched place that has, or may have, changed.
const eventChanged = "changed"

// FindPlaces lists the places of this computer where tools keep conversations, by lists of file names: no file is opened.
func (a *App) FindPlaces() (f chat.Found, err error) {
	defer rescue(&err)
	return a.library.FindPlaces(a.ctx)
}

// ImportPlaces imports places that were found, as a job, as Import does; with keep they are watched from then on.
func (a *App) ImportPlaces(paths []string, keep bool) (r chat.ImportReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.ImportPlaces(ctx, paths, keep, progress)
		return unlessKept(ctx, r, err)
	})
	if keep {
		a.follow()
	}
	return r, err
}

// Watched lists the places that are read again when they change.
func (a *App) Watched() (w []chat.WatchedPlace, err error) {
	defer rescue(&err)
	return a.library.Watched(a.ctx)
}

// Watch keeps folders and files as places that are read again when they change.
func (a *App) Watch(paths []string) (err error) {
	defer rescue(&err)
	defer a.follow()
	return a.library.Watch(a.ctx, paths)
}

// Unwatch ends that for one place; what was read from it stays.
func (a *App) Unwatch(path string) (err error) {
	defer rescue(&err)
	defer a.follow()
	return a.library.Unwatch(a.ctx, path)
}

// ReadWatched reads what has changed in watched places as a job: those of paths, or all when there are none; with whole,
// everything in them.
func (a *App) ReadWatched(paths []string, whole bool) (r chat.ImportReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.ReadWatched(ctx, paths, whole, progress)
		return err
	})
	return r, err
}

// follow tells the window of changes in the places that are watched now. A window that closes hears of none.
func (a *App) follow() {
	ctx, cancel := context.WithCancel(a.ctx)
	a.mu.Lock()
	before := a.following
	a.following = cancel
	if a.closing {
		cancel()
	}
	a.mu.Unlock()
	if before != nil {
		before()
	}
	go func() {
		// Without it the places are read at the start and on demand, and say so.
		_ = a.library.Follow(ctx, func(path string) { a.emit(eventChanged, path) })
	}()
}
