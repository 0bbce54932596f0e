package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"loquat/backend/chat"
)

// importColumns is one line of the list of imports i. What a crash cut off has no report: then it is counted what is there.
const importColumns = `SELECT i.id, i.started_at, i.ended_at, i.undone_at, coalesce(i.origin, ''), i.report IS NOT NULL,
	coalesce(i.paths, (SELECT json_group_array(f.value ->> 'path') FROM json_each(i.report, '$.files') f), '[]'),
	coalesce(i.report ->> 'format', ''), coalesce(i.report ->> 'error', ''), coalesce(i.report ->> 'cancelled', 0),
	coalesce(i.report -> 'conversations', json_object(
		'new', (SELECT count(*) FROM conversations WHERE created_import = i.id AND parent_id IS NULL),
		'updated', (SELECT count(*) FROM replaced JOIN conversations c ON c.id = conversation_id WHERE import_id = i.id AND c.parent_id IS NULL)))
	FROM imports i `

// Imports lists at most limit imports, newest first; before, when not 0, is the last one of the list before.
func (s *Store) Imports(ctx context.Context, before int64, limit int) ([]chat.ImportEntry, error) {
	rows, err := s.read.QueryContext(ctx, importColumns+"WHERE ?1 = 0 OR i.id < ?1 ORDER BY i.id DESC LIMIT ?2", before, limit)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	all := []chat.ImportEntry{}
	for rows.Next() {
		e, err := scanImport(rows)
		if err != nil {
			return nil, s.explain(err)
		}
		all = append(all, e)
	}
	return all, s.explain(rows.Err())
}

// Import returns one import with its report. CodeNotFound when there is none.
func (s *Store) Import(ctx context.Context, id int64) (r chat.ImportRecord, err error) {
	var report sql.NullString
	err = s.reading(ctx, func(tx *sql.Tx) error {
		if r.Import, err = scanImport(tx.QueryRowContext(ctx, importColumns+"WHERE i.id = ?", id)); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT report FROM imports WHERE id = ?", id).Scan(&report)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return r, noImport(id)
	case err != nil:
		return r, err
	case report.Valid:
		err = json.Unmarshal([]byte(report.String), &r.Report)
	default:
		r.Report = chat.ImportReport{Conversations: r.Import.Conversations}
	}
	r.Report.ID = id
	return r, s.explain(err)
}

// scanImport reads importColumns.
func scanImport(row interface{ Scan(...any) error }) (e chat.ImportEntry, err error) {
	var reported, cancelled bool
	var paths, counts, failure string
	if err := row.Scan(&e.ID, timeScan{&e.StartedAt}, timeScan{&e.EndedAt}, timeScan{&e.UndoneAt}, &e.Origin, &reported, &paths,
		&e.Format, &failure, &cancelled, &counts); err != nil {
		return e, err
	}
	if err := errors.Join(json.Unmarshal([]byte(paths), &e.Paths), json.Unmarshal([]byte(counts), &e.Conversations)); err != nil {
		return e, err
	}
	n := &e.Conversations
	if !reported {
		n.Found = n.New + n.Updated
	}
	e.Named = len(e.Paths)
	e.Paths = e.Paths[:min(e.Named, chat.MaxPaths)]
	switch {
	case e.UndoneAt.Valid:
		e.State = chat.ImportUndone
	case !e.EndedAt.Valid:
		e.State = chat.ImportRunning
	case !reported, cancelled:
		e.State = chat.ImportInterrupted
	case n.Failed+n.Skipped > 0, failure != "":
		e.State = chat.ImportProblems
	default:
		e.State = chat.ImportDone
	}
	e.Undoable = e.Origin != "" && e.State != chat.ImportUndone && e.State != chat.ImportRunning
	if e.Origin == "" {
		e.Origin = chat.OriginFiles
	}
	return e, nil
}
