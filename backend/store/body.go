package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"loquat/backend/chat"
)

// rawEncoder and rawDecoder pack raw records; both may be used from several goroutines.
var (
	rawEncoder, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	rawDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
)

// putBody writes rounds, messages, attachments and the raw record of a conversation whose row is there and whose body is
// not, and hands its messages to the full-text index; again says that it had a body before.
// Without an index at hand it only marks the conversation as not indexed. The raw record is packed beside the rest.
func (w *Writer) putBody(ctx context.Context, id int64, c *chat.Conversation, again bool) error {
	packed := make(chan []byte, 1)
	go func() { packed <- packRaw(c.Raw) }()
	err := errors.Join(w.putRounds(ctx, id, c), w.putMessages(ctx, id, c))
	raw := <-packed
	if err != nil {
		return err
	}
	if raw != nil {
		if _, err := w.stmts.raw.ExecContext(ctx, id, raw); err != nil {
			return err
		}
	}
	if _, err := w.stmts.unindexed.ExecContext(ctx, id, w.batch); err != nil || w.index == nil {
		return err
	}
	return w.index.add(indexEntry{conversation: id, documents: documentsOf(id, c.Messages), again: again})
}

// putRaw replaces the raw record.
func (w *Writer) putRaw(ctx context.Context, id int64, raw []byte) error {
	_, err := w.stmts.raw.ExecContext(ctx, id, packRaw(raw))
	return err
}

func packRaw(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	return rawEncoder.EncodeAll(raw, nil)
}

// clearBody removes the old rounds, messages and attachments; the raw record is replaced later.
func (w *Writer) clearBody(ctx context.Context, id int64) error {
	for _, s := range []*sql.Stmt{w.stmts.clearMessages, w.stmts.clearRounds} {
		if _, err := s.ExecContext(ctx, firstID(id), lastID(id)); err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) putRounds(ctx context.Context, id int64, c *chat.Conversation) error {
	for i := range c.Rounds {
		r := &c.Rounds[i]
		set, err := w.toolSet(ctx, r.Tools)
		if err != nil {
			return err
		}
		if _, err := w.stmts.round.ExecContext(ctx, firstID(id)+int64(i), r.Number, orNull(r.AgentName), orNull(r.Model),
			tokensOrNull(r.PromptTokens), tokensOrNull(r.CompletionTokens), set); err != nil {
			return err
		}
	}
	return nil
}

// toolSet returns the id of a set of tools, which is kept once; nil for no tools.
func (w *Writer) toolSet(ctx context.Context, tools []chat.Tool) (any, error) {
	if len(tools) == 0 {
		return nil, nil
	}
	text := packTools(tools)
	hash := sha256.Sum256([]byte(text))
	if id, ok := w.toolSets[string(hash[:])]; ok {
		return id, nil
	}
	var id int64
	if _, err := w.stmts.toolSet.ExecContext(ctx, hash[:], text); err != nil {
		return nil, err
	}
	if err := w.stmts.findToolSet.QueryRowContext(ctx, hash[:]).Scan(&id); err != nil {
		return nil, err
	}
	if len(w.toolSets) < 10_000 {
		w.toolSets[string(hash[:])] = id
	}
	return id, nil
}

func (w *Writer) putMessages(ctx context.Context, conversation int64, c *chat.Conversation) error {
	for i := range c.Messages {
		m := &c.Messages[i]
		id := firstID(conversation) + int64(i)
		calls := packCalls(m.ToolCalls)
		if _, err := w.stmts.message.ExecContext(ctx, id, m.ID, orNull(m.Parent), m.Round, string(m.Role), timeOrNull(m.CreatedAt),
			oneOrNull(m.CreatedAt.Guessed), numberOrNull(m.Rating), oneOrNull(m.Hidden), oneOrNull(m.IsError), orNull(m.Model),
			orNull(m.Channel), orNull(m.Name), orNull(m.ToolCallID), orNull(calls), orNull(m.Reasoning), orNull(m.Content)); err != nil {
			return fmt.Errorf("message %s of conversation %s: %w", m.ID, c.ExternalID, err)
		}
		for k := range m.Attachments {
			a := &m.Attachments[k]
			if _, err := w.stmts.attachment.ExecContext(ctx, id, k, a.Name, a.MIME, a.Size, orNull(a.Hash), orNull(a.Text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Raw returns the raw source record of a conversation; nil when its reader kept none. CodeNotFound when there is no
// such conversation.
func (s *Store) Raw(ctx context.Context, id int64) ([]byte, error) {
	var packed []byte
	err := s.read.QueryRowContext(ctx, "SELECT record FROM conversations LEFT JOIN raw_records ON conversation_id = id WHERE id = ?", id).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noConversation(id)
	} else if err != nil || packed == nil {
		return nil, s.explain(err)
	}
	raw, err := rawDecoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, s.damaged(err)
	}
	return raw, nil
}

func noConversation(id int64) error { return notFound(fmt.Sprintf("conversation %d", id)) }
