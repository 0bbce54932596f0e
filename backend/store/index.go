package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"loquat/backend/chat"
)

// The full-text index is a database of its own, search.db. It holds nothing that the library does not hold: when it is
// missing, damaged, or of another version, it is made anew.

// indexVersion goes up when what is indexed changes.
const indexVersion = 1

// indexSchema has one document for each message, the rowid its id, without a text of its own. A hash table larger than
// FTS5's 1 MB makes an import a third faster, and 8 MB is as fast as more; hashsize is not documented, but as old as FTS5.
const indexSchema = `BEGIN IMMEDIATE;
CREATE VIRTUAL TABLE search USING fts5 (
  text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
);
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
PRAGMA user_version = 1;
COMMIT;`

// openIndex opens the full-text index, or makes a new one; then every conversation waits to be indexed.
func (s *Store) openIndex(ctx context.Context) error {
	version, err := s.connectIndex(ctx)
	if err == nil && version == indexVersion {
		return nil
	}
	if err != nil && !sqliteSays(err, sqliteNotADB, sqliteCorrupt) {
		return err
	}
	s.index.Close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(s.dir, indexName+suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if _, err := s.connectIndex(ctx); err != nil {
		return err
	}
	if _, err := s.index.ExecContext(ctx, indexSchema); err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, "INSERT OR REPLACE INTO unindexed (conversation_id, batch) SELECT id, 0 FROM conversations")
	return err
}

// connectIndex opens search.db and returns its version; 0 for an empty file.
func (s *Store) connectIndex(ctx context.Context) (version int, err error) {
	if err := s.makePrivate(indexName); err != nil {
		return 0, err
	}
	s.index = sql.OpenDB(connector{dsn: s.dsn(indexName, "rw", indexCache)})
	s.index.SetMaxOpenConns(1)
	if _, err := s.index.ExecContext(ctx, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL"); err != nil {
		return 0, err
	}
	return userVersion(ctx, s.index)
}

// repairBatch is how many conversations one transaction of a repair indexes.
const repairBatch = 500

// repairIndex indexes what a crash or an undo has left unindexed, a part at a time: others have their turn in between.
func (s *Store) repairIndex(ctx context.Context) error {
	for more := true; more; {
		err := s.takeTurn(ctx)
		if err != nil {
			return err
		}
		more, err = s.repairSome(ctx)
		s.giveTurn()
		if err != nil {
			return s.explain(err)
		}
	}
	return nil
}

// repairSome indexes some of what is marked as not indexed, and says whether there may be more. The caller has the turn to
// write, and no import runs.
func (s *Store) repairSome(ctx context.Context) (more bool, err error) {
	waiting, err := ids(s.write.QueryContext(ctx, "SELECT conversation_id FROM unindexed ORDER BY conversation_id LIMIT ?", repairBatch))
	if err != nil || len(waiting) == 0 {
		return false, err
	}
	if err := s.reindex(ctx, waiting); err != nil {
		return false, err
	}
	_, err = s.write.ExecContext(ctx, "DELETE FROM unindexed WHERE conversation_id <= ?", waiting[len(waiting)-1])
	return true, err
}

// reindex indexes conversations anew from the database. One that is gone leaves the index.
func (s *Store) reindex(ctx context.Context, sorted []int64) error {
	tx, err := s.index.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	index, err := newIndexTx(ctx, tx)
	if err != nil {
		return err
	}
	defer index.close()
	rest := sorted
	goneBefore := func(id int64) error {
		for ; len(rest) > 0 && rest[0] < id; rest = rest[1:] {
			if err := index.replace(ctx, rest[0], nil); err != nil {
				return err
			}
		}
		return nil
	}
	err = s.eachOf(ctx, these(sorted...), func(c *chat.Conversation) error {
		if err := goneBefore(c.ID); err != nil {
			return err
		}
		rest = rest[1:]
		return index.replace(ctx, c.ID, documentsOf(c.ID, c.Messages))
	})
	if err == nil {
		err = goneBefore(math.MaxInt64)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}
