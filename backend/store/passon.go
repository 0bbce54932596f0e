package store

import (
	"context"
	"database/sql"
)

// passOn gives what later imports have as well to the first of them that has it, so that what is left with this one may be
// taken back. It goes through them from the earliest on:
//
//	added here, changed there    it was added there; nothing is left that would come back
//	added here, seen there       it was added there
//	updated here, changed there  what comes back there is what would have come back here
//	updated here, seen there     it was updated there
func (u *undoing) passOn(ctx context.Context) error {
	later, err := ids(u.tx.QueryContext(ctx, "SELECT id FROM imports WHERE id > ? ORDER BY id", u.importID))
	if err != nil {
		return err
	}
	for _, to := range later {
		if err := u.passChanged(ctx, to); err != nil {
			return err
		}
		if err := u.passSeen(ctx, to); err != nil {
			return err
		}
	}
	return nil
}

// passChanged passes on what the later import changed. It goes through that import's rows, which are few, and looks up this
// one's: "+" and CROSS JOIN keep SQLite from the other way round.
func (u *undoing) passChanged(ctx context.Context, to int64) error {
	if _, err := u.tx.ExecContext(ctx, `UPDATE conversations SET created_import = ?1 WHERE +created_import = ?2
		AND id IN (SELECT conversation_id FROM replaced WHERE import_id = ?1)`, to, u.importID); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, `DELETE FROM replaced WHERE import_id = ?1
		AND (SELECT created_import FROM conversations WHERE id = conversation_id) = ?1`, to); err != nil {
		return err
	}
	links, err := u.chain(ctx, to)
	if err != nil {
		return err
	}
	for _, l := range links {
		if _, err := u.tx.ExecContext(ctx, "DELETE FROM replaced WHERE id = ?", l.later); err != nil {
			return err
		}
		tags := joinLines(union(splitLines(l.tags), splitLines(l.laterTags)))
		if _, err := u.tx.ExecContext(ctx, "UPDATE replaced SET import_id = ?, added_tags = ? WHERE id = ?", to, tags, l.here); err != nil {
			return err
		}
	}
	return nil
}

// chainLink is the former versions that two imports have kept of one conversation.
type chainLink struct {
	here, later     int64 // ids of replaced
	tags, laterTags string
}

// chain lists the conversations that both this import and a later one have replaced.
func (u *undoing) chain(ctx context.Context, later int64) ([]chainLink, error) {
	rows, err := u.tx.QueryContext(ctx, `SELECT a.id, b.id, a.added_tags, b.added_tags FROM replaced b CROSS JOIN replaced a USING (conversation_id)
		WHERE a.import_id = ? AND b.import_id = ?`, u.importID, later)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var links []chainLink
	for rows.Next() {
		var l chainLink
		if err := rows.Scan(&l.here, &l.later, &l.tags, &l.laterTags); err != nil {
			return nil, err
		}
		links = append(links, l)
	}
	return links, rows.Err()
}

// passSeen passes on what the later import has seen.
func (u *undoing) passSeen(ctx context.Context, to int64) error {
	ranges, err := seenBy(ctx, u.tx, to)
	if err != nil {
		return err
	}
	for _, r := range ranges {
		if _, err := u.tx.ExecContext(ctx, "UPDATE conversations SET created_import = ? WHERE created_import = ? AND id BETWEEN ? AND ?",
			to, u.importID, r.first, r.last); err != nil {
			return err
		}
		if _, err := u.tx.ExecContext(ctx, "UPDATE replaced SET import_id = ? WHERE import_id = ? AND conversation_id BETWEEN ? AND ?",
			to, u.importID, r.first, r.last); err != nil {
			return err
		}
	}
	return nil
}

// seenBy reads what an import has seen.
func seenBy(ctx context.Context, tx *sql.Conn, importID int64) ([]idRange, error) {
	rows, err := tx.QueryContext(ctx, "SELECT first, last FROM seen WHERE import_id = ?", importID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ranges []idRange
	for rows.Next() {
		var r idRange
		if err := rows.Scan(&r.first, &r.last); err != nil {
			return nil, err
		}
		ranges = append(ranges, r)
	}
	return ranges, rows.Err()
}
