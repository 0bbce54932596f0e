package store

import (
	"context"
	"database/sql"
)

// undoStep is how many conversations are listed at a time.
const undoStep = 500

// takeBack removes what is the import's alone and brings back what it replaced. cancelled is asked between two conversations.
func (u *undoing) takeBack(ctx context.Context, cancelled func() error, progress func(done, total int)) error {
	did := func() error {
		u.done++
		if progress != nil {
			progress(u.done, u.total)
		}
		return cancelled()
	}
	// What returns may name one above it that goes: the link goes with that.
	if err := u.each(ctx, "SELECT id FROM replaced WHERE import_id = ? ORDER BY conversation_id LIMIT ?", u.restore, did); err != nil {
		return err
	}
	if err := u.each(ctx, "SELECT id FROM conversations WHERE created_import = ? ORDER BY id LIMIT ?", u.remove, did); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, "DELETE FROM seen WHERE import_id = ?", u.importID); err != nil {
		return err
	}
	_, err := u.tx.ExecContext(ctx, "UPDATE imports SET undone_at = ?, files_left = 1 WHERE id = ?", now(), u.importID)
	return err
}

// each runs do for every id that query lists for the import; do takes it off that list.
func (u *undoing) each(ctx context.Context, query string, do func(context.Context, int64) error, did func() error) error {
	for {
		some, err := ids(u.tx.QueryContext(ctx, query, u.importID, undoStep))
		if err != nil || len(some) == 0 {
			return err
		}
		for _, id := range some {
			if err := do(ctx, id); err != nil {
				return err
			}
			if err := did(); err != nil {
				return err
			}
		}
	}
}

// remove removes a conversation with everything that belongs to it. Its tags, raw record and links go by themselves.
func (u *undoing) remove(ctx context.Context, id int64) error {
	if err := u.w.clearBody(ctx, id); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, "DELETE FROM conversations WHERE id = ?", id); err != nil {
		return err
	}
	_, err := u.w.stmts.unindexed.ExecContext(ctx, id, afterCommit)
	return err
}

// restore brings back a former version, by the rules of an update.
func (u *undoing) restore(ctx context.Context, kept int64) error {
	var added string
	var state, record []byte
	if err := u.tx.QueryRowContext(ctx, "SELECT added_tags, state, record FROM replaced WHERE id = ?", kept).Scan(&added, &state, &record); err != nil {
		return err
	}
	f, err := unpackFormer(state)
	if err != nil {
		return u.w.s.damaged(err)
	}
	now, err := u.w.find(ctx, &f.Conversation)
	if err != nil {
		return err
	}
	if !now.userLeaf.Valid && f.UserLeaf != "" {
		now.userLeaf = sql.NullString{String: f.UserLeaf, Valid: true}
	}
	tags := without(splitLines(now.tags), splitLines(added))
	if err := u.w.replace(ctx, &f.Conversation, now, version{f.ContentHash, f.RawHash, tags, f.Import}); err != nil {
		return err
	}
	if err := u.restoreRecord(ctx, now.id, record); err != nil {
		return err
	}
	_, err = u.tx.ExecContext(ctx, "DELETE FROM replaced WHERE id = ?", kept)
	return err
}

// restoreRecord brings back a raw record, which is packed; nil when there was none.
func (u *undoing) restoreRecord(ctx context.Context, id int64, record []byte) error {
	if record == nil {
		_, err := u.tx.ExecContext(ctx, "DELETE FROM raw_records WHERE conversation_id = ?", id)
		return err
	}
	_, err := u.w.stmts.raw.ExecContext(ctx, id, record)
	return err
}
