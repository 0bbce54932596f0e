package cli

import (
	"context"
	"errors"
	"fmt"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// sourcesCommand groups what is done with sources.
type sourcesCommand struct {
	List    sourcesListCommand    `cmd:"" default:"1" help:"List what can be read, what is found on this computer, and what is watched."`
	Watch   sourcesWatchCommand   `cmd:"" help:"Keep folders and files as places that are read again when they change."`
	Unwatch sourcesUnwatchCommand `cmd:"" help:"Stop watching places; what was read stays."`
	Read    sourcesReadCommand    `cmd:"" help:"Read what has changed in the watched places."`
}

// sourcesListCommand is "loquat sources".
type sourcesListCommand struct{}

// sourcesDocument is the JSON of "loquat sources".
type sourcesDocument struct {
	Sources  []chat.SourceInfo   `json:"sources"`
	Found    []chat.FoundPlace   `json:"found"`
	Problems []chat.Problem      `json:"problems"`
	Watched  []chat.WatchedPlace `json:"watched"`
}

// Run looks and prints. Without a library nothing is watched.
func (sourcesListCommand) Run(c *call) error {
	d := sourcesDocument{Sources: library.Sources(), Watched: []chat.WatchedPlace{}}
	var found chat.Found
	err := c.look(func(l *library.Library) (err error) {
		if found, err = l.FindPlaces(c.ctx); err == nil {
			d.Watched, err = l.Watched(c.ctx)
		}
		return err
	})
	if told := (*chat.Error)(nil); errors.As(err, &told) && told.Code == chat.CodeNotFound {
		found, err = library.FindPlaces(c.ctx)
	}
	if err != nil {
		return err
	}
	d.Found, d.Problems = found.Places, found.Problems
	return c.result(d, func(p *page) { sourcesPage(p, d) })
}

// sourcesPage writes the lists for a person.
func sourcesPage(p *page, d sourcesDocument) {
	rows := [][]string{{"SOURCE", "NAME", "WHAT TO GIVE IT"}}
	for _, s := range d.Sources {
		rows = append(rows, []string{s.Key, s.Name, s.Give})
	}
	p.table(rows)
	p.line("")
	if len(d.Found) == 0 {
		p.line("Nothing of these tools is found on this computer.")
	}
	for _, f := range d.Found {
		p.line("Found: %s, %s, %s, changed %s%s", f.Name, files(f), size(f.Bytes), day(f.Changed), watchedToo(f.Watched))
		p.line("  %s", f.Path)
	}
	problemLines(p, "Closed", d.Problems, len(d.Problems))
	watchedPage(p, d.Watched)
}

// watchedPage writes the watched places for a person.
func watchedPage(p *page, watched []chat.WatchedPlace) {
	for _, w := range watched {
		p.line("Watched: %s", w.Path)
		p.line("  %s, last read %s", w.State, day(w.ReadAt))
		if w.Error != "" {
			p.line("  %s", w.Error)
		}
	}
}

// files writes how many files there are, with a "+" when there are more.
func files(f chat.FoundPlace) string {
	if f.More {
		return fmt.Sprintf("%d+ files", f.Files)
	}
	return count(f.Files, "file")
}

// watchedToo adds to a found place that it is watched.
func watchedToo(watched bool) string {
	if watched {
		return ", watched"
	}
	return ""
}

// sourcesWatchCommand is "loquat sources watch".
type sourcesWatchCommand struct {
	Paths []string `arg:"" name:"path" help:"Folders and files."`
}

// Run keeps the places and prints all there are.
func (cmd sourcesWatchCommand) Run(c *call) error {
	return c.create(func(l *library.Library) error {
		if err := l.Watch(c.ctx, cmd.Paths); err != nil {
			return err
		}
		return c.watched(l)
	})
}

// sourcesUnwatchCommand is "loquat sources unwatch".
type sourcesUnwatchCommand struct {
	Paths []string `arg:"" name:"path" help:"Watched folders and files."`
}

// Run ends the watching of the places and prints those that are left.
func (cmd sourcesUnwatchCommand) Run(c *call) error {
	return c.change(func(l *library.Library) error {
		for _, path := range cmd.Paths {
			if err := l.Unwatch(c.ctx, path); err != nil {
				return err
			}
		}
		return c.watched(l)
	})
}

// watched prints the watched places.
func (c *call) watched(l *library.Library) error {
	all, err := l.Watched(c.ctx)
	if err != nil {
		return err
	}
	return c.said(map[string][]chat.WatchedPlace{"watched": all}, func(p *page) {
		if len(all) == 0 {
			p.line("No place is watched.")
			return
		}
		watchedPage(p, all)
	})
}

// sourcesReadCommand is "loquat sources read".
type sourcesReadCommand struct {
	All bool `help:"Read everything in them, changed or not."`
}

// Run reads, prints the report of an import, and names the places that could not be read.
func (cmd sourcesReadCommand) Run(c *call) error {
	return c.change(func(l *library.Library) error {
		draw, clear := c.progress()
		report, err := l.ReadWatched(c.ctx, nil, cmd.All, draw)
		clear()
		if err == nil && len(report.Files) == 0 && !c.json {
			c.warn("nothing has changed in the watched places")
		} else if err := c.imported(report, err); err != nil {
			return err
		}
		all, err := l.Watched(context.WithoutCancel(c.ctx))
		for _, w := range all {
			if w.State == chat.WatchMissing || w.State == chat.WatchFailed {
				c.warn("%s: %s", w.State, w.Error)
				c.code = exitPartly
			}
		}
		return err
	})
}
