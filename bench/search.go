package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// searchSize is the export, in bytes, that holds about 100,000 messages.
const searchSize = 161e6

// query is one question a person asks of a library, and what is asked of its answer.
type query struct {
	what   string
	target string
	ask    chat.ListRequest
}

var queries = []query{
	{"newest 200 of all", "≤ 5 ms", chat.ListRequest{Limit: 200}},
	{"newest 200, five filters", "≤ 5 ms", chat.ListRequest{Limit: 200, Filter: chat.Filter{Types: []chat.Type{chat.TypeChat}, Sources: []string{"chatgpt"},
		Models: []string{"gpt-4o"}, Statuses: []chat.Status{chat.StatusActive}, From: "2024-01-01", To: "2026-01-01"}}},
	{"title search", "≤ 60 ms", chat.ListRequest{Limit: 200, Filter: chat.Filter{Search: "nor"}}},
	{"text, common word, ranked", "≤ 30 ms", text("function")},
	{"text, most common word, ranked", "≤ 30 ms", text("the")},
	{"text, two common words, ranked", "≤ 30 ms", text("function value")},
	{"text, two of the most common words, ranked", "≤ 30 ms", text("and for")},
	{"text, beginning of a word, four letters, ranked", "≤ 30 ms", text("func")},
	{"text, less common word, ranked", "≤ 30 ms", text("valacgra")},
	{"text, two CJK characters, ranked", "≤ 30 ms", text("傝効")},
}

// text asks for the first page of what a text search finds, the best first.
func text(words string) chat.ListRequest {
	return chat.ListRequest{Limit: 50, Filter: chat.Filter{Text: words}}
}

// searches measures a list page with its count, and searches, in a library of about 100,000 messages.
func (b *bench) searches() error {
	path, _, err := b.export(searchSize)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(b.library()); err != nil {
		return err
	}
	if _, err := run(b.program, "import", path, "--library", b.library(), "--quiet"); err != nil {
		return err
	}
	l, err := library.Open(context.Background(), b.library())
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Printf("\n| page with its count, %d MB of JSON, about 100,000 messages | found | p50 ms | p95 ms | target p95 |\n|---|---|---|---|---|\n", int(searchSize/1e6))
	for _, q := range queries {
		var times []time.Duration
		var found int
		for range 60 {
			start := time.Now()
			page, err := l.List(context.Background(), q.ask)
			if err != nil {
				return err
			}
			times, found = append(times, time.Since(start)), page.Total
		}
		slices.Sort(times)
		fmt.Printf("| %s | %d | %.2f | %.2f | %s |\n", q.what, found, ms(times[30]), ms(times[57]), q.target)
	}
	return b.recall(l)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
