package library

import (
	"context"
	"io"

	"loquat/backend/chat"
)

// List returns one page of conversations.
func (l *Library) List(ctx context.Context, req chat.ListRequest) (chat.ListPage, error) {
	return l.store.List(ctx, req)
}

// Count returns how many conversations a selection holds.
func (l *Library) Count(ctx context.Context, s chat.Selection) (int, error) {
	return l.store.Count(ctx, s)
}

// Facets returns the numbers of the sidebar.
func (l *Library) Facets(ctx context.Context) (chat.Facets, error) { return l.store.Facets(ctx) }

// Conversation returns one whole conversation, its raw record left out. CodeNotFound when there is none.
func (l *Library) Conversation(ctx context.Context, id int64) (*chat.Conversation, error) {
	return l.store.Conversation(ctx, id)
}

// Find turns what a person typed (a library id, or an external id) into a library id.
func (l *Library) Find(ctx context.Context, typed string) (int64, error) {
	return l.store.Find(ctx, typed)
}

// File opens the bytes of an attachment by hash and returns its media type.
func (l *Library) File(ctx context.Context, hash string) (io.ReadSeekCloser, string, error) {
	return l.store.File(ctx, hash)
}

// SaveFile writes the bytes of an attachment to path, whole or not at all, and replaces a file that is there.
func (l *Library) SaveFile(ctx context.Context, hash, path string) error {
	file, _, err := l.store.File(ctx, hash)
	if err != nil {
		return err
	}
	defer file.Close()
	return ReplaceFile(path, func(w io.Writer) error {
		_, err := io.Copy(w, file)
		return err
	})
}
