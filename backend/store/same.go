package store

import (
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
	base := numbered.ReplaceAllString(c.ExternalID, "")
	for n := 2; ; n++ {
		old, err := w.find(ctx, c)
		if err != nil || old == nil || !c.LocalID {
			return old, err
		}
		if same, err := w.beginsAlike(ctx, old.id, c); err != nil || same {
			return old, err
		}
		c.ExternalID = fmt.Sprintf("%s#%d", base, n)
	}
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
