package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"loquat/backend/chat"
)

// afterCommit is the batch of what an undo leaves to be indexed: it is none that an import indexes.
const afterCommit = math.MaxInt64

// errLooked takes an undo back that was only looked at.
var errLooked = errors.New("only looked")

// UndoImport takes an import back, whole or not at all: what it added goes for ever, with its files; what it updated is
// what it was before, but for what the user changed; what a later import has as well stays, and is that one's from now on.
// Datasets stay. It can be cancelled until it commits; progress, which may be nil, hears how many conversations are done.
//
// CodeNotFound when there is no such import; CodeBadRequest when it was undone, or made by a Loquat that kept nothing to undo
// it with; CodeBusy while an import runs.
func (s *Store) UndoImport(ctx context.Context, id int64, progress func(done, total int)) (chat.UndoReport, error) {
	report, err := s.undoImport(ctx, id, func(inner context.Context, u *undoing) error {
		return u.takeBack(inner, ctx.Err, progress)
	})
	if err != nil {
		return report, err
	}
	// It is done, whatever comes: a next start tidies up what is left here.
	ctx = context.WithoutCancel(ctx)
	if err := errors.Join(s.repairIndex(ctx), s.sweepUndone(ctx)); err != nil {
		report.Notes = append(report.Notes, fmt.Sprintf("The search index and the files of attachments will be tidied up at the next start: %v", err))
	}
	return report, nil
}

// PreviewUndo says what UndoImport would do, with the same errors. It does the first half of it, and takes that back.
func (s *Store) PreviewUndo(ctx context.Context, id int64) (chat.UndoReport, error) {
	report, err := s.undoImport(ctx, id, func(context.Context, *undoing) error { return errLooked })
	if errors.Is(err, errLooked) {
		err = nil
	}
	return report, err
}

// undoImport passes on what later imports have, counts what is left, and runs then in the same transaction.
func (s *Store) undoImport(ctx context.Context, id int64, then func(context.Context, *undoing) error) (report chat.UndoReport, err error) {
	if err := s.beginImporting(); err != nil {
		return report, err
	}
	defer s.importing.Store(false)
	err = s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		u := &undoing{tx: tx, importID: id}
		if err := u.check(ctx); err != nil {
			return err
		}
		if report, err = u.prepare(ctx); err != nil {
			return err
		}
		u.w = &Writer{s: s, batch: afterCommit, toolSets: map[string]int64{}}
		if u.w.stmts, err = prepareStatements(ctx, tx); err != nil {
			return err
		}
		defer u.w.closeStatements()
		u.total = report.Removed + report.Restored + report.SubAgents
		return then(ctx, u)
	})
	return report, err
}

// undoing is the undo of one import, in one transaction.
type undoing struct {
	tx          *sql.Conn
	importID    int64
	watched     bool    // it read a watched place
	w           *Writer // writes bodies and links, and leaves the index for later
	done, total int
}

// check says why the import cannot be undone.
func (u *undoing) check(ctx context.Context) error {
	var origin sql.NullString
	var undone sql.NullInt64
	err := u.tx.QueryRowContext(ctx, "SELECT origin, undone_at FROM imports WHERE id = ?", u.importID).Scan(&origin, &undone)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return noImport(u.importID)
	case err != nil:
		return err
	case undone.Valid:
		return badRequest(fmt.Sprintf("import %d was undone already", u.importID), "import the files again to have them back")
	case !origin.Valid:
		return badRequest(fmt.Sprintf("import %d was made by an older Loquat, which kept nothing to undo it with", u.importID), "delete its conversations instead")
	}
	u.watched = origin.String == string(chat.OriginWatched)
	return nil
}

func noImport(id int64) error { return notFound(fmt.Sprintf("import %d", id)) }

// prepare passes on what stays and counts what is to be done.
func (u *undoing) prepare(ctx context.Context) (r chat.UndoReport, err error) {
	before, err := u.count(ctx)
	if err != nil {
		return r, err
	}
	if err := u.passOn(ctx); err != nil {
		return r, err
	}
	r, err = u.count(ctx)
	r.Kept = before.Removed + before.Restored - r.Removed - r.Restored
	return r, err
}

// count counts what is the import's alone.
func (u *undoing) count(ctx context.Context) (r chat.UndoReport, err error) {
	r.Import, r.Watched, r.Notes = u.importID, u.watched, []string{}
	err = u.tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE parent_id IS NULL), count(parent_id), coalesce(sum(edited), 0)
		FROM conversations WHERE created_import = ?`, u.importID).Scan(&r.Removed, &r.SubAgents, &r.Edited)
	if err != nil {
		return r, err
	}
	runs := 0
	err = u.tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE parent_id IS NULL), count(parent_id)
		FROM replaced JOIN conversations c ON c.id = conversation_id WHERE import_id = ?`, u.importID).Scan(&r.Restored, &runs)
	r.SubAgents += runs
	return r, err
}

// sweepUndone removes the files that an undo has left.
func (s *Store) sweepUndone(ctx context.Context) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		if err := s.sweepFiles(ctx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE imports SET files_left = NULL WHERE files_left = 1")
		return err
	})
}
