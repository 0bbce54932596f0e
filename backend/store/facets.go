package store

import (
	"context"
	"database/sql"

	"loquat/backend/chat"
)

// How many values of a facet are counted out.
const (
	maxTags   = 500
	maxModels = 200
)

// Facets returns the numbers of the sidebar: of what a list without a filter shows, so sub-agent runs whose parent is
// there are not counted. They are kept until something is written.
func (s *Store) Facets(ctx context.Context) (chat.Facets, error) {
	s.facetsMu.Lock()
	defer s.facetsMu.Unlock()
	version := s.version.Load()
	if s.write != nil && s.facetsAt == version {
		return s.facets, nil
	}
	var f chat.Facets
	err := s.reading(ctx, func(tx *sql.Tx) error {
		var err error
		f, err = countFacets(ctx, tx)
		return err
	})
	if err == nil {
		s.facets, s.facetsAt = f, version
	}
	return f, err
}

func countFacets(ctx context.Context, tx *sql.Tx) (f chat.Facets, err error) {
	err = tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE status <> 'deleted'), count(*) FILTER (WHERE status = 'favorite'),
		count(*) FILTER (WHERE status = 'deleted') FROM conversations WHERE parent_id IS NULL`).Scan(&f.All, &f.Favorite, &f.Deleted)
	if err != nil {
		return f, err
	}
	const shown = " FROM conversations WHERE parent_id IS NULL AND status IN ('active', 'favorite') "
	for _, one := range []struct {
		to    *[]chat.Facet
		query string
		limit int
	}{
		{&f.Types, "SELECT type, count(*) n" + shown + "GROUP BY type ORDER BY n DESC, type LIMIT ?", 10},
		{&f.Sources, "SELECT source, count(*) n" + shown + "GROUP BY source ORDER BY n DESC, source LIMIT ?", maxModels},
		{&f.Models, "SELECT model, count(*) n" + shown + "AND model <> '' GROUP BY model ORDER BY n DESC, model LIMIT ?", maxModels},
		{&f.Tags, `SELECT tag, count(*) n FROM conversation_tags WHERE conversation_id NOT IN
			(SELECT id FROM conversations WHERE status = 'deleted' OR parent_id IS NOT NULL) GROUP BY tag ORDER BY n DESC, tag LIMIT ?`, maxTags},
	} {
		if *one.to, err = facetRows(ctx, tx, one.query, one.limit); err != nil {
			return f, err
		}
	}
	return f, nil
}

func facetRows(ctx context.Context, tx *sql.Tx, query string, limit int) ([]chat.Facet, error) {
	rows, err := tx.QueryContext(ctx, query, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []chat.Facet{}
	for rows.Next() {
		var f chat.Facet
		if err := rows.Scan(&f.Value, &f.Count); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, rows.Err()
}
