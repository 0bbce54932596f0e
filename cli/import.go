package cli

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// importCommand is "loquat import".
type importCommand struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files, folders and ZIPs; with --found, keys of sources."`
	Found bool     `help:"Import what is found on this computer, of all sources or of those named."`
	Watch bool     `help:"With --found: read it again when it changes."`
}

// Run imports and prints the report. When an import ends early after conversations were kept, that is "done, but":
// the report counts what was kept, and the reason is told.
func (cmd importCommand) Run(c *call) error {
	switch {
	case cmd.Found:
		return cmd.found(c)
	case cmd.Watch:
		return usage("--watch is for what --found finds", "watch other places with 'loquat sources watch'")
	case len(cmd.Paths) == 0:
		return usage("no path to import was named", "name files, folders or ZIPs, or see 'loquat sources'")
	}
	return c.create(func(l *library.Library) error {
		draw, clear := c.progress()
		report, err := l.Import(c.ctx, cmd.Paths, draw)
		clear()
		return c.imported(report, err)
	})
}

// found imports the places that are found.
func (cmd importCommand) found(c *call) error {
	found, err := library.FindPlaces(c.ctx)
	if err != nil {
		return err
	}
	var paths []string
	missing := slices.Clone(cmd.Paths)
	for _, place := range found.Places {
		if len(cmd.Paths) == 0 || slices.Contains(cmd.Paths, place.Source) {
			paths = append(paths, place.Path)
			missing = slices.DeleteFunc(missing, func(key string) bool { return key == place.Source })
		}
	}
	switch {
	case len(missing) > 0:
		return notFound("nothing of " + strings.Join(missing, ", ") + " is found on this computer")
	case len(paths) == 0:
		return notFound("nothing is found on this computer")
	}
	return c.create(func(l *library.Library) error {
		draw, clear := c.progress()
		report, err := l.ImportPlaces(c.ctx, paths, cmd.Watch, draw)
		clear()
		return c.imported(report, err)
	})
}

// notFound is the error when a known place is not on this computer.
func notFound(reason string) error {
	return &chat.Error{Code: chat.CodeNotFound, Reason: reason, Advice: "see 'loquat sources'"}
}

// imported prints the report of an import and decides how it ended.
func (c *call) imported(report chat.ImportReport, err error) error {
	n := report.Conversations
	keptSome := n.Held()
	var told *chat.Error
	if err != nil && (!keptSome || errors.As(err, &told) && told.Code == chat.CodeCancelled) {
		if keptSome {
			c.warn("%s", summary(n))
		}
		for _, f := range report.Files { // each path has its reason, not only the first
			if f.Error != "" && f.Error != err.Error() {
				c.tell("loquat: %s", f.Error)
			}
		}
		return err
	}
	if err != nil {
		c.tell("loquat: %v", err)
		c.code = exitPartly
	}
	if n.Failed+n.Skipped > 0 {
		c.code = exitPartly
	}
	return c.said(importDocumentOf(report), func(p *page) { importPage(p, report) })
}

// importDocument is the JSON of an import; its keys are SPEC's, and those of what was repaired and passed over.
type importDocument struct {
	ID            int64            `json:"id,omitempty"` // of the import; files have none
	Format        string           `json:"format"`
	Conversations chat.Counts      `json:"conversations"`
	Readings      int              `json:"readings,omitempty"` // of watched places, when there were several
	Messages      int              `json:"messages"`
	Attachments   chat.Kept        `json:"attachments"`
	Skipped       []chat.Problem   `json:"skipped"`
	Failed        []chat.Problem   `json:"failed"`
	Unknown       map[string]int   `json:"unknown"` // record and block types not understood, by kind
	Notes         []string         `json:"notes"`
	UnknownFiles  []chat.Problem   `json:"unknown_files"`
	Files         []importDocument `json:"files"`
}

// importDocumentOf turns a report into its JSON.
func importDocumentOf(r chat.ImportReport) importDocument {
	d := importDocument{ID: r.ID, Format: r.Format, Conversations: r.Conversations, Readings: r.Readings, Messages: r.Messages, Attachments: r.Attachments,
		Skipped: r.Skipped, Failed: r.Failed, Unknown: r.Unknown, Notes: r.Notes, UnknownFiles: append([]chat.Problem{}, r.UnknownFiles...), Files: []importDocument{}}
	for _, f := range r.Files {
		d.Files = append(d.Files, importDocumentOf(f))
	}
	return d
}

// maxListed is how many findings a page for a person lists of each kind; --json has them all.
const maxListed = 20

// importPage writes the report for a person.
func importPage(p *page, r chat.ImportReport) {
	for _, f := range r.Files {
		if len(r.Files) > 1 {
			p.line("%s: %s", filepath.Base(f.Path), summary(f.Conversations))
		}
	}
	p.line("%s", summary(r.Conversations))
	if r.Readings > 1 {
		p.line("The places were read %d times, and this counts all of them", r.Readings)
	}
	if r.Messages > 0 {
		p.line("%s; attachments: %d kept, %d missing", count(r.Messages, "message"), r.Attachments.Kept, r.Attachments.Missing)
	}
	problemLines(p, "Left out", r.Skipped, r.Conversations.Skipped)
	problemLines(p, "Failed", r.Failed, r.Conversations.Failed)
	for i, note := range r.Notes {
		if i == maxListed {
			p.line("and %d more notes", len(r.Notes)-maxListed)
			break
		}
		p.line("Note: %s", note)
	}
	unknownLines(p, r.Unknown)
	if n := r.Conversations; n.New+n.Updated > 0 {
		p.line("This is import %d; \"loquat imports undo %d\" takes it back", r.ID, r.ID)
	}
}

// unknownLines names the kinds of records that were not understood; they stay in the raw record.
func unknownLines(p *page, unknown map[string]int) {
	for i, kind := range slices.Sorted(maps.Keys(unknown)) {
		if i == maxListed {
			p.line("and %d more kinds", len(unknown)-maxListed)
			break
		}
		p.line("Not understood, kept as it is: %s (%d)", kind, unknown[kind])
	}
}

// summary writes the counts of an import in one line.
func summary(n chat.Counts) string {
	s := fmt.Sprintf("%s found: %d new", count(n.Found, "conversation"), n.New)
	for _, part := range []struct {
		n    int
		what string
	}{{n.Updated, "updated"}, {n.Unchanged, "unchanged"}, {n.Skipped, "left out"}, {n.Failed, "failed"}} {
		if part.n > 0 {
			s += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return s
}

// problemLines lists problems under a word.
func problemLines(p *page, word string, problems []chat.Problem, total int) {
	for i, problem := range problems {
		if i == maxListed {
			break
		}
		name := problem.Title
		if name == "" {
			name = problem.ID
		}
		if name != "" {
			name = " \"" + name + "\""
		}
		p.line("%s:%s %s: %s", word, name, problem.Where, problem.Reason)
	}
	if total > maxListed {
		p.line("%s: %d more; --json lists them", word, total-min(len(problems), maxListed))
	}
}
