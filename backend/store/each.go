package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"loquat/backend/chat"
)

// errStop ends an iteration that the caller has left.
var errStop = errors.New("stop")

// Each yields the selected conversations without their raw records, in the order of their library ids. The count
// beforehand is Count. Memory holds one conversation at a time, and 8 bytes for each one selected. Everything is read
// in one transaction, so what is written meanwhile does not show. Ids that are not there are passed over.
func (s *Store) Each(ctx context.Context, sel chat.Selection) iter.Seq2[*chat.Conversation, error] {
	return func(yield func(*chat.Conversation, error) bool) {
		err := s.reading(ctx, func(tx *sql.Tx) error {
			selected, err := selectedIDs(ctx, tx, sel)
			if err != nil {
				return err
			}
			return eachOf(ctx, tx, selected, func(c *chat.Conversation) error {
				if !yield(c, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(nil, err)
		}
	}
}

// Conversation returns one whole conversation without its raw record. CodeNotFound when there is none.
func (s *Store) Conversation(ctx context.Context, id int64) (c *chat.Conversation, err error) {
	err = s.reading(ctx, func(tx *sql.Tx) error {
		return eachOf(ctx, tx, []int64{id}, func(found *chat.Conversation) error {
			c = found
			return nil
		})
	})
	if err == nil && c == nil {
		err = noConversation(id)
	}
	return c, err
}

// eachOf reads the conversations with these ids, which are sorted. Neighbouring ids are one range of every table, and
// four cursors walk through it side by side.
func eachOf(ctx context.Context, tx *sql.Tx, sorted []int64, visit func(*chat.Conversation) error) error {
	r, err := newReader(ctx, tx)
	if err != nil {
		return err
	}
	defer r.close()
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n] == sorted[n-1]+1 {
			n++
		}
		if err := r.eachIn(ctx, sorted[0], sorted[n-1], visit); err != nil {
			return err
		}
		sorted = sorted[n:]
	}
	return nil
}

// reader holds the prepared cursors of an iteration and the tool sets it has met.
type reader struct {
	tx                                            *sql.Tx
	conversations, rounds, messages, files, tools *sql.Stmt
	toolSets                                      map[int64][]chat.Tool
}

func newReader(ctx context.Context, tx *sql.Tx) (*reader, error) {
	r := &reader{tx: tx, toolSets: map[int64][]chat.Tool{}}
	for _, one := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&r.conversations, `SELECT id, source, external_id, coalesce(user_title, source_title), type, status, status_before, tags, created_at, created_guessed,
			updated_at, updated_guessed, model, coalesce(user_leaf, leaf), parent_external_id, parent_call_id
			FROM conversations WHERE id BETWEEN ? AND ? ORDER BY id`},
		{&r.rounds, `SELECT id, number, agent_name, model, prompt_tokens, completion_tokens, tool_set FROM rounds WHERE id BETWEEN ? AND ? ORDER BY id`},
		{&r.messages, `SELECT id, message_id, parent, round, role, created_at, created_guessed, rating, hidden, is_error, model, channel, name, tool_call_id,
			tool_calls, reasoning, content FROM messages WHERE id BETWEEN ? AND ? ORDER BY id`},
		{&r.files, `SELECT message, name, mime, size, hash, text FROM attachments WHERE message BETWEEN ? AND ? ORDER BY message, place`},
		{&r.tools, `SELECT tools FROM tool_sets WHERE id = ?`},
	} {
		var err error
		if *one.to, err = tx.PrepareContext(ctx, one.sql); err != nil {
			r.close()
			return nil, err
		}
	}
	return r, nil
}

func (r *reader) close() {
	for _, s := range []*sql.Stmt{r.conversations, r.rounds, r.messages, r.files, r.tools} {
		if s != nil {
			s.Close()
		}
	}
}

// eachIn reads the conversations with the ids first to last.
func (r *reader) eachIn(ctx context.Context, first, last int64, visit func(*chat.Conversation) error) (err error) {
	heads, err := r.conversations.QueryContext(ctx, first, last)
	if err != nil {
		return err
	}
	defer heads.Close()
	body, err := r.openBody(ctx, firstID(first), lastID(last))
	if err != nil {
		return err
	}
	defer body.close()
	for heads.Next() {
		c, err := scanHead(heads)
		if err != nil {
			return err
		}
		if err := body.fill(ctx, c); err != nil {
			return err
		}
		if err := visit(c); err != nil {
			return err
		}
	}
	return heads.Err()
}

func scanHead(rows *sql.Rows) (*chat.Conversation, error) {
	c := &chat.Conversation{}
	var before sql.NullString
	var tags string
	err := rows.Scan(&c.ID, &c.Source, &c.ExternalID, &c.Title, &c.Type, &c.Status, &before, &tags, timeScan{&c.CreatedAt}, &c.CreatedAt.Guessed,
		timeScan{&c.UpdatedAt}, &c.UpdatedAt.Guessed, &c.Model, &c.Leaf, &c.ParentExternalID, &c.ParentCallID)
	c.StatusBefore = chat.Status(before.String)
	c.Tags = splitLines(tags)
	return c, err
}
