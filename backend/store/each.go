package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
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
		selected := func(tx *sql.Tx) ([]int64, error) { return selectedIDs(ctx, tx, sel) }
		err := s.eachOf(ctx, selected, func(c *chat.Conversation) error {
			if !yield(c, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(nil, err)
		}
	}
}

// Conversation returns one whole conversation without its raw record. CodeNotFound when there is none.
func (s *Store) Conversation(ctx context.Context, id int64) (c *chat.Conversation, err error) {
	err = s.eachOf(ctx, these(id), func(found *chat.Conversation) error {
		c = found
		return nil
	})
	if err == nil && c == nil {
		err = noConversation(id)
	}
	return c, err
}

// eachOf reads the conversations whose ids choose returns, sorted. Neighbouring ids are one range of every table, and four
// cursors walk through it side by side.
func (s *Store) eachOf(ctx context.Context, choose func(*sql.Tx) ([]int64, error), visit func(*chat.Conversation) error) error {
	var sorted []int64
	return s.readingWhole(ctx, func(tx *sql.Tx) (err error) {
		sorted, err = choose(tx)
		return err
	}, func(r *reader) error {
		return r.each(ctx, sorted, visit)
	})
}

// these chooses the conversations with these ids, which are sorted.
func these(sorted ...int64) func(*sql.Tx) ([]int64, error) {
	return func(*sql.Tx) ([]int64, error) { return sorted, nil }
}

// readingWhole runs choose, and then read, in one read transaction, so that everything they read is of one moment.
func (s *Store) readingWhole(ctx context.Context, choose func(*sql.Tx) error, read func(*reader) error) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	if err := choose(tx); err != nil {
		return s.explain(err)
	}
	return s.explain(conn.Raw(func(driverConn any) error {
		r, err := newReader(ctx, driverConn.(driver.ConnPrepareContext))
		if err != nil {
			return err
		}
		defer r.close()
		return read(r)
	}))
}

// reader holds the prepared cursors of an iteration and the tool sets it has met.
type reader struct {
	conversations, rounds, messages, files, tools statement
	toolSets                                      map[int64][]chat.Tool
}

func newReader(ctx context.Context, conn driver.ConnPrepareContext) (*reader, error) {
	r := &reader{toolSets: map[int64][]chat.Tool{}}
	for _, one := range []struct {
		to  *statement
		sql string
	}{
		{&r.conversations, "SELECT " + headColumns + " FROM conversations WHERE id BETWEEN ? AND ? ORDER BY id"},
		{&r.rounds, "SELECT " + roundColumns + " FROM rounds WHERE id BETWEEN ? AND ? ORDER BY id"},
		{&r.messages, "SELECT " + messageColumns + " FROM messages WHERE id BETWEEN ? AND ? ORDER BY id"},
		{&r.files, "SELECT " + attachmentColumns + " FROM attachments WHERE message BETWEEN ? AND ? ORDER BY message, place"},
		{&r.tools, "SELECT id, tools FROM tool_sets WHERE id BETWEEN ? AND ?"},
	} {
		var err error
		if *one.to, err = prepare(ctx, conn, one.sql); err != nil {
			r.close()
			return nil, err
		}
	}
	return r, nil
}

func (r *reader) close() {
	for _, s := range []statement{r.conversations, r.rounds, r.messages, r.files, r.tools} {
		if s.Stmt != nil {
			s.Close()
		}
	}
}

// each reads the conversations with these ids, which are sorted.
func (r *reader) each(ctx context.Context, sorted []int64, visit func(*chat.Conversation) error) error {
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

// eachIn reads the conversations with the ids first to last.
func (r *reader) eachIn(ctx context.Context, first, last int64, visit func(*chat.Conversation) error) error {
	heads, err := r.conversations.query(ctx, first, last)
	if err != nil {
		return err
	}
	defer heads.close()
	body, err := r.openBody(ctx, firstID(first), lastID(last))
	if err != nil {
		return err
	}
	defer body.close()
	return heads.upTo(last, func() error {
		c := readHead(&heads.row)
		if err := body.fill(ctx, c); err != nil {
			return err
		}
		return visit(c)
	})
}

const headColumns = `id, source, external_id, coalesce(user_title, source_title), type, status, status_before, tags, created_at, created_guessed,
	updated_at, updated_guessed, model, coalesce(user_leaf, leaf), parent_external_id, parent_call_id`

func readHead(row *row) *chat.Conversation {
	return &chat.Conversation{
		ID: int64(row.int(0)), Source: row.text(1), ExternalID: row.text(2), Title: row.text(3), Type: chat.Type(row.text(4)),
		Status: chat.Status(row.text(5)), StatusBefore: chat.Status(row.text(6)), Tags: splitLines(row.text(7)),
		CreatedAt: row.time(8), UpdatedAt: row.time(10), Model: row.text(12), Leaf: row.text(13),
		ParentExternalID: row.text(14), ParentCallID: row.text(15),
	}
}
