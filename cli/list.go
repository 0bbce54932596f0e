package cli

import (
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// listCommand is "loquat list".
type listCommand struct {
	filterFlags
	Limit  int `default:"100" placeholder:"N" help:"Print at most N conversations (${default})."`
	Offset int `default:"0" placeholder:"N" help:"Pass over the first N conversations."`
}

// pageSize is how many rows are asked for at once.
const pageSize = 500

// Run lists conversations, newest first.
func (cmd listCommand) Run(c *call) error {
	filter, err := cmd.filter()
	if err != nil {
		return err
	}
	if cmd.Limit < 1 || cmd.Offset < 0 {
		return usage("--limit must be 1 or more, and --offset 0 or more", "give other numbers")
	}
	return c.look(func(l *library.Library) error {
		rows, total, err := cmd.rows(c, l, filter)
		if err != nil {
			return err
		}
		list := []listed{}
		for _, row := range rows {
			list = append(list, listedOf(row))
		}
		return c.result(listDocument{total, list}, func(p *page) { listPage(p, rows, total) })
	})
}

// rows fetches the rows page by page, and how many there are in all.
func (cmd listCommand) rows(c *call, l *library.Library, filter chat.Filter) (rows []chat.Row, total int, err error) {
	req := chat.ListRequest{Filter: filter, Offset: cmd.Offset}
	for {
		req.Limit = min(cmd.Limit-len(rows), pageSize)
		page, err := l.List(c.ctx, req)
		if err != nil {
			return nil, 0, err
		}
		if req.After == "" {
			if total = page.Total; page.TotalCapped {
				total, err = l.Count(c.ctx, chat.Selection{Filter: &filter})
			}
			if err != nil {
				return nil, 0, err
			}
		}
		rows = append(rows, page.Conversations...)
		if req.After = page.Next; req.After == "" || len(rows) >= cmd.Limit {
			return rows, total, nil
		}
	}
}

// listDocument is the JSON of a list; its keys are SPEC's.
type listDocument struct {
	Total         int      `json:"total"`
	Conversations []listed `json:"conversations"`
}

// listed is one conversation of a list.
type listed struct {
	head
	Rounds   int `json:"rounds"`
	Messages int `json:"messages"`
}

// head is what a list and a single conversation have in common.
type head struct {
	ID         int64       `json:"id"`
	Source     string      `json:"source"`
	ExternalID string      `json:"external_id"`
	Title      string      `json:"title"`
	Type       chat.Type   `json:"type"`
	Status     chat.Status `json:"status"`
	Tags       []string    `json:"tags"`
	Model      string      `json:"model"`
	CreatedAt  chat.Time   `json:"created_at"`
	UpdatedAt  chat.Time   `json:"updated_at"`
}

// listedOf turns a row into its JSON.
func listedOf(r chat.Row) listed {
	return listed{head{ID: r.ID, Source: r.Source, ExternalID: r.ExternalID, Title: r.Title, Type: r.Type, Status: r.Status,
		Tags: append([]string{}, r.Tags...), Model: r.Model, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}, r.Rounds, r.Messages}
}

// listPage writes a list for a person.
func listPage(p *page, rows []chat.Row, total int) {
	table := [][]string{{"ID", "CREATED", "SOURCE", "TYPE", "STATUS", "MESSAGES", "TITLE"}}
	for _, r := range rows {
		title := r.Title
		if title == "" {
			title = r.Excerpt
		}
		table = append(table, []string{strconv.FormatInt(r.ID, 10), day(r.CreatedAt), r.Source, string(r.Type), string(r.Status),
			strconv.Itoa(r.Messages), title})
	}
	if len(rows) > 0 {
		p.table(table)
	}
	if len(rows) == total {
		p.line("%s", count(total, "conversation"))
	} else {
		p.line("%d of %s", len(rows), count(total, "conversation"))
	}
}
