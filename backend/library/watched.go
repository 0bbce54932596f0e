package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/store"
)

// Sources lists every source that can be read.
func Sources() []chat.SourceInfo {
	all := make([]chat.SourceInfo, 0, len(importer.Sources))
	for _, s := range importer.Sources {
		all = append(all, chat.SourceInfo{Key: s.Key, Name: s.Name, Give: s.Give})
	}
	return all
}

// FindPlaces lists the places of this computer where tools keep conversations, by lists of file names: no file is opened.
func FindPlaces(ctx context.Context) (chat.Found, error) { return importer.Find(ctx, importer.Here()) }

// FindPlaces does the same, and says which of them are watched.
func (l *Library) FindPlaces(ctx context.Context) (chat.Found, error) {
	found, err := FindPlaces(ctx)
	if err != nil {
		return found, err
	}
	watched, err := l.store.Watched(ctx)
	for i := range found.Places {
		at := &found.Places[i]
		at.Watched = among(watched, at.Path)
	}
	return found, err
}

// among says whether a path is one of the watched places.
func among(watched []chat.WatchedPlace, path string) bool {
	return slices.ContainsFunc(watched, func(w chat.WatchedPlace) bool { return w.Path == path })
}

// ImportPlaces imports places that FindPlaces found: of each only what is the tool's. With keep they are watched from then
// on. Otherwise it is as Import.
func (l *Library) ImportPlaces(ctx context.Context, paths []string, keep bool, progress func(chat.Progress)) (chat.ImportReport, error) {
	run := &importing{meter: newMeter("import", "", progress), origin: chat.OriginFiles, report: emptyReport("")}
	if len(paths) == 0 {
		return run.report, &chat.Error{Code: chat.CodeEmpty, Reason: "no place was named", Advice: "choose places that were found"}
	}
	if keep {
		if err := l.Watch(ctx, paths); err != nil {
			return run.report, err
		}
	}
	var due []rereading
	for _, path := range paths {
		r := rereading{place: chat.WatchedPlace{Path: path}, known: importer.At(importer.Here(), path, ""), whole: true}
		r.change, _ = r.known.Changed(ctx, nil) // opening it says what is amiss
		due = append(due, r)
	}
	err := l.reread(ctx, run, due)
	return run.report, err
}

// Watched lists the places that are read again when they change.
func (l *Library) Watched(ctx context.Context) ([]chat.WatchedPlace, error) {
	return l.store.Watched(ctx)
}

// Watch keeps folders and files as places that are read again when they change; it reads nothing yet. CodeNotFound when
// one is not there, CodeBadRequest when the library itself lies in it.
func (l *Library) Watch(ctx context.Context, paths []string) error {
	for _, path := range paths {
		if err := l.watch(ctx, path); err != nil {
			return diskError(path, err)
		}
	}
	return nil
}

// watch keeps one place.
func (l *Library) watch(ctx context.Context, path string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(full); err != nil {
		return err
	}
	known := importer.At(importer.Here(), full, "")
	if err := l.apart(known); err != nil {
		return err
	}
	return l.store.Watch(ctx, full, known.Source.Key)
}

// apart refuses a folder that the library lies in, and what lies in the library: reading it would change it.
func (l *Library) apart(known importer.Known) error {
	real, err := filepath.EvalSymlinks(known.Path)
	if err != nil {
		return err
	}
	own, err := filepath.EvalSymlinks(l.dir)
	if err != nil {
		return err
	}
	if within, err := filepath.Rel(real, own); err == nil && filepath.IsLocal(within) && known.Place.Enters(filepath.ToSlash(within)) {
		return &chat.Error{Code: chat.CodeBadRequest, File: known.Path, Reason: "Loquat's own library lies in this folder", Advice: "choose folders inside it"}
	}
	if within, err := filepath.Rel(own, real); err == nil && filepath.IsLocal(within) {
		return &chat.Error{Code: chat.CodeBadRequest, File: known.Path, Reason: "this is a part of Loquat's own library", Advice: "choose another folder"}
	}
	return nil
}

// Unwatch ends that for one place; what was read from it stays. CodeNotFound when it is not watched.
func (l *Library) Unwatch(ctx context.Context, path string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return diskError(path, err)
	}
	return l.store.Unwatch(ctx, full)
}

