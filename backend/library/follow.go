package library

import (
	"context"
	"time"

	"loquat/backend/importer"
	"loquat/backend/watch"
)

// How soon a change in a watched place is told. A place is told again at the earliest restLeast and a second for each
// restBytes of it later, so that a session or a large database which is written all the time is not read all the time.
const (
	followQuiet  = 3 * time.Second
	followAtMost = 30 * time.Second
	followPoll   = 5 * time.Minute
	restLeast    = 10 * time.Second
	restBytes    = 4 << 20
)

// Follow calls back with the path of each watched place that has, or may have, changed, until ctx ends; ReadWatched reads
// it. It follows the places that are watched now: call it again when they change.
func (l *Library) Follow(ctx context.Context, changed func(path string)) error {
	return l.follow(ctx, watch.Times{Quiet: followQuiet, AtMost: followAtMost, Poll: followPoll}, restLeast, changed)
}

func (l *Library) follow(ctx context.Context, times watch.Times, rest time.Duration, changed func(path string)) error {
	watched, err := l.store.Watched(ctx)
	if err != nil {
		return err
	}
	var places []watch.Place
	for _, w := range watched {
		known := importer.At(importer.Here(), w.Path, w.Source)
		p := watch.Place{Path: w.Path, Enters: known.Place.Enters, Has: known.Place.Has, Beside: known.Log(), Rest: rest}
		if look, err := known.Changed(ctx, nil); err == nil {
			p.Rest += time.Duration(look.Bytes/restBytes) * time.Second
		}
		places = append(places, p)
	}
	watch.Run(ctx, places, times, changed)
	return nil
}
