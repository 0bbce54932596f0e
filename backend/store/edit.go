package store

import (
	"context"
	"database/sql"
	"errors"

	"loquat/backend/chat"
)

// tagEdit is what happened, or is to happen, to the tags of one conversation.
type tagEdit struct {
	id          int64
	add, remove []string
}

// tagLine is what the database holds of a conversation's tags.
type tagLine struct {
	id            int64
	title         string
	tags, removed []string
}

// readTagLines reads the tags of everything selected.
func readTagLines(ctx context.Context, db querier, sel chat.Selection) ([]tagLine, error) {
	w, err := selectionWhere(sel)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, "SELECT c.id, c.title, c.tags, c.removed_tags FROM conversations c WHERE "+w.String()+" ORDER BY c.id", w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []tagLine
	for rows.Next() {
		var l tagLine
		var tags, removed string
		if err := rows.Scan(&l.id, &l.title, &tags, &removed); err != nil {
			return nil, err
		}
		l.tags, l.removed = splitLines(tags), splitLines(removed)
		lines = append(lines, l)
	}
	return lines, rows.Err()
}

// applyTagEdits writes edits: to the conversation's row, to what a title search looks in, and to the tag filter.
func applyTagEdits(ctx context.Context, tx *sql.Conn, edits []tagEdit) error {
	read, err := tx.PrepareContext(ctx, "SELECT title, tags, removed_tags FROM conversations WHERE id = ?")
	if err != nil {
		return err
	}
	defer read.Close()
	write, err := tx.PrepareContext(ctx, "UPDATE conversations SET tags = ?, removed_tags = ?, search_key = ?, edited = 1 WHERE id = ?")
	if err != nil {
		return err
	}
	defer write.Close()
	for _, e := range edits {
		var title, tags, removed string
		if err := read.QueryRowContext(ctx, e.id).Scan(&title, &tags, &removed); errors.Is(err, sql.ErrNoRows) {
			continue // its import was undone meanwhile
		} else if err != nil {
			return err
		}
		before := splitLines(tags)
		after := union(without(before, e.remove), e.add)
		gone := union(without(splitLines(removed), e.add), e.remove)
		if _, err := write.ExecContext(ctx, joinLines(after), joinLines(gone), searchKey(title, after), e.id); err != nil {
			return err
		}
		if err := indexTags(ctx, tx, e.id, before, after); err != nil {
			return err
		}
	}
	return nil
}

// statusEdit is a change of one conversation's status. The second status of a pair is what it was before it was deleted.
type statusEdit struct {
	id             int64
	old, oldBefore chat.Status
	new, newBefore chat.Status
}

// change fills in what the status becomes.
func (e *statusEdit) change(to chat.Status) {
	switch to {
	case chat.StatusRestored:
		e.new = e.oldBefore
	case chat.StatusDeleted:
		e.new, e.newBefore = to, e.old
	default:
		e.new = to
	}
}

func readStatuses(ctx context.Context, db querier, w *where) ([]statusEdit, error) {
	rows, err := db.QueryContext(ctx, "SELECT c.id, c.status, coalesce(c.status_before, '') FROM conversations c WHERE "+w.String()+" ORDER BY c.id", w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []statusEdit
	for rows.Next() {
		var e statusEdit
		if err := rows.Scan(&e.id, &e.old, &e.oldBefore); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// applyStatusEdits writes edits; a conversation whose status is no longer the edit's old one is left alone.
func applyStatusEdits(ctx context.Context, tx *sql.Conn, edits []statusEdit) error {
	write, err := tx.PrepareContext(ctx, "UPDATE conversations SET status = ?1, status_before = ?2, edited = max(edited, ?1 = 'favorite') WHERE id = ?3 AND status = ?4")
	if err != nil {
		return err
	}
	defer write.Close()
	for _, e := range edits {
		if _, err := write.ExecContext(ctx, e.new, orNull(string(e.newBefore)), e.id, e.old); err != nil {
			return err
		}
	}
	return nil
}
