package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"loquat/backend/chat"
)

// SetLeaf makes the branch that ends at a message the one in view; later imports keep that while the message exists.
// CodeNotFound when there is no such conversation or message.
func (s *Store) SetLeaf(ctx context.Context, id int64, leaf string) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		c, err := s.Conversation(ctx, id) // while we have the turn, nothing changes it
		if err != nil {
			return err
		}
		if _, ok := chat.NewTree(c).Find(leaf); !ok {
			return notFound(fmt.Sprintf("message %q in conversation %d", leaf, id))
		}
		c.Leaf = leaf
		f := faceOf(c)
		_, err = tx.ExecContext(ctx, "UPDATE conversations SET user_leaf = ?, model = ?, thread_rounds = ?, thread_messages = ?, excerpt = ? WHERE id = ?",
			leaf, f.model, f.rounds, f.messages, f.excerpt, id)
		return err
	})
}

// Rename sets the user's title and returns the title shown before. An empty title brings back the source's own.
func (s *Store) Rename(ctx context.Context, id int64, title string) (before string, err error) {
	title = cleanTag(strings.Join(strings.Fields(title), " "))
	if utf8.RuneCountInString(title) > titleLimit {
		return "", badRequest("the title is too long", fmt.Sprintf("write at most %d characters", titleLimit))
	}
	err = s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		c, err := s.Conversation(ctx, id)
		if err != nil {
			return err
		}
		var tags string
		if err := tx.QueryRowContext(ctx, "SELECT title, tags, source_title FROM conversations WHERE id = ?", id).Scan(&before, &tags, &c.Title); err != nil {
			return err
		}
		shown := title
		if shown == "" {
			shown = faceOf(c).title
		}
		_, err = tx.ExecContext(ctx, "UPDATE conversations SET user_title = ?, title = ?, search_key = ?, edited = 1 WHERE id = ?",
			orNull(title), shown, searchKey(shown, splitLines(tags)), id)
		return err
	})
	return before, err
}

// SetTags adds and removes tags of everything selected. A tag is 1 to 64 characters on one line; CodeBadRequest else. A
// tag that is removed is not brought back by a later import.
func (s *Store) SetTags(ctx context.Context, sel chat.Selection, add, remove []string) (chat.Change, error) {
	add, err := userTags(add)
	if err != nil {
		return chat.Change{}, err
	}
	if remove, err = userTags(remove); err != nil {
		return chat.Change{}, err
	}
	edits := []tagEdit{}
	err = s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		lines, err := readTagLines(ctx, tx, sel)
		if err != nil {
			return err
		}
		for _, l := range lines {
			after := union(without(l.tags, without(remove, add)), add)
			if slices.Equal(l.tags, after) {
				continue
			}
			edits = append(edits, tagEdit{l.id, without(after, l.tags), without(l.tags, after)})
		}
		return applyTagEdits(ctx, tx, edits)
	})
	if err != nil || len(edits) == 0 {
		return chat.Change{}, err
	}
	return chat.Change{Count: len(edits), Undo: s.undo.add(undoTags(edits))}, nil
}

// SetStatus changes the status of everything selected. StatusRestored brings what is deleted back to what it was.
func (s *Store) SetStatus(ctx context.Context, sel chat.Selection, to chat.Status) (chat.Change, error) {
	if !slices.Contains([]chat.Status{chat.StatusActive, chat.StatusFavorite, chat.StatusDeleted, chat.StatusRestored}, to) {
		return chat.Change{}, badRequest(fmt.Sprintf("%q is not a status", to), "use active, favorite or deleted")
	}
	w, err := selectionWhere(sel)
	if err != nil {
		return chat.Change{}, err
	}
	if to == chat.StatusRestored {
		w.add("c.status = 'deleted'")
	} else {
		w.add("c.status <> ?", to)
	}
	var edits []statusEdit
	err = s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		if edits, err = readStatuses(ctx, tx, w); err != nil {
			return err
		}
		for i := range edits {
			edits[i].change(to)
		}
		return applyStatusEdits(ctx, tx, edits)
	})
	if err != nil || len(edits) == 0 {
		return chat.Change{}, err
	}
	return chat.Change{Count: len(edits), Undo: s.undo.add(undoStatus(edits))}, nil
}
