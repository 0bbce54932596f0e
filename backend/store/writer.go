package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"loquat/backend/chat"
)

// A batch is one transaction: so many conversations, or so many bytes of text and raw records, whichever comes first.
const (
	batchConversations = 2000
	batchBytes         = 48 << 20
)

// Writer writes the conversations of one import in batches, each a transaction.
type Writer struct {
	s        *Store
	importID int64
	stmts    *statements
	index    *indexer
	batch    int64            // number of the open batch, from 1
	toolSets map[string]int64 // hash of a tool set to its id; of this batch and the ones before
	reader   *reader          // reads on the connection that writes; nil until it is needed
	seen     []int64          // what the open batch met and left as it was

	open          bool // a batch is open, and this Writer has the turn
	conversations int  // in the open batch
	bytes         int
	pending       Undone // what the open batch's Puts reported
	undone        Undone
	ended         bool
}

// BeginImport starts an import of these paths. The Writer must be ended by Commit or Close. CodeBusy when another import,
// or an undo of one, runs.
func (s *Store) BeginImport(ctx context.Context, origin chat.Origin, paths []string) (*Writer, error) {
	return s.begin(ctx, func(ctx context.Context, tx *sql.Conn) (int64, error) { return addImport(ctx, tx, origin, paths) })
}

// addImport adds an import that begins now.
func addImport(ctx context.Context, tx *sql.Conn, origin chat.Origin, paths []string) (int64, error) {
	result, err := tx.ExecContext(ctx, "INSERT INTO imports (started_at, origin, paths) VALUES (?, ?, ?)", now(), origin, marshal(append([]string{}, paths...)))
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// begin makes a Writer for the import whose id is returned by row.
func (s *Store) begin(ctx context.Context, row func(context.Context, *sql.Conn) (int64, error)) (*Writer, error) {
	if err := s.beginImporting(); err != nil {
		return nil, err
	}
	w := &Writer{s: s, toolSets: map[string]int64{}}
	err := s.change(ctx, func(ctx context.Context, tx *sql.Conn) (err error) {
		if w.importID, err = row(ctx, tx); err != nil {
			return err
		}
		w.stmts, err = prepareStatements(ctx, tx)
		return err
	})
	if err != nil {
		s.importing.Store(false)
		return nil, err
	}
	w.index = startIndexer(s)
	return w, nil
}

// ImportID is the id of the import that this Writer writes, for Filter.Import and UndoImport.
func (w *Writer) ImportID() int64 { return w.importID }

// beginImporting makes the caller the only one that imports, until it sets importing to false.
func (s *Store) beginImporting() error {
	if !s.importing.CompareAndSwap(false, true) {
		return &chat.Error{Code: chat.CodeBusy, Reason: "another import is running", Advice: "wait until it ends"}
	}
	return nil
}

// Put keeps one conversation with its sub-agent runs and attachments. It is idempotent: (source, external id) is one
// conversation, and a hash of the content tells Unchanged from Updated. What the user changed survives an update: title,
// tags (also those taken away), status (what is in the trash stays there), and the branch in view while it exists.
//
// A conversation that comes twice: the version with the later time of change stays, whichever comes first; without such
// times, or with equal ones, the later Put stays. An attachment whose bytes the library has, and that now comes without
// them, keeps its bytes.
//
// An error is final: the open batch is taken back (see Undone), and the Writer can only be closed.
func (w *Writer) Put(ctx context.Context, c *chat.Conversation) (Put, error) {
	if err := ctx.Err(); err != nil {
		return Put{}, err
	}
	if w.ended {
		return Put{}, badRequest("this import has ended", "begin another")
	}
	if err := checkConversation(c); err != nil {
		return Put{}, err
	}
	if err := w.openBatch(ctx); err != nil {
		return Put{}, err
	}
	// From here on nothing is cut off in the middle: a conversation is whole or not there.
	done, err := w.putTree(context.WithoutCancel(ctx), c)
	if err != nil {
		w.abandonBatch()
		return Put{}, w.s.explain(err)
	}
	w.conversations++
	w.bytes += sizeOf(c)
	if w.conversations >= batchConversations || w.bytes >= batchBytes {
		if err := w.commitBatch(); err != nil { // then c was never reported as put
			return Put{}, err
		}
		return done, nil
	}
	w.pending.add(done)
	return done, nil
}

// Commit ends the import: what was put is kept, and report is stored with it.
func (w *Writer) Commit(ctx context.Context, report chat.ImportReport) error {
	if w.ended {
		return badRequest("this import has ended", "begin another")
	}
	if err := w.commitBatch(); err != nil {
		return err
	}
	return w.end(context.WithoutCancel(ctx), marshal(report))
}

// Close ends the import early: whole conversations already put stay. After Commit it does nothing.
func (w *Writer) Close() error {
	if w.ended {
		return nil
	}
	if err := w.commitBatch(); err != nil {
		w.end(context.Background(), "")
		return err
	}
	return w.end(context.Background(), "")
}

// Undone says what Put reported and was taken back, because a batch could not be written. It is zero unless Put, Commit
// or Close gave an error.
func (w *Writer) Undone() Undone { return w.undone }

func (w *Writer) end(ctx context.Context, report string) error {
	w.ended = true
	defer w.s.importing.Store(false)
	defer w.closeStatements()
	indexed, err := w.index.stop()
	if err != nil {
		return w.s.explain(err)
	}
	return w.s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		if err := forgetIndexed(ctx, tx, indexed); err != nil {
			return err
		}
		if err := w.s.sweepFiles(ctx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE imports SET ended_at = ?, report = ? WHERE id = ?", now(), orNull(report), w.importID)
		return err
	})
}

// closeStatements ends what was prepared.
func (w *Writer) closeStatements() {
	w.stmts.close()
	if w.reader != nil {
		w.reader.close()
	}
}

func (w *Writer) openBatch(ctx context.Context) error {
	if w.open {
		return nil
	}
	if err := w.s.takeTurn(ctx); err != nil {
		return err
	}
	if _, err := w.s.write.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		w.s.giveTurn()
		return w.s.explain(err)
	}
	w.open = true
	w.batch++
	return nil
}

func (w *Writer) commitBatch() error {
	if !w.open {
		return nil
	}
	ctx := context.Background()
	err := errors.Join(w.s.syncNames(), w.putSeen(ctx))
	if err == nil {
		err = forgetIndexed(ctx, w.s.write, w.index.indexed.Load())
	}
	if err == nil {
		_, err = w.s.write.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		w.abandonBatch()
		return w.s.explain(err)
	}
	w.s.version.Add(1)
	w.closeBatch()
	w.index.add(indexEntry{commit: w.batch}) // the batch is kept whatever the index says; the next Put, or the end, tells it
	return nil
}

// abandonBatch takes the open batch back and remembers what that undoes.
func (w *Writer) abandonBatch() {
	w.s.write.ExecContext(context.Background(), "ROLLBACK")
	w.index.add(indexEntry{rollback: true})
	w.undone = w.pending
	clear(w.toolSets)
	w.closeBatch()
}

func (w *Writer) closeBatch() {
	w.open, w.conversations, w.bytes, w.pending, w.seen = false, 0, 0, Undone{}, w.seen[:0]
	w.s.giveTurn()
}

// now is the time in milliseconds since 1970 UTC.
func now() int64 { return time.Now().UnixMilli() }
