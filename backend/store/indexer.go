package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync/atomic"
)

// indexer writes the full-text index of one import in a goroutine of its own, beside the writing of the messages: that
// is the larger half of the work. It is one transaction behind: a batch is committed to the index after its messages
// are safe in the database, so that the index never knows more than the database.
type indexer struct {
	s       *Store
	entries chan indexEntry
	ended   chan struct{}
	indexed atomic.Int64          // number of the last batch that is safe in the index
	failed  atomic.Pointer[error] // why it stopped; nil when it did not
}

// indexEntry is one thing to do: to index a conversation anew, or to end a batch.
type indexEntry struct {
	conversation int64
	documents    []document
	again        bool  // the index may have documents of it from before
	commit       int64 // number of a batch whose messages are safe
	rollback     bool  // the batch was taken back
}

// waiting is how many conversations may wait to be indexed.
const waiting = 64

func startIndexer(s *Store) *indexer {
	x := &indexer{s: s, entries: make(chan indexEntry, waiting), ended: make(chan struct{})}
	go x.run()
	return x
}

// add hands over an entry, and returns the error that stopped the indexer, if any.
func (x *indexer) add(e indexEntry) error {
	select {
	case x.entries <- e:
		return x.err()
	case <-x.ended:
		return x.err()
	}
}

// stop waits until everything is indexed, and returns the last batch that is.
func (x *indexer) stop() (indexed int64, err error) {
	close(x.entries)
	<-x.ended
	return x.indexed.Load(), x.err()
}

func (x *indexer) err() error {
	if err := x.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (x *indexer) run() {
	defer close(x.ended)
	if err := x.work(context.Background()); err != nil {
		x.failed.Store(&err)
	}
}

// work runs one transaction for each batch.
func (x *indexer) work(ctx context.Context) error {
	for e := range x.entries {
		tx, err := x.s.index.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		batch, err := x.workBatch(ctx, tx, e)
		if err != nil || batch == 0 {
			tx.Rollback()
		} else if err = tx.Commit(); err == nil {
			x.indexed.Store(batch)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// workBatch indexes until the batch ends, and returns its number; 0 when it was taken back, or the import ended in it.
// Conversations that were there before come last, in order: FTS5 gathers rows in memory as long as their ids go up, and
// writes a piece of index whenever one goes down.
func (x *indexer) workBatch(ctx context.Context, tx *sql.Tx, e indexEntry) (int64, error) {
	index, err := newIndexTx(ctx, tx)
	if err != nil {
		return 0, err
	}
	defer index.close()
	var again []indexEntry
	for open := true; open; e, open = <-x.entries {
		switch {
		case e.rollback:
			return 0, nil
		case e.commit != 0:
			slices.SortStableFunc(again, func(a, b indexEntry) int { return cmp.Compare(a.conversation, b.conversation) })
			for _, old := range again {
				if err := index.replace(ctx, old.conversation, old.documents); err != nil {
					return 0, err
				}
			}
			return e.commit, nil
		case e.again:
			again = append(again, e)
			continue
		}
		for _, d := range e.documents {
			if err := index.put(ctx, d); err != nil {
				return 0, err
			}
		}
	}
	return 0, nil
}

// forgetIndexed notes in the database that everything up to a batch is safe in the index.
func forgetIndexed(ctx context.Context, db execer, batch int64) error {
	_, err := db.ExecContext(ctx, "DELETE FROM unindexed WHERE batch <= ?", batch)
	return err
}
