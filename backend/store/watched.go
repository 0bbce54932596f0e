package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"

	"loquat/backend/chat"
)

// Watch keeps a place as one that is read again when it changes. One that is kept already stays as it is.
func (s *Store) Watch(ctx context.Context, path, source string) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO watched (path, source, added_at, state, error, stamps) VALUES (?, ?, ?, 'new', '', x'')
			ON CONFLICT (path) DO NOTHING`, path, source, now())
		return err
	})
}

// Unwatch ends that; what was read from the place stays. CodeNotFound when it is not watched.
func (s *Store) Unwatch(ctx context.Context, path string) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM watched WHERE path = ?", path)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return NotWatched(path)
	})
}

// Watched lists the watched places, by path.
func (s *Store) Watched(ctx context.Context) ([]chat.WatchedPlace, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT path, source, added_at, read_at, coalesce(import_id, 0), state, error FROM watched ORDER BY path")
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	all := []chat.WatchedPlace{}
	for rows.Next() {
		var w chat.WatchedPlace
		if err := rows.Scan(&w.Path, &w.Source, timeScan{&w.AddedAt}, timeScan{&w.ReadAt}, &w.Import, &w.State, &w.Error); err != nil {
			return nil, s.explain(err)
		}
		all = append(all, w)
	}
	return all, s.explain(rows.Err())
}

// Stamps returns the files of a watched place as they were when it was read last. CodeNotFound when it is not watched.
func (s *Store) Stamps(ctx context.Context, path string) ([]uint64, error) {
	var packed []byte
	err := s.read.QueryRowContext(ctx, "SELECT stamps FROM watched WHERE path = ?", path).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, NotWatched(path)
	} else if err != nil {
		return nil, s.explain(err)
	}
	stamps := make([]uint64, len(packed)/8)
	for i := range stamps {
		stamps[i] = binary.BigEndian.Uint64(packed[8*i:])
	}
	return stamps, nil
}

// WatchedRead keeps how a watched place was read, w.State and w.Error, at w.ReadAt by w.Import, with its files as they
// were before. A place that is no longer watched is left alone.
func (s *Store) WatchedRead(ctx context.Context, w chat.WatchedPlace, stamps []uint64) error {
	packed := make([]byte, 0, 8*len(stamps))
	for _, stamp := range stamps {
		packed = binary.BigEndian.AppendUint64(packed, stamp)
	}
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		_, err := tx.ExecContext(ctx, "UPDATE watched SET read_at = ?, import_id = nullif(?, 0), state = ?, error = ?, stamps = ? WHERE path = ?",
			w.ReadAt.MS, w.Import, w.State, w.Error, packed, w.Path)
		return err
	})
}

// WatchedTold keeps that a watched place could not be looked at. What was read before stays known.
func (s *Store) WatchedTold(ctx context.Context, path string, state chat.WatchState, sentence string) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		_, err := tx.ExecContext(ctx, "UPDATE watched SET state = ?, error = ? WHERE path = ?", state, sentence, path)
		return err
	})
}

// NotWatched is the error about a place that is not watched.
func NotWatched(path string) error {
	return &chat.Error{Code: chat.CodeNotFound, File: path, Reason: "this place is not watched", Advice: "look it up among the watched places"}
}
