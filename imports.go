package main

import (
	"context"

	"loquat/backend/chat"
)

// Imports lists at most limit imports, newest first; before, when not 0, is the last one of the page before.
func (a *App) Imports(before int64, limit int) (all []chat.ImportEntry, err error) {
	defer rescue(&err)
	return a.library.Imports(a.ctx, before, limit)
}

// ImportRecord returns one import with its report.
func (a *App) ImportRecord(id int64) (r chat.ImportRecord, err error) {
	defer rescue(&err)
	return a.library.ImportRecord(a.ctx, id)
}

// PreviewUndo says what UndoImport would do.
func (a *App) PreviewUndo(id int64) (r chat.UndoReport, err error) {
	defer rescue(&err)
	return a.library.PreviewUndo(a.ctx, id)
}

// UndoImport takes an import back as a job.
func (a *App) UndoImport(id int64) (r chat.UndoReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.UndoImport(ctx, id, progress)
		return err
	})
	return r, err
}
