package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"loquat/backend/chat"
)

// cursor walks through rows in the order of their ids, and holds one row until its turn comes.
type cursor struct {
	rows *sql.Rows
	at   int64 // id of the row held
	held bool
	row  []any // where the columns go: at, and then what the row held is made of
}

// upTo calls take for every row whose id is at most last.
func (c *cursor) upTo(last int64, take func() error) error {
	for {
		if !c.held {
			if !c.rows.Next() {
				return c.rows.Err()
			}
			if err := c.rows.Scan(c.row...); err != nil {
				return err
			}
			c.held = true
		}
		if c.at > last {
			return nil
		}
		if err := take(); err != nil {
			return err
		}
		c.held = false
	}
}

// body walks side by side through the rounds, messages and attachments of a range of conversations.
type body struct {
	r                       *reader
	rounds, messages, files cursor

	// The rows held.
	round      chat.Round
	toolSet    sql.NullInt64
	message    chat.Message
	calls      string
	attachment chat.Attachment
}

func (r *reader) openBody(ctx context.Context, first, last int64) (*body, error) {
	b := &body{r: r}
	b.rounds.row, b.messages.row, b.files.row = b.roundRow(), b.messageRow(), b.fileRow()
	for _, one := range []struct {
		to   *cursor
		stmt *sql.Stmt
	}{{&b.rounds, r.rounds}, {&b.messages, r.messages}, {&b.files, r.files}} {
		var err error
		if one.to.rows, err = one.stmt.QueryContext(ctx, first, last); err != nil {
			b.close()
			return nil, err
		}
	}
	return b, nil
}

func (b *body) close() {
	for _, c := range []*cursor{&b.rounds, &b.messages, &b.files} {
		if c.rows != nil {
			c.rows.Close()
		}
	}
}

// fill reads the body of one conversation; conversations come in order.
func (b *body) fill(ctx context.Context, c *chat.Conversation) error {
	last := lastID(c.ID)
	err := b.rounds.upTo(last, func() (err error) {
		b.round.Tools, err = b.r.toolsOf(ctx, b.toolSet)
		c.Rounds = append(c.Rounds, b.round)
		return err
	})
	if err != nil {
		return err
	}
	c.Messages, err = b.messagesIn(firstID(c.ID), last)
	return err
}

// messagesIn reads the messages with the ids first to last, and their attachments.
func (b *body) messagesIn(first, last int64) (all []chat.Message, err error) {
	err = b.messages.upTo(last, func() (err error) {
		b.message.ToolCalls = nil
		if b.calls != "" {
			if b.message.ToolCalls, err = unpackCalls(b.calls); err != nil {
				return fmt.Errorf("tool calls of message %s: %w", b.message.ID, err)
			}
		}
		all = append(all, b.message)
		return nil
	})
	if err != nil {
		return all, err
	}
	return all, b.files.upTo(last, func() error {
		place := b.files.at - first
		if place < 0 || place >= int64(len(all)) {
			return fmt.Errorf("an attachment belongs to no message of conversation %d", first>>placeBits)
		}
		b.attachment.Missing = b.attachment.Hash == ""
		all[place].Attachments = append(all[place].Attachments, b.attachment)
		return nil
	})
}

// roundRow, messageRow and fileRow are where the columns of a row go, made once for all rows: each overwrites every
// field of the one before that is a column.

func (b *body) roundRow() []any {
	r := &b.round
	return []any{&b.rounds.at, &r.Number, textScan{&r.AgentName}, textScan{&r.Model}, countScan{&r.PromptTokens}, countScan{&r.CompletionTokens}, &b.toolSet}
}

func (b *body) messageRow() []any {
	m := &b.message
	return []any{&b.messages.at, &m.ID, textScan{&m.Parent}, &m.Round, textScan{(*string)(&m.Role)}, timeScan{&m.CreatedAt}, boolScan{&m.CreatedAt.Guessed},
		intScan{&m.Rating}, boolScan{&m.Hidden}, boolScan{&m.IsError}, textScan{&m.Model}, textScan{&m.Channel}, textScan{&m.Name},
		textScan{&m.ToolCallID}, textScan{&b.calls}, textScan{&m.Reasoning}, textScan{&m.Content}}
}

func (b *body) fileRow() []any {
	a := &b.attachment
	return []any{&b.files.at, &a.Name, &a.MIME, &a.Size, textScan{&a.Hash}, textScan{&a.Text}}
}

// toolSetsKept bounds the tool sets an iteration keeps at hand.
const toolSetsKept = 256

// toolsOf returns a set of tools. Rounds with the same set share it: it is not to be changed.
func (r *reader) toolsOf(ctx context.Context, set sql.NullInt64) ([]chat.Tool, error) {
	if !set.Valid {
		return nil, nil
	}
	if tools, ok := r.toolSets[set.Int64]; ok {
		return tools, nil
	}
	var text string
	if err := r.tools.QueryRowContext(ctx, set.Int64).Scan(&text); errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("tool set %d is gone", set.Int64)
	} else if err != nil {
		return nil, err
	}
	tools, err := unpackTools(text)
	if err != nil {
		return nil, fmt.Errorf("tool set %d: %w", set.Int64, err)
	}
	if len(r.toolSets) >= toolSetsKept {
		clear(r.toolSets)
	}
	r.toolSets[set.Int64] = tools
	return tools, nil
}
