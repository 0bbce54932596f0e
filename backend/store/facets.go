package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

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

// countFacets goes once through the index conversations_facets, and once through the tags.
func countFacets(ctx context.Context, tx *sql.Tx) (f chat.Facets, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT status, source, type, model, count(*) FROM conversations INDEXED BY conversations_facets
		WHERE parent_id IS NULL GROUP BY status, source, type, model`)
	if err != nil {
		return f, err
	}
	defer rows.Close()
	types, sources, models := map[string]int{}, map[string]int{}, map[string]int{}
	for rows.Next() {
		var status, source, kind, model string
		var n int
		if err := rows.Scan(&status, &source, &kind, &model, &n); err != nil {
			return f, err
		}
		switch chat.Status(status) {
		case chat.StatusDeleted:
			f.Deleted += n
			continue
		case chat.StatusFavorite:
			f.Favorite += n
		}
		f.All += n
		types[kind] += n
		sources[source] += n
		models[model] += n
	}
	delete(models, "")
	f.Types, f.Sources, f.Models = mostUsed(types, len(types)), mostUsed(sources, len(sources)), mostUsed(models, maxModels)
	if err := rows.Err(); err != nil {
		return f, err
	}
	f.Tags, err = countTags(ctx, tx)
	return f, err
}

// mostUsed lists at most limit values, most used first.
func mostUsed(counts map[string]int, limit int) []chat.Facet {
	all := make([]chat.Facet, 0, len(counts))
	for value, n := range counts {
		all = append(all, chat.Facet{Value: value, Count: n})
	}
	slices.SortFunc(all, func(a, b chat.Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return all[:min(len(all), limit)]
}

func countTags(ctx context.Context, tx *sql.Tx) ([]chat.Facet, error) {
	rows, err := tx.QueryContext(ctx, `SELECT tag, count(*) n FROM conversation_tags WHERE conversation_id NOT IN
		(SELECT id FROM conversations WHERE parent_id IS NULL AND status = 'deleted' UNION ALL SELECT id FROM conversations WHERE parent_id IS NOT NULL)
		GROUP BY tag ORDER BY n DESC, tag LIMIT ?`, maxTags)
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
