package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"loquat/backend/chat"
)

// ranked is how many of the newest messages found are ranked; countCap is where the count of conversations ends.
const (
	ranked   = 1000
	countCap = 10_000
)

// listText lists what a full-text search finds: one row for each conversation, with the message found in it.
func (s *Store) listText(ctx context.Context, tx *sql.Tx, req chat.ListRequest, w *where) (page chat.ListPage, err error) {
	page.Conversations = []chat.Row{}
	match := matchQuery(req.Filter.Text)
	if match == "" {
		return page, nil
	}
	args := append([]any{match}, w.args...)
	if err := tx.QueryRowContext(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT DISTINCT s.rowid >> 24 FROM search s CROSS JOIN conversations c ON c.id = s.rowid >> 24
		WHERE s.search MATCH ? AND %s LIMIT %d)`, w, countCap+1), args...).Scan(&page.Total); err != nil {
		return page, err
	}
	if page.Total > countCap {
		page.Total, page.TotalCapped = countCap, true
	}
	if req.Sort == chat.SortRelevance {
		return page, s.rankedPage(ctx, tx, req, w, match, &page)
	}
	o, ok := orders[req.Sort]
	if !ok {
		return page, badRequest(fmt.Sprintf("a list cannot be sorted by %q", req.Sort), "sort by relevance, newest, oldest, updated or title")
	}
	w.add("c.id IN (SELECT rowid >> 24 FROM search WHERE search MATCH ?)", match)
	if page.Conversations, page.Next, err = sortedPage(ctx, tx, req, o, "conversations c INDEXED BY "+o.index, w); err != nil {
		return page, err
	}
	first, err := firstHits(ctx, tx, match, page.Conversations)
	if err != nil {
		return page, err
	}
	return page, addSnippets(ctx, tx, page.Conversations, first, phrases(req.Filter.Text))
}

// indexError tells damage of the full-text index from damage of the database. A damaged index is marked, so that the next
// start makes it anew.
func (s *Store) indexError(ctx context.Context, err error) error {
	if !sqliteSays(err, sqliteCorrupt) || s.index == nil {
		return err
	}
	s.index.ExecContext(context.WithoutCancel(ctx), "PRAGMA user_version = 0")
	return &chat.Error{Code: chat.CodeDamaged, File: filepath.Join(s.dir, indexName), Reason: "the index of the full-text search is damaged",
		Advice: "start Loquat again: it makes a new one", Err: err}
}

// hit is a conversation found, and the message that shows best why.
type hit struct{ conversation, message int64 }

// rankedPage fills a page with the best first: the newest messages found are ranked, and the conversations that only
// older messages are found in follow, newest first.
func (s *Store) rankedPage(ctx context.Context, tx *sql.Tx, req chat.ListRequest, w *where, match string, page *chat.ListPage) error {
	offset := req.Offset
	if req.After != "" {
		after, err := readToken(req.After, req.Sort)
		if err != nil {
			return err
		}
		offset = after.Offset
	}
	best, oldest, err := rankNewest(ctx, tx, w, match)
	if err != nil {
		return err
	}
	wanted := best[min(offset, len(best)):min(offset+req.Limit, len(best))]
	if missing := req.Limit - len(wanted); missing > 0 && oldest > 0 {
		rest, err := olderHits(ctx, tx, w, match, oldest, missing, max(offset-len(best), 0))
		if err != nil {
			return err
		}
		wanted = append(wanted, rest...)
	}
	if page.Conversations, err = hitRows(ctx, tx, wanted, phrases(req.Filter.Text)); err != nil {
		return err
	}
	if len(wanted) == req.Limit {
		page.Next = token{Sort: req.Sort, Offset: offset + len(wanted)}.String()
	}
	return nil
}

// rankNewest ranks the newest messages found, and returns their conversations, the best first. oldest is the oldest
// conversation among them when there may be more, else 0.
func rankNewest(ctx context.Context, tx *sql.Tx, w *where, match string) (best []hit, oldest int64, err error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT id >> 24, id, min(score), count(*) FROM (
			SELECT s.rowid AS id, s.rank AS score FROM search s CROSS JOIN conversations c ON c.id = s.rowid >> 24
			WHERE s.search MATCH ? AND %s ORDER BY s.rowid DESC LIMIT %d)
		GROUP BY 1 ORDER BY 3, 1 DESC`, w, ranked), append([]any{match}, w.args...)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	total := 0
	for rows.Next() {
		var h hit
		var score float64
		var n int
		if err := rows.Scan(&h.conversation, &h.message, &score, &n); err != nil {
			return nil, 0, err
		}
		best = append(best, h)
		if total += n; oldest == 0 || h.conversation < oldest {
			oldest = h.conversation
		}
	}
	if total < ranked {
		oldest = 0
	}
	return best, oldest, rows.Err()
}

// olderHits finds conversations older than the ranked ones, newest first, each with its first message found.
func olderHits(ctx context.Context, tx *sql.Tx, w *where, match string, before int64, limit, offset int) ([]hit, error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT s.rowid >> 24, min(s.rowid) FROM search s CROSS JOIN conversations c ON c.id = s.rowid >> 24
		WHERE s.search MATCH ? AND s.rowid < ? AND %s GROUP BY 1 ORDER BY 1 DESC LIMIT ? OFFSET ?`, w),
		append(append([]any{match, firstID(before)}, w.args...), limit, offset)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []hit
	for rows.Next() {
		var h hit
		if err := rows.Scan(&h.conversation, &h.message); err != nil {
			return nil, err
		}
		found = append(found, h)
	}
	return found, rows.Err()
}

// hitRows reads the rows of hits in their order, each with its snippet.
func hitRows(ctx context.Context, tx *sql.Tx, hits []hit, looked []phrase) ([]chat.Row, error) {
	found := make([]int64, len(hits))
	messages := map[int64]int64{}
	for i, h := range hits {
		found[i], messages[h.conversation] = h.conversation, h.message
	}
	list, err := rowsOf(ctx, tx, found)
	if err != nil {
		return nil, err
	}
	return list, addSnippets(ctx, tx, list, messages, looked)
}

// addSnippets gives each row the snippet of the message found in its conversation.
func addSnippets(ctx context.Context, tx *sql.Tx, rows []chat.Row, messages map[int64]int64, looked []phrase) error {
	snippets, err := newSnippets(ctx, tx, looked)
	if err != nil {
		return err
	}
	defer snippets.close()
	for i := range rows {
		if rows[i].Snippet, err = snippets.of(ctx, messages[rows[i].ID]); err != nil {
			return err
		}
	}
	return nil
}

// firstHits finds the first message found in each of these rows. One walk through all that is found is faster than one
// search for each row.
func firstHits(ctx context.Context, tx *sql.Tx, match string, rows []chat.Row) (map[int64]int64, error) {
	wanted := make([]int64, len(rows))
	for i, r := range rows {
		wanted[i] = r.ID
	}
	found, err := tx.QueryContext(ctx, `SELECT rowid >> 24, min(rowid) FROM search
		WHERE search MATCH ? AND rowid >> 24 IN (SELECT value FROM json_each(?)) GROUP BY 1`, match, jsonIDs(wanted))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	first := map[int64]int64{}
	for found.Next() {
		var h hit
		if err := found.Scan(&h.conversation, &h.message); err != nil {
			return nil, err
		}
		first[h.conversation] = h.message
	}
	return first, found.Err()
}
