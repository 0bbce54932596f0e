package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// rowColumns is one line of the list, of conversations c.
const rowColumns = `SELECT c.id, c.source, c.external_id, c.title, c.type, c.status, c.tags, c.model, c.created_at, c.created_guessed, c.updated_at,
	c.thread_rounds, c.thread_messages, c.excerpt, c.parent_id,
	(SELECT count(*) FROM conversations k WHERE k.parent_id = c.id) `

// order says how a list is sorted: by the key, then by id. Missing keys come last in both directions. The index holds
// rows in this order, and everything that a filter asks.
type order struct {
	key   string
	desc  bool
	index string
}

var orders = map[chat.Sort]order{
	chat.SortNewest:  {"c.created_at", true, "conversations_created"},
	chat.SortOldest:  {"c.created_at", false, "conversations_created"},
	chat.SortUpdated: {"c.updated_at", true, "conversations_updated"},
	chat.SortTitle:   {"c.search_key", false, "conversations_title"},
}

// fewRows is up to how many rows are found first and sorted then; more are found in the order of the list, but for a
// title search, which has one index.
const fewRows = 1000

// List returns one page. With Filter.Text each row has a snippet, and TotalCapped may say that more than Total match;
// Count is exact. Search input is never an error; CodeBadDate and CodeBadRequest are for the rest of the request.
func (s *Store) List(ctx context.Context, req chat.ListRequest) (page chat.ListPage, err error) {
	if req.Limit < 1 || req.Limit > 1000 {
		return page, badRequest(fmt.Sprintf("a page of %d rows was asked for", req.Limit), "ask for 1 to 1000")
	}
	if req.Offset < 0 {
		return page, badRequest("a page before the first was asked for", "begin at 0")
	}
	w, err := filterWhere(req.Filter)
	if err != nil {
		return page, err
	}
	if req.Sort == "" {
		req.Sort = chat.SortNewest
		if req.Filter.Text != "" {
			req.Sort = chat.SortRelevance
		}
	}
	err = s.reading(ctx, func(tx *sql.Tx) error {
		if strings.TrimSpace(req.Filter.Text) != "" {
			page, err = s.listText(ctx, tx, req, w)
			err = s.indexError(ctx, err)
		} else {
			page, err = s.listPlain(ctx, tx, req, w)
		}
		return err
	})
	return page, err
}

// listPlain lists without a full-text search.
func (s *Store) listPlain(ctx context.Context, tx *sql.Tx, req chat.ListRequest, w *where) (page chat.ListPage, err error) {
	o, ok := orders[req.Sort]
	if !ok {
		return page, badRequest(fmt.Sprintf("a list cannot be sorted by %q here", req.Sort), "sort by newest, oldest, updated or title")
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+conversationsFor(req.Filter)+" WHERE "+w.String(), w.args...).Scan(&page.Total); err != nil {
		return page, err
	}
	if page.Conversations = []chat.Row{}; page.Total == 0 {
		return page, nil
	}
	from := conversationsFor(req.Filter)
	if page.Total > fewRows && req.Filter.Search == "" {
		from = "conversations c INDEXED BY " + o.index
	}
	page.Conversations, page.Next, err = sortedPage(ctx, tx, req, o, from, w)
	return page, err
}

// sortedPage reads one page in an order that an index has, and the token of the next. The rows of the page are found by
// the index alone, and only they are read.
func sortedPage(ctx context.Context, tx *sql.Tx, req chat.ListRequest, o order, from string, w *where) ([]chat.Row, string, error) {
	at := where{clauses: slices.Clone(w.clauses), args: slices.Clone(w.args)}
	offset := req.Offset
	if req.After != "" {
		after, err := readToken(req.After, req.Sort)
		if err != nil {
			return nil, "", err
		}
		after.addTo(&at, o)
		offset = 0
	}
	keyOrder, idOrder := o.key+" ASC NULLS LAST", "c.id ASC"
	if o.desc {
		keyOrder, idOrder = o.key+" DESC", "c.id DESC"
	}
	query := fmt.Sprintf("SELECT c.id, %s FROM %s WHERE %s ORDER BY %s, %s LIMIT ? OFFSET ?", o.key, from, &at, keyOrder, idOrder)
	rows, err := tx.QueryContext(ctx, query, append(at.args, req.Limit+1, offset)...)
	if err != nil {
		return nil, "", err
	}
	defer rows.Close()
	var found []int64
	var id int64
	var key, lastKey any
	next := ""
	for rows.Next() {
		if len(found) == req.Limit {
			next = writeToken(req.Sort, lastKey, id)
			break
		}
		if err := rows.Scan(&id, &key); err != nil {
			return nil, "", err
		}
		found, lastKey = append(found, id), key
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, "", err
	}
	list, err := rowsOf(ctx, tx, found)
	return list, next, err
}

// rowsOf reads the rows of these conversations, in this order.
func rowsOf(ctx context.Context, tx *sql.Tx, ids []int64) ([]chat.Row, error) {
	rows, err := tx.QueryContext(ctx, rowColumns+"FROM json_each(?) j CROSS JOIN conversations c ON c.id = j.value ORDER BY j.key", jsonIDs(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]chat.Row, 0, len(ids))
	for rows.Next() {
		row, err := scanRow(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

// scanRow reads rowColumns.
func scanRow(row interface{ Scan(...any) error }) (r chat.Row, err error) {
	var tags string
	var parent sql.NullInt64
	err = row.Scan(&r.ID, &r.Source, &r.ExternalID, &r.Title, &r.Type, &r.Status, &tags, &r.Model, timeScan{&r.CreatedAt}, &r.DateIsGuess,
		timeScan{&r.UpdatedAt}, &r.Rounds, &r.Messages, &r.Excerpt, &parent, &r.SubAgents)
	r.Tags, r.ParentID, r.CreatedAt.Guessed = splitLines(tags), parent.Int64, r.DateIsGuess
	return r, err
}

// Row returns one line of the list. CodeNotFound when there is no such conversation.
func (s *Store) Row(ctx context.Context, id int64) (chat.Row, error) {
	row, err := scanRow(s.read.QueryRowContext(ctx, rowColumns+"FROM conversations c WHERE c.id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return row, noConversation(id)
	}
	return row, s.explain(err)
}
