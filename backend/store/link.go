package store

import (
	"context"
	"database/sql"
	"errors"

	"loquat/backend/chat"
)

// link ties a conversation that was just written to the one that started it, and to it the sub-agent runs that came
// before it. before is the parent it had.
func (w *Writer) link(ctx context.Context, id int64, c *chat.Conversation, before sql.NullInt64) error {
	parent := sql.NullInt64{}
	if c.ParentExternalID != "" {
		err := w.stmts.findByName.QueryRowContext(ctx, c.Source, c.ParentExternalID).Scan(&parent)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	if parent.Valid {
		circle, err := w.descends(ctx, parent.Int64, id)
		if err != nil {
			return err
		}
		parent.Valid = !circle
	}
	if parent != before {
		if _, err := w.stmts.setParent.ExecContext(ctx, parent, id); err != nil {
			return err
		}
	}
	return w.adoptOrphans(ctx, id, c)
}

// adoptOrphans links the runs that name this conversation as their parent and have none yet.
func (w *Writer) adoptOrphans(ctx context.Context, id int64, c *chat.Conversation) error {
	orphans, err := ids(w.stmts.adopt.QueryContext(ctx, c.Source, c.ExternalID))
	if err != nil {
		return err
	}
	for _, orphan := range orphans {
		circle, err := w.descends(ctx, id, orphan)
		if err != nil {
			return err
		}
		if circle {
			continue
		}
		if _, err := w.stmts.setParent.ExecContext(ctx, id, orphan); err != nil {
			return err
		}
	}
	return nil
}

// descends says whether id is ancestor or has it above itself. A link that closes such a circle is not made: everything
// in the circle would be out of the list.
func (w *Writer) descends(ctx context.Context, id, ancestor int64) (bool, error) {
	for at := (sql.NullInt64{Int64: id, Valid: true}); at.Valid; {
		if at.Int64 == ancestor {
			return true, nil
		}
		if err := w.stmts.parentOf.QueryRowContext(ctx, at.Int64).Scan(&at); err != nil {
			return false, err
		}
	}
	return false, nil
}

// ids reads a column of ids to its end.
func ids(rows *sql.Rows, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}
