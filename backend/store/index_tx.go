package store

import (
	"context"
	"database/sql"
)

// indexTx is a transaction of the full-text index.
type indexTx struct{ known, remove, add *sql.Stmt }

func newIndexTx(ctx context.Context, tx *sql.Tx) (*indexTx, error) {
	x := &indexTx{}
	for _, one := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&x.known, "SELECT id FROM search_docsize WHERE id BETWEEN ? AND ? ORDER BY id"}, // FTS5's own list of its rows
		{&x.remove, "DELETE FROM search WHERE rowid = ?"},
		{&x.add, "INSERT INTO search (rowid, text) VALUES (?, ?)"},
	} {
		var err error
		if *one.to, err = tx.PrepareContext(ctx, one.sql); err != nil {
			x.close()
			return nil, err
		}
	}
	return x, nil
}

func (x *indexTx) close() {
	for _, s := range []*sql.Stmt{x.known, x.remove, x.add} {
		if s != nil {
			s.Close()
		}
	}
}

func (x *indexTx) put(ctx context.Context, d document) error {
	_, err := x.add.ExecContext(ctx, d.id, d.text)
	return err
}

// replace puts a conversation's documents in the place of those it had. It goes through both by rising id, one
// row at a time: a statement that removes many rows would make FTS5 write out what it has gathered.
func (x *indexTx) replace(ctx context.Context, conversation int64, documents []document) error {
	old, err := ids(x.known.QueryContext(ctx, firstID(conversation), lastID(conversation)))
	if err != nil {
		return err
	}
	for len(old) > 0 || len(documents) > 0 {
		if len(documents) == 0 || len(old) > 0 && old[0] <= documents[0].id {
			if _, err := x.remove.ExecContext(ctx, old[0]); err != nil {
				return err
			}
			old = old[1:]
			continue
		}
		if err := x.put(ctx, documents[0]); err != nil {
			return err
		}
		documents = documents[1:]
	}
	return nil
}
