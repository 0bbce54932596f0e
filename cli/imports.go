package cli

import (
	"fmt"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// importsCommand groups what is done with imports that were made.
type importsCommand struct {
	List importsListCommand `cmd:"" default:"withargs" help:"List the imports, newest first."`
	Show importsShowCommand `cmd:"" help:"Show the report of an import."`
	Undo importsUndoCommand `cmd:"" help:"Take an import back: what it added goes for ever, what it updated returns."`
}

// importsListCommand is "loquat imports" and "loquat imports list".
type importsListCommand struct {
	Limit int `default:"100" placeholder:"N" help:"List at most N imports (${default})."`
}

// Run lists the imports.
func (cmd importsListCommand) Run(c *call) error {
	if cmd.Limit < 1 {
		return usage("--limit must be 1 or more", "give another number")
	}
	return c.look(func(l *library.Library) error {
		imports, err := l.Imports(c.ctx, 0, cmd.Limit)
		if err != nil {
			return err
		}
		return c.result(map[string]any{"imports": imports}, func(p *page) { importsPage(p, imports) })
	})
}

// importsPage writes the list for a person.
func importsPage(p *page, imports []chat.ImportEntry) {
	if len(imports) == 0 {
		p.line("Nothing was imported yet: name files, folders or ZIPs with \"loquat import\".")
		return
	}
	table := [][]string{{"ID", "STARTED", "STATE", "FOUND", "NEW", "UPDATED", "UNCHANGED", "LEFT OUT", "FAILED", "WHAT"}}
	for _, e := range imports {
		n := e.Conversations
		line := []string{strconv.FormatInt(e.ID, 10), minute(e.StartedAt), string(e.State)}
		for _, count := range []int{n.Found, n.New, n.Updated, n.Unchanged, n.Skipped, n.Failed} {
			line = append(line, strconv.Itoa(count))
		}
		table = append(table, append(line, named(e)))
	}
	p.table(table)
}

// named says in a line what an import was of.
func named(e chat.ImportEntry) string {
	switch e.Named {
	case 0:
		return "-"
	case 1:
		return e.Paths[0]
	}
	return fmt.Sprintf("%s and %d more", e.Paths[0], e.Named-1)
}

// importsShowCommand is "loquat imports show".
type importsShowCommand struct {
	ID int64 `arg:"" name:"id" help:"Number of the import, as \"loquat imports\" lists it."`
}

// importRecordDocument is the JSON of an import that was made: its line of the list, and what "loquat import" printed.
type importRecordDocument struct {
	Import chat.ImportEntry `json:"import"`
	Report importDocument   `json:"report"`
}

// Run shows a report as it was when the import ended.
func (cmd importsShowCommand) Run(c *call) error {
	return c.look(func(l *library.Library) error {
		r, err := l.ImportRecord(c.ctx, cmd.ID)
		if err != nil {
			return err
		}
		return c.result(importRecordDocument{r.Import, importDocumentOf(r.Report)}, func(p *page) {
			p.line("Import %d of %s, %s: %s", r.Import.ID, minute(r.Import.StartedAt), r.Import.State, named(r.Import))
			if r.Report.Error != "" {
				p.line("Ended early: %s", r.Report.Error)
			}
			importPage(p, r.Report)
		})
	})
}

// importsUndoCommand is "loquat imports undo".
type importsUndoCommand struct {
	ID     int64 `arg:"" name:"id" help:"Number of the import, as \"loquat imports\" lists it."`
	DryRun bool  `help:"Only say what would be done."`
}

// undoDocument is the JSON of an undo.
type undoDocument struct {
	chat.UndoReport
	DryRun bool `json:"dry_run"`
}

// Run undoes an import. A command that says "undo" asks no more; --dry-run says what it would do.
func (cmd importsUndoCommand) Run(c *call) error {
	return c.change(func(l *library.Library) error {
		if cmd.DryRun {
			report, err := l.PreviewUndo(c.ctx, cmd.ID)
			if err != nil {
				return err
			}
			return c.result(undoDocument{report, true}, func(p *page) { undoPage(p, "Undoing import %d would mean: %s", report) })
		}
		draw, clear := c.progress()
		report, err := l.UndoImport(c.ctx, cmd.ID, draw)
		clear()
		if err != nil {
			return err
		}
		return c.said(undoDocument{report, false}, func(p *page) { undoPage(p, "Import %d is undone: %s", report) })
	})
}

// undoPage writes what an undo did, or would do, for a person.
func undoPage(p *page, head string, r chat.UndoReport) {
	p.line(head, r.Import, fmt.Sprintf("%s removed for ever, %d returned to what they were, %d kept because a later import has them too",
		count(r.Removed, "conversation"), r.Restored, r.Kept))
	if r.SubAgents > 0 {
		p.line("%s removed or returned with them", count(r.SubAgents, "sub-agent run"))
	}
	if r.Edited > 0 {
		p.line("Among those removed, %d with a title, tags or a star of yours", r.Edited)
	}
	if r.Watched {
		p.line("The place that it read is still watched: what changes in it is imported again")
	}
	for _, note := range r.Notes {
		p.line("Note: %s", note)
	}
}
