package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"loquat/backend/chat"
)

// same returns what the library has of the conversation, or nil. Where its id is only one of a file, another
// conversation may have come with it from another file: then this one gets the next free "#2", "#3" …, and importing
// the file again finds it there.
func (w *Writer) same(ctx context.Context, c *chat.Conversation) (*stored, error) {
	if !c.LocalID {
		return w.find(ctx, c)
	}
	base := numbered.ReplaceAllString(c.ExternalID, "")
	for n := 2; ; n++ {
		old, err := w.find(ctx, c)
		if err != nil {
			return nil, err
		}
		if old == nil {
			return w.behindGap(ctx, c, base, n)
		}
		if same, err := w.beginsAlike(ctx, old.id, c); err != nil || same {
			return old, err
		}
		c.ExternalID = fmt.Sprintf("%s#%d", base, n)
	}
}

// behindGap looks for the conversation under the numbers from n on: an undo may have taken what stood before it. When it is
// not there, c keeps the id that it has.
func (w *Writer) behindGap(ctx context.Context, c *chat.Conversation, base string, n int) (*stored, error) {
	found, err := ids(w.stmts.behind.QueryContext(ctx, c.Source, base, n))
	if err != nil {
		return nil, err
	}
	for _, id := range found {
		same, err := w.beginsAlike(ctx, id, c)
		if err != nil {
			return nil, err
		}
		if !same {
			continue
		}
		if err := w.stmts.nameOf.QueryRowContext(ctx, id).Scan(&c.ExternalID); err != nil {
			return nil, err
		}
		return w.find(ctx, c)
	}
	return nil, nil
}

// numbered is the end of an id that tells conversations with the same id apart.
var numbered = regexp.MustCompile(`#\d+$`)

// beginsAlike says whether the conversation with that id in the library begins with the same words of the user as c. It
// stays so when a conversation goes on.
func (w *Writer) beginsAlike(ctx context.Context, id int64, c *chat.Conversation) (bool, error) {
	asked := ""
	err := w.stmts.asked.QueryRowContext(ctx, firstID(id), lastID(id)).Scan(&asked)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role == chat.RoleUser {
			return m.Content == asked, nil
		}
	}
	return asked == "", nil
}

// older says that the library has a later version than c: by the times that the source itself gave; where it gave none,
// because the library has all messages of c and more behind them, from another record than c.
func (w *Writer) older(ctx context.Context, c *chat.Conversation, old *stored, rawHash []byte) (bool, error) {
	switch {
	case old.updated.Valid && !old.guessed && c.UpdatedAt.Valid && !c.UpdatedAt.Guessed:
		return old.updated.Int64 > c.UpdatedAt.MS, nil
	case bytes.Equal(old.rawHash, rawHash):
		return false, nil // a better reader may find fewer messages in the same record
	}
	rows, err := w.stmts.said.QueryContext(ctx, firstID(old.id), lastID(old.id))
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		if i == len(c.Messages) {
			return true, nil
		}
		var id, role, content string
		if err := rows.Scan(&id, &role, &content); err != nil {
			return false, err
		}
		if m := &c.Messages[i]; m.ID != id || string(m.Role) != role || m.Content != content {
			return false, nil
		}
	}
	return false, rows.Err()
}
