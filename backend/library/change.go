package library

import (
	"context"

	"loquat/backend/chat"
)

// SetLeaf makes the branch that ends at leaf the one in view.
func (l *Library) SetLeaf(ctx context.Context, id int64, leaf string) error {
	return l.store.SetLeaf(ctx, id, leaf)
}

// Rename gives a conversation a title of the user's, which later imports keep. The title it had is returned for undo.
func (l *Library) Rename(ctx context.Context, id int64, title string) (before string, err error) {
	return l.store.Rename(ctx, id, title)
}

// SetTags adds and removes tags of every conversation selected and returns how many changed, and a token for Undo.
func (l *Library) SetTags(ctx context.Context, s chat.Selection, add, remove []string) (chat.Change, error) {
	return l.store.SetTags(ctx, s, add, remove)
}

// SetStatus changes the status of every conversation selected. Restoring a deleted conversation is SetStatus to
// chat.StatusRestored: it returns to what it was.
func (l *Library) SetStatus(ctx context.Context, s chat.Selection, to chat.Status) (chat.Change, error) {
	return l.store.SetStatus(ctx, s, to)
}

// Undo takes back the change with that token; it works once, for the latest changes of this run of the program.
func (l *Library) Undo(ctx context.Context, token string) error { return l.store.Undo(ctx, token) }