// ReadWatched reads what has changed in watched places: those of paths, or all when there are none, with those then tried
// again of which something could not be read. With whole everything in them is read. A place that is not there, or that
// cannot be read, is told in its state and does not stop the others; the error is a Cancel, or a library that cannot be
// written. The report holds the places that were read; when nothing has changed it is empty.
func (l *Library) ReadWatched(ctx context.Context, paths []string, whole bool, progress func(chat.Progress)) (chat.ImportReport, error) {
	run := &importing{meter: newMeter("watch", "", progress), origin: chat.OriginWatched, report: emptyReport("")}
	due, err := l.due(ctx, paths, whole)
	if err != nil || len(due) == 0 {
		return run.report, err
	}
	run.again = !slices.ContainsFunc(due, func(r rereading) bool { return r.place.State == chat.WatchNew })
	err = l.reread(ctx, run, due)
	if run.writer != nil && run.stopped == nil && ctx.Err() == nil {
		err = nil // each place tells its own
	}
	return run.report, err
}

// reread imports places, and keeps of those that are watched how they were read.
func (l *Library) reread(ctx context.Context, run *importing, due []rereading) error {
	for _, r := range due {
		run.inputs = append(run.inputs, input{label: r.place.Path, open: r.open})
	}
	err := l.runImport(ctx, run)
	if run.writer == nil || run.stopped != nil {
		return err
	}
	done := len(run.report.Files)
	if ctx.Err() != nil {
		done-- // the last may not have been read to its end
	}
	for i := 0; i < done; i++ {
		if err := due[i].remember(context.WithoutCancel(ctx), l.store, run.report.Files[i], run.writer.ImportID()); err != nil {
			return err
		}
	}
	return err
}

// rereading is one watched place to be read.
type rereading struct {
	place  chat.WatchedPlace
	known  importer.Known
	change importer.Change
	whole  bool
}

// due looks at the places, by lists of names only, and returns those with something to read.
func (l *Library) due(ctx context.Context, paths []string, whole bool) (due []rereading, err error) {
	watched, err := l.store.Watched(ctx)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if !among(watched, path) {
			return nil, store.NotWatched(path)
		}
	}
	for _, w := range watched {
		if len(paths) > 0 && !slices.Contains(paths, w.Path) {
			continue
		}
		again := whole || len(paths) == 0 && (w.State == chat.WatchPartly || w.State == chat.WatchFailed)
		r := rereading{place: w, known: importer.At(importer.Here(), w.Path, w.Source), whole: again || w.State == chat.WatchNew}
		some, err := r.look(ctx, l.store)
		if err != nil {
			return nil, err
		}
		if some {
			due = append(due, r)
		}
	}
	return due, nil
}

// look says whether there is something to read, and keeps it when the place has gone or has come back.
func (r *rereading) look(ctx context.Context, s *store.Store) (bool, error) {
	before, err := s.Stamps(ctx, r.place.Path)
	if err != nil {
		return false, err
	}
	r.change, err = r.known.Changed(ctx, before)
	if told := (*chat.Error)(nil); errors.As(err, &told) && told.Code == chat.CodeNotFound {
		return false, s.WatchedTold(ctx, r.place.Path, chat.WatchMissing, told.Error())
	} else if err != nil {
		return false, err
	}
	if !r.whole && r.change.Files == 0 && r.place.State == chat.WatchMissing {
		return false, s.WatchedTold(ctx, r.place.Path, chat.WatchRead, "")
	}
	return r.whole || r.change.Files > 0, nil
}

// open opens what is read of the place. That nothing is in it yet, or that nothing new in it is a conversation, is no error.
func (r *rereading) open(ctx context.Context) (*importer.Opened, error) {
	change := &r.change
	if r.whole {
		change = nil
	}
	opened, err := r.known.Open(ctx, change)
	known := change != nil || len(r.change.Now) == 0
	if told := (*chat.Error)(nil); known && errors.As(err, &told) && (told.Code == chat.CodeEmpty || told.Code == chat.CodeUnknownFormat) {
		return &importer.Opened{}, nil
	}
	return opened, err
}

// remember keeps how the place was read. Its files are kept as they were before, so that what grew meanwhile is read again.
func (r *rereading) remember(ctx context.Context, s *store.Store, report chat.ImportReport, importID int64) error {
	w := r.place
	w.ReadAt, w.Import, w.State, w.Error = chat.At(time.Now()), importID, chat.WatchRead, report.Error
	switch {
	case report.Error != "" && !report.Conversations.Held():
		w.State = chat.WatchFailed
	case report.Error != "" || report.Conversations.Failed > 0:
		w.State = chat.WatchPartly
	}
	if w.State == chat.WatchPartly && w.Error == "" && len(report.Failed) > 0 {
		w.Error = report.Failed[0].Where + ": " + report.Failed[0].Reason
	}
	return s.WatchedRead(ctx, w, r.change.Now)
}
