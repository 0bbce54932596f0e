package store

import (
	"context"
	"database/sql"
	"strconv"
	"sync"

	"loquat/backend/chat"
)

// undoKept is how many changes can be taken back; a change of 100,000 conversations takes some 10 MB.
const undoKept = 10

// undoList remembers the latest changes of this run of the program.
type undoList struct {
	mu      sync.Mutex
	changes []undoable
	last    int
}

// undoable is a change that can be taken back, in a transaction.
type undoable struct {
	token string
	back  func(ctx context.Context, tx *sql.Conn) error
}

// add remembers a change and returns its token.
func (u *undoList) add(back func(ctx context.Context, tx *sql.Conn) error) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last++
	token := strconv.Itoa(u.last)
	u.changes = append(u.changes, undoable{token, back})
	if len(u.changes) > undoKept {
		u.changes = append([]undoable(nil), u.changes[1:]...)
	}
	return token
}

// take returns the change with that token and forgets it.
func (u *undoList) take(token string) (undoable, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i, c := range u.changes {
		if c.token == token {
			u.changes = append(u.changes[:i:i], u.changes[i+1:]...)
			return c, true
		}
	}
	return undoable{}, false
}

// Undo takes back a change of SetTags or SetStatus, once; the latest 10 changes of this run are remembered. What was
// changed again since is left as it is now. CodeNotFound for any other token.
func (s *Store) Undo(ctx context.Context, token string) error {
	change, ok := s.undo.take(token)
	if !ok {
		return &chat.Error{Code: chat.CodeNotFound, Reason: "this change can no longer be taken back", Advice: "change it by hand"}
	}
	return s.change(ctx, change.back)
}

func undoTags(edits []tagEdit) func(context.Context, *sql.Conn) error {
	return func(ctx context.Context, tx *sql.Conn) error {
		back := make([]tagEdit, len(edits))
		for i, e := range edits {
			back[i] = tagEdit{e.id, e.remove, e.add}
		}
		return applyTagEdits(ctx, tx, back)
	}
}

func undoStatus(edits []statusEdit) func(context.Context, *sql.Conn) error {
	return func(ctx context.Context, tx *sql.Conn) error {
		back := make([]statusEdit, len(edits))
		for i, e := range edits {
			back[i] = statusEdit{e.id, e.new, e.newBefore, e.old, e.oldBefore}
		}
		return applyStatusEdits(ctx, tx, back)
	}
}
