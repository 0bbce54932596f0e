package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"loquat/backend/chat"
)

// joinWithin is how long after its start an import of watched places takes up what is read again, in milliseconds.
const joinWithin = int64(24 * time.Hour / time.Millisecond)

// BeginReread begins an import of watched places that were read before, or goes on with the newest import when that is one
// of watched places as well, has its report, and began within a day. The report returned is then the one it has until now,
// which the one given to Commit replaces; otherwise it is nil. So a session that is read again every few seconds keeps one
// former version and one line of the list of imports a day, not one for each time. Otherwise it is as BeginImport.
func (s *Store) BeginReread(ctx context.Context, paths []string) (w *Writer, before *chat.ImportReport, err error) {
	w, err = s.begin(ctx, func(ctx context.Context, tx *sql.Conn) (id int64, err error) {
		if id, before, err = goOn(ctx, tx, paths); err != nil || before != nil {
			return id, err
		}
		return addImport(ctx, tx, chat.OriginWatched, paths)
	})
	return w, before, err
}

// goOn makes the newest import one that runs again, when it may be joined; otherwise before is nil. A crash leaves it
// without its report, as any import that is cut off.
func goOn(ctx context.Context, tx *sql.Conn, paths []string) (id int64, before *chat.ImportReport, err error) {
	var report, named string
	err = tx.QueryRowContext(ctx, `SELECT id, report, paths FROM imports WHERE id = (SELECT max(id) FROM imports)
		AND origin = ? AND started_at > ? AND ended_at IS NOT NULL AND undone_at IS NULL AND report IS NOT NULL`,
		chat.OriginWatched, now()-joinWithin).Scan(&id, &report, &named)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	} else if err != nil {
		return 0, nil, err
	}
	before = &chat.ImportReport{}
	var all []string
	if err := errors.Join(json.Unmarshal([]byte(report), before), json.Unmarshal([]byte(named), &all)); err != nil {
		return 0, nil, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE imports SET ended_at = NULL, report = NULL, paths = ? WHERE id = ?", marshal(union(all, paths)), id)
	return id, before, err
}
