package library

import (
	"context"

	"loquat/backend/chat"
)

// Imports lists at most limit imports, newest first; before, when not 0, is the last one of the page before.
func (l *Library) Imports(ctx context.Context, before int64, limit int) ([]chat.ImportEntry, error) {
	return l.store.Imports(ctx, before, limit)
}

// ImportRecord returns one import with its report. CodeNotFound when there is none.
func (l *Library) ImportRecord(ctx context.Context, id int64) (chat.ImportRecord, error) {
	r, err := l.store.Import(ctx, id)
	if r.Report.Files == nil { // a crash cut it off
		counted := r.Report
		r.Report = emptyReport("")
		r.Report.ID, r.Report.Conversations = counted.ID, counted.Conversations
	}
	return r, err
}

// PreviewUndo says what UndoImport would do, with the same errors.
func (l *Library) PreviewUndo(ctx context.Context, id int64) (chat.UndoReport, error) {
	return l.store.PreviewUndo(ctx, id)
}

// UndoImport takes an import back, whole or not at all: what it added is removed for ever, what it updated is what it was
// before, and what a later import has as well stays. A Cancel before the end changes nothing.
func (l *Library) UndoImport(ctx context.Context, id int64, progress func(chat.Progress)) (chat.UndoReport, error) {
	end, err := l.begin()
	if err != nil {
		return chat.UndoReport{}, err
	}
	defer end()
	meter := newMeter("undo", "", progress)
	defer meter.done()
	report, err := l.store.UndoImport(ctx, id, func(done, total int) {
		meter.change(func(p *chat.Progress) { p.Conversations, p.Total = done, total })
	})
	if err != nil && ctx.Err() != nil {
		err = cancelled("nothing was changed", err)
	}
	return report, err
}
