package store

import (
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// generated makes the same conversations for the same number: words of a Zipf distribution, some CJK, tags, dates.
func generated(i int, messages int) *chat.Conversation {
	random := rand.New(rand.NewSource(int64(i)))
	zipf := rand.NewZipf(random, 1.1, 8, 30_000)
	text := func(words int) string {
		var b strings.Builder
		for range words {
			if random.Intn(200) == 0 {
				b.WriteString(string([]rune{rune(0x4e00 + zipf.Uint64()%3000), rune(0x4e00 + zipf.Uint64()%3000)}))
			}
			fmt.Fprintf(&b, "w%xo ", zipf.Uint64()*7919)
		}
		return b.String()
	}
	texts := make([]string, messages)
	for k := range texts {
		texts[k] = text(20 + random.Intn(120))
	}
	c := talk("c"+itoa(i), text(4), texts...)
	c.Source = []string{"chatgpt", "claude", "mag", "openai", "sharegpt"}[random.Intn(5)]
	c.Type = []chat.Type{chat.TypeChat, chat.TypeAgent, chat.TypeGraph}[random.Intn(3)]
	c.Model = "model-" + itoa(random.Intn(12))
	c.CreatedAt = chat.AtMS(1_600_000_000_000 + random.Int63n(200_000_000_000))
	c.UpdatedAt = chat.AtMS(c.CreatedAt.MS + 1000)
	if random.Intn(3) > 0 {
		c.Tags = []string{"tag" + itoa(random.Intn(40))}
	}
	return c
}

// benchRoot holds the libraries of the benchmarks until the test binary ends.
var benchRoot string

// generatedLibrary opens a library of so many generated conversations, made once for all benchmarks.
func generatedLibrary(b *testing.B, conversations, messages int) *Store {
	b.Helper()
	if benchRoot == "" {
		var err error
		if benchRoot, err = os.MkdirTemp("", "store-bench-"); err != nil {
			b.Fatal(err)
		}
	}
	s := openIn(b, fmt.Sprintf("%s/%d-%d", benchRoot, conversations, messages))
	if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{}}); err != nil || n == conversations {
		return s
	}
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := range conversations {
		if _, err := w.Put(ctx, generated(i, messages)); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkList times the first page and the total of 100,000 conversations.
func BenchmarkList(b *testing.B) {
	for name, req := range map[string]chat.ListRequest{
		"updated":          {Sort: chat.SortUpdated},
		"newest":           {},
		"oldest":           {Sort: chat.SortOldest},
		"title order":      {Sort: chat.SortTitle},
		"one type":         {Filter: chat.Filter{Types: []chat.Type{chat.TypeAgent}}},
		"one tag":          {Filter: chat.Filter{Tags: []string{"tag7"}}},
		"five filters":     {Filter: chat.Filter{Types: []chat.Type{chat.TypeChat}, Sources: []string{"mag"}, Models: []string{"model-3"}, Statuses: []chat.Status{chat.StatusActive}, From: "2021-01-01", To: "2025-01-01"}},
		"title, common":    {Filter: chat.Filter{Search: "w1eef"}},
		"title, rare":      {Filter: chat.Filter{Search: "w7b3a2f"}},
		"title, nothing":   {Filter: chat.Filter{Search: "不在这里"}},
		"middle by offset": {Offset: 50_000},
	} {
		b.Run(name, func(b *testing.B) {
			s := generatedLibrary(b, 100_000, 2)
			req.Limit = 200
			listRepeatedly(b, s, req)
		})
	}
}

// BenchmarkText times ranked full-text search over 100,000 messages.
func BenchmarkText(b *testing.B) {
	for name, text := range map[string]string{"common": "w0o", "middle": "w4d3bd5o", "rare": "wdc1c5fo", "prefix": "w1ee", "two common": "w0o w1eefo", "CJK 2": "一丁", "CJK 1": "丁"} {
		b.Run(name, func(b *testing.B) {
			s := generatedLibrary(b, 6_250, 16)
			listRepeatedly(b, s, chat.ListRequest{Limit: 50, Filter: chat.Filter{Text: text}})
		})
	}
}

// listRepeatedly times a request and reports the slowest of twenty times too.
func listRepeatedly(b *testing.B, s *Store, req chat.ListRequest) {
	b.Helper()
	total := 0
	var times []time.Duration
	for b.Loop() {
		begin := time.Now()
		page, err := s.List(ctx, req)
		if err != nil {
			b.Fatal(err)
		}
		times, total = append(times, time.Since(begin)), page.Total
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(total), "total")
}

// BenchmarkFacets times the sidebar's numbers after a change.
func BenchmarkFacets(b *testing.B) {
	s := generatedLibrary(b, 100_000, 2)
	for b.Loop() {
		s.version.Add(1)
		if _, err := s.Facets(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChange times a change of 100,000 conversations and its undo.
func BenchmarkChange(b *testing.B) {
	s := generatedLibrary(b, 100_000, 2)
	for name, change := range map[string]func(chat.Selection) (chat.Change, error){
		"tags":   func(sel chat.Selection) (chat.Change, error) { return s.SetTags(ctx, sel, []string{"all"}, nil) },
		"status": func(sel chat.Selection) (chat.Change, error) { return s.SetStatus(ctx, sel, chat.StatusDeleted) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				done, err := change(chat.Selection{Filter: &chat.Filter{}})
				if err != nil || done.Count != 100_000 {
					b.Fatal(done, err)
				}
				if err := s.Undo(ctx, done.Undo); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEach times reading everything, in bytes of text.
func BenchmarkEach(b *testing.B) {
	s := generatedLibrary(b, 6_250, 16)
	for b.Loop() {
		bytes := 0
		for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
			if err != nil {
				b.Fatal(err)
			}
			for i := range c.Messages {
				bytes += len(c.Messages[i].Content)
			}
		}
		b.SetBytes(int64(bytes))
	}
}

// BenchmarkPut times the import of new conversations, and of unchanged ones.
func BenchmarkPut(b *testing.B) {
	all := make([]*chat.Conversation, 500)
	bytes := 0
	for i := range all {
		all[i] = generated(i, 16)
		for k := range all[i].Messages {
			bytes += len(all[i].Messages[k].Content)
		}
	}
	b.Run("new", func(b *testing.B) {
		b.SetBytes(int64(bytes))
		for b.Loop() {
			put(b, openIn(b, b.TempDir()), all...)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		s := openIn(b, b.TempDir())
		put(b, s, all...)
		b.SetBytes(int64(bytes))
		for b.Loop() {
			put(b, s, all...)
		}
	})
}
