package library

import (
	"context"
	"slices"
	"unicode/utf8"

	"loquat/backend/chat"
)

// Detail returns the head of a conversation for the reader.
func (l *Library) Detail(ctx context.Context, id int64) (chat.Detail, error) {
	row, err := l.store.Row(ctx, id)
	if err != nil {
		return chat.Detail{}, err
	}
	c, err := l.store.Outline(ctx, id)
	if err != nil {
		return chat.Detail{}, err
	}
	runs, err := l.store.SubRuns(ctx, id)
	if err != nil {
		return chat.Detail{}, err
	}
	s := shapeOf(c)
	d := chat.Detail{Row: row, Branches: s.branches(), SubRuns: append([]chat.SubRun{}, runs...)}
	if leaf := s.tree.InView(); leaf >= 0 {
		d.Leaf, d.Total = c.Messages[leaf].ID, len(s.thread(leaf))
	}
	return d, nil
}

// maxThreadPage is how many messages the window gets at once.
const maxThreadPage = 1000

// Thread returns messages offset to offset+limit of the branch that ends at leaf (empty: the one in view).
func (l *Library) Thread(ctx context.Context, id int64, leaf string, offset, limit int) (page chat.ThreadPage, err error) {
	var c *chat.Conversation
	var siblings []choice
	messages, err := l.store.Messages(ctx, id, func(outline *chat.Conversation) ([]int, error) {
		c = outline
		s := shapeOf(c)
		end, ok := s.leaf(leaf)
		if !ok {
			return nil, noMessage(leaf)
		}
		thread := s.thread(end)
		first := min(max(offset, 0), len(thread))
		last := min(first+min(max(limit, 1), maxThreadPage), len(thread))
		page.Offset, page.Total = first, len(thread)
		siblings = s.choices(thread, first, last, end)
		return thread[first:last], nil
	})
	if err != nil {
		return chat.ThreadPage{}, err
	}
	page.Messages = make([]chat.MessageView, 0, len(messages))
	for i := range messages {
		v := viewOf(c, &messages[i], chat.MaxViewText)
		v.Siblings, v.Sibling = siblings[i].leaves, siblings[i].inView
		page.Messages = append(page.Messages, v)
	}
	return page, nil
}

// MessageText returns the whole of a message that a page has cut.
func (l *Library) MessageText(ctx context.Context, id int64, messageID string) (chat.MessageView, error) {
	var c *chat.Conversation
	messages, err := l.store.Messages(ctx, id, func(outline *chat.Conversation) ([]int, error) {
		c = outline
		at := slices.IndexFunc(c.Messages, func(m chat.Message) bool { return m.ID == messageID })
		if at < 0 {
			return nil, noMessage(messageID)
		}
		return []int{at}, nil
	})
	if err != nil {
		return chat.MessageView{}, err
	}
	v := viewOf(c, &messages[0], wholeText)
	v.Siblings = []string{}
	return v, nil
}

// noMessage is the error for a message id that a conversation does not have.
func noMessage(id string) error {
	return &chat.Error{Code: chat.CodeNotFound, Reason: "the conversation has no message " + id, Advice: "open the conversation again"}
}

// wholeText is a limit for viewOf that cuts nothing.
const wholeText = int(^uint(0) >> 1)

// viewOf makes of a message what the window shows, each text cut at limit bytes.
func viewOf(c *chat.Conversation, m *chat.Message, limit int) chat.MessageView {
	v := chat.MessageView{ID: m.ID, Round: m.Round, AgentName: c.Round(m.Round).AgentName, Role: m.Role, ToolCallID: m.ToolCallID,
		Name: m.Name, Model: m.Model, Channel: m.Channel, Rating: m.Rating, IsError: m.IsError, CreatedAt: m.CreatedAt,
		ToolCalls: []chat.ToolCallView{}, Attachments: []chat.AttachmentView{}}
	short := func(s string) string {
		cut := cutText(s, limit)
		v.Truncated = v.Truncated || len(cut) < len(s)
		return cut
	}
	v.Content, v.Reasoning = short(m.Content), short(m.Reasoning)
	for _, call := range m.ToolCalls {
		v.ToolCalls = append(v.ToolCalls, chat.ToolCallView{ID: call.ID, Name: call.Name, Arguments: short(call.Arguments)})
	}
	for _, a := range m.Attachments {
		v.Attachments = append(v.Attachments, chat.AttachmentView{Name: a.Name, MIME: a.MIME, Size: a.Size, Hash: a.Hash,
			Missing: a.Missing, Text: cutText(a.Text, limit)})
	}
	return v
}

// cutText returns at most limit bytes of s, whole characters only.
func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
