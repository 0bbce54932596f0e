package main

import (
	"context"

	"loquat/backend/chat"
)

// List returns one page of conversations.
func (a *App) List(req chat.ListRequest) (page chat.ListPage, err error) {
	defer rescue(&err)
	return a.library.List(a.ctx, req)
}

// Count returns how many conversations a selection holds.
func (a *App) Count(s chat.Selection) (n int, err error) {
	defer rescue(&err)
	return a.library.Count(a.ctx, s)
}

// Facets returns the numbers of the sidebar.
func (a *App) Facets() (f chat.Facets, err error) {
	defer rescue(&err)
	return a.library.Facets(a.ctx)
}

// Detail returns the head of a conversation for the reader.
func (a *App) Detail(id int64) (d chat.Detail, err error) {
	defer rescue(&err)
	return a.library.Detail(a.ctx, id)
}

// Thread returns messages offset to offset+limit of the branch that ends at leaf; an empty leaf is the one in view.
func (a *App) Thread(id int64, leaf string, offset, limit int) (p chat.ThreadPage, err error) {
	defer rescue(&err)
	return a.library.Thread(a.ctx, id, leaf, offset, limit)
}

// MessageText returns the whole of a message that a page has cut.
func (a *App) MessageText(id int64, messageID string) (m chat.MessageView, err error) {
	defer rescue(&err)
	return a.library.MessageText(a.ctx, id, messageID)
}

// SetLeaf makes the branch that ends at leaf the one in view.
func (a *App) SetLeaf(id int64, leaf string) (err error) {
	defer rescue(&err)
	return a.library.SetLeaf(a.ctx, id, leaf)
}

// Rename gives a conversation a new title and returns the one it had.
func (a *App) Rename(id int64, title string) (before string, err error) {
	defer rescue(&err)
	return a.library.Rename(a.ctx, id, title)
}

// SetTags adds and removes tags of everything selected.
func (a *App) SetTags(s chat.Selection, add, remove []string) (c chat.Change, err error) {
	defer rescue(&err)
	return a.library.SetTags(a.ctx, s, add, remove)
}

// SetStatus changes the status of everything selected; "restored" brings back what was deleted.
func (a *App) SetStatus(s chat.Selection, to string) (c chat.Change, err error) {
	defer rescue(&err)
	return a.library.SetStatus(a.ctx, s, chat.Status(to))
}

// Undo takes back the change with that token.
func (a *App) Undo(token string) (err error) {
	defer rescue(&err)
	return a.library.Undo(a.ctx, token)
}

// Import reads paths into the library as a job. An import that ended early after conversations were kept is answered
// with its report, whose error says why; a cancelled one is an error.
func (a *App) Import(paths []string) (r chat.ImportReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.Import(ctx, paths, progress)
		return unlessKept(ctx, r, err)
	})
	return r, err
}

// unlessKept is the error of an import that kept nothing, or was cancelled. Otherwise the report says why it ended early.
func unlessKept(ctx context.Context, r chat.ImportReport, err error) error {
	if ctx.Err() == nil && r.Conversations.Held() {
		return nil
	}
	return err
}

// ImportSamples reads the sample conversations into the library as a job.
func (a *App) ImportSamples() (r chat.ImportReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.ImportSamples(ctx, progress)
		return err
	})
	return r, err
}
