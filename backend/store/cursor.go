package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"loquat/backend/chat"
)

// body walks side by side through the rounds, messages and attachments of a range of conversations.
type body struct {
	r                       *reader
	rounds, messages, files *cursor
	gathered                []chat.Message // of one conversation
}

func (r *reader) openBody(ctx context.Context, first, last int64) (*body, error) {
	b := &body{r: r}
	var errs [3]error
	b.rounds, errs[0] = r.rounds.query(ctx, first, last)
	b.messages, errs[1] = r.messages.query(ctx, first, last)
	b.files, errs[2] = r.files.query(ctx, first, last)
	if err := errors.Join(errs[:]...); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *body) close() {
	b.rounds.close()
	b.messages.close()
	b.files.close()
}

// fill reads the body of one conversation; conversations come in order.
func (b *body) fill(ctx context.Context, c *chat.Conversation) error {
	last := lastID(c.ID)
	err := b.rounds.upTo(last, func() error {
		round, err := b.r.round(ctx, &b.rounds.row)
		c.Rounds = append(c.Rounds, round)
		return err
	})
	if err != nil {
		return err
	}
	c.Messages, err = b.messagesIn(firstID(c.ID), last)
	return err
}

// messagesIn reads the messages with the ids first to last, and their attachments.
func (b *body) messagesIn(first, last int64) ([]chat.Message, error) {
	b.gathered = b.gathered[:0]
	err := b.messages.upTo(last, func() error {
		message, err := readMessage(&b.messages.row)
		b.gathered = append(b.gathered, message)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := slices.Clone(b.gathered)
	clear(b.gathered)
	return all, b.files.upTo(last, func() error {
		place := b.files.at - first
		if place < 0 || place >= int64(len(all)) {
			return fmt.Errorf("an attachment belongs to no message of conversation %d", first>>placeBits)
		}
		all[place].Attachments = append(all[place].Attachments, readAttachment(&b.files.row))
		return nil
	})
}

// The columns of each part, the id first, in the order in which they are read below.
const (
	roundColumns   = `id, number, agent_name, model, prompt_tokens, completion_tokens, tool_set`
	messageColumns = `id, message_id, parent, round, role, created_at, created_guessed, rating, hidden, is_error, model, channel, name, tool_call_id,
		tool_calls, reasoning, content`
	attachmentColumns = `message, name, mime, size, hash, text`
)

func (r *reader) round(ctx context.Context, row *row) (round chat.Round, err error) {
	round = chat.Round{Number: row.int(1), AgentName: row.text(2), Model: row.text(3), PromptTokens: row.count(4), CompletionTokens: row.count(5)}
	if set, has := row.number(6); has {
		round.Tools, err = r.toolsOf(ctx, set)
	}
	return round, err
}

func readMessage(row *row) (m chat.Message, err error) {
	m = chat.Message{
		ID: row.text(1), Parent: row.text(2), Round: row.int(3), Role: chat.Role(row.text(4)), CreatedAt: row.time(5),
		Rating: row.int(7), Hidden: row.flag(8), IsError: row.flag(9), Model: row.text(10), Channel: row.text(11), Name: row.text(12),
		ToolCallID: row.text(13), Reasoning: row.text(15), Content: row.text(16),
	}
	if calls := row.text(14); calls != "" {
		if m.ToolCalls, err = unpackCalls(calls); err != nil {
			return m, fmt.Errorf("tool calls of message %s: %w", m.ID, err)
		}
	}
	return m, nil
}

func readAttachment(row *row) chat.Attachment {
	hash := row.text(4)
	return chat.Attachment{Name: row.text(1), MIME: row.text(2), Size: int64(row.int(3)), Hash: hash, Missing: hash == "", Text: row.text(5)}
}

// toolSetsKept bounds the tool sets an iteration keeps at hand.
const toolSetsKept = 256

// toolsOf returns a set of tools. Rounds with the same set share it: it is not to be changed.
func (r *reader) toolsOf(ctx context.Context, set int64) ([]chat.Tool, error) {
	if tools, ok := r.toolSets[set]; ok {
		return tools, nil
	}
	found, err := r.tools.query(ctx, set, set)
	if err != nil {
		return nil, err
	}
	defer found.close()
	if more, err := found.next(); err != nil {
		return nil, err
	} else if !more {
		return nil, fmt.Errorf("tool set %d is gone", set)
	}
	tools, err := unpackTools(found.text(1))
	if err := errors.Join(err, found.err); err != nil {
		return nil, fmt.Errorf("tool set %d: %w", set, err)
	}
	if len(r.toolSets) >= toolSetsKept {
		clear(r.toolSets)
	}
	r.toolSets[set] = tools
	return tools, nil
}
