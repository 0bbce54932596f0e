package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// Find turns a library id or an external id into a library id. CodeNotFound, or CodeBadRequest when several match. To
// say which is meant: "#12" is a library id only, "chatgpt:abc" an external id of one source.
func (s *Store) Find(ctx context.Context, typed string) (int64, error) {
	typed = strings.TrimSpace(typed)
	source, external, _ := strings.Cut(typed, ":")
	number, digits := strings.CutPrefix(typed, "#")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		id = 0
	}
	name := typed
	if digits {
		name = "" // no external id is empty
	}
	found, err := ids(s.read.QueryContext(ctx, `SELECT id FROM conversations WHERE id = ?1
		UNION SELECT id FROM conversations WHERE external_id = ?2
		UNION SELECT id FROM conversations WHERE source = ?3 AND external_id = ?4 ORDER BY id LIMIT 3`, id, name, source, external))
	switch {
	case err != nil:
		return 0, s.explain(err)
	case len(found) == 0:
		return 0, notFound(fmt.Sprintf("conversation %q", typed))
	case len(found) > 1:
		return 0, badRequest(fmt.Sprintf("%q means several conversations", typed),
			fmt.Sprintf("write #%d or #%d, with the # and the library's own id", found[0], found[1]))
	}
	return found[0], nil
}

// SubRuns returns the sub-agent runs that a conversation started.
func (s *Store) SubRuns(ctx context.Context, id int64) ([]chat.SubRun, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, parent_call_id, title FROM conversations WHERE parent_id = ? ORDER BY id", id)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	runs := []chat.SubRun{}
	for rows.Next() {
		var r chat.SubRun
		if err := rows.Scan(&r.ID, &r.CallID, &r.Title); err != nil {
			return nil, s.explain(err)
		}
		runs = append(runs, r)
	}
	return runs, s.explain(rows.Err())
}
