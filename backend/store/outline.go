package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"sync"

	"loquat/backend/chat"
)

// outlines keeps the outline that was asked for last: a reader asks for one conversation page after page.
type outlines struct {
	mu   sync.Mutex
	last *chat.Conversation // not to be changed
	hash []byte             // the content it is of
}

// Outline returns the shape of a conversation, enough to know its branches: of messages their ids, parents, rounds, times
// and whether they are hidden, of rounds their numbers and agents, and the leaf. It is shared: it is not to be changed.
// CodeNotFound when there is no such conversation.
func (s *Store) Outline(ctx context.Context, id int64) (c *chat.Conversation, err error) {
	err = s.reading(ctx, func(tx *sql.Tx) error {
		c, err = s.outline(ctx, tx, id)
		return err
	})
	return c, err
}

// Messages returns those messages of a conversation whose places choose picks from its outline, whole and in that order.
// Only they are read, so that a page of a very long conversation costs no more than one of a short.
func (s *Store) Messages(ctx context.Context, id int64, choose func(outline *chat.Conversation) (places []int, err error)) (all []chat.Message, err error) {
	var places []int
	err = s.readingWhole(ctx, func(tx *sql.Tx) error {
		c, err := s.outline(ctx, tx, id)
		if err != nil {
			return err
		}
		places, err = choose(c)
		return err
	}, func(r *reader) (err error) {
		all, err = r.messagesAt(ctx, id, places)
		return err
	})
	return all, err
}

func (s *Store) outline(ctx context.Context, tx *sql.Tx, id int64) (*chat.Conversation, error) {
	s.outlines.mu.Lock()
	defer s.outlines.mu.Unlock()
	c := &chat.Conversation{ID: id}
	var hash []byte
	err := tx.QueryRowContext(ctx, "SELECT content_hash, coalesce(user_leaf, leaf) FROM conversations WHERE id = ?", id).Scan(&hash, &c.Leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noConversation(id)
	} else if err != nil {
		return nil, err
	}
	if last := s.outlines.last; last != nil && last.ID == id && last.Leaf == c.Leaf && bytes.Equal(s.outlines.hash, hash) {
		return last, nil
	}
	if err := readOutline(ctx, tx, c); err != nil {
		return nil, err
	}
	s.outlines.last, s.outlines.hash = c, hash
	return c, nil
}

// readOutline fills in the rounds and messages of an outline.
func readOutline(ctx context.Context, tx *sql.Tx, c *chat.Conversation) error {
	rounds, err := tx.QueryContext(ctx, "SELECT number, agent_name FROM rounds WHERE id BETWEEN ? AND ? ORDER BY id", firstID(c.ID), lastID(c.ID))
	if err != nil {
		return err
	}
	defer rounds.Close()
	for rounds.Next() {
		var r chat.Round
		if err := rounds.Scan(&r.Number, textScan{&r.AgentName}); err != nil {
			return err
		}
		c.Rounds = append(c.Rounds, r)
	}
	messages, err := tx.QueryContext(ctx, "SELECT message_id, parent, round, created_at, hidden FROM messages WHERE id BETWEEN ? AND ? ORDER BY id",
		firstID(c.ID), lastID(c.ID))
	if err != nil {
		return err
	}
	defer messages.Close()
	for messages.Next() {
		var m chat.Message
		var hidden sql.NullBool
		if err := messages.Scan(&m.ID, textScan{&m.Parent}, &m.Round, timeScan{&m.CreatedAt}, &hidden); err != nil {
			return err
		}
		m.Hidden = hidden.Bool
		c.Messages = append(c.Messages, m)
	}
	return errors.Join(rounds.Err(), messages.Err())
}

// messagesAt reads the messages at some places of a conversation. Neighbours are read together.
func (r *reader) messagesAt(ctx context.Context, id int64, places []int) ([]chat.Message, error) {
	all := make([]chat.Message, 0, len(places))
	for len(places) > 0 {
		n := 1
		for n < len(places) && places[n] == places[n-1]+1 {
			n++
		}
		first, last := firstID(id)+int64(places[0]), firstID(id)+int64(places[n-1])
		some, err := r.messagesIn(ctx, first, last)
		if err != nil {
			return nil, err
		}
		all, places = append(all, some...), places[n:]
	}
	return all, nil
}

// messagesIn reads the messages with the ids first to last.
func (r *reader) messagesIn(ctx context.Context, first, last int64) ([]chat.Message, error) {
	b, err := r.openBody(ctx, first, last)
	if err != nil {
		return nil, err
	}
	defer b.close()
	return b.messagesIn(first, last)
}
