package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// titles lists the titles that a request finds, all pages of it.
func titles(t testing.TB, s *Store, req chat.ListRequest) []string {
	t.Helper()
	req.Limit = 100
	page, err := s.List(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != len(page.Conversations) || page.Next != "" {
		t.Errorf("total %d, rows %d, next %q", page.Total, len(page.Conversations), page.Next)
	}
	found := []string{}
	for _, r := range page.Conversations {
		found = append(found, r.Title)
	}
	return found
}

// shelf is a small library that every filter tells apart.
func shelf(t testing.TB) *Store {
	t.Helper()
	s := open(t)
	day := func(d int) chat.Time {
		return chat.At(time.Date(2026, 1, d, 12, 0, 0, 0, time.Local))
	}
	make := func(id, title, source, model string, kind chat.Type, created chat.Time, tags ...string) *chat.Conversation {
		c := talk(id, title, "question "+id, "answer "+id)
		c.Source, c.Model, c.Type, c.CreatedAt, c.Tags = source, model, kind, created, tags
		c.UpdatedAt = chat.AtMS(int64(1000 - len(id)*100))
		return c
	}
	put(t, s,
		make("a", "Änderung 100%", "one", "m1", chat.TypeChat, day(3), "Work", "学习"),
		make("bb", "b_c\\d 乌龙茶", "two", "m2", chat.TypeAgent, day(1)),
		make("ccc", "STRASSE", "one", "m2", chat.TypeGraph, day(2), "work"),
		make("dddd", "no date", "two", "", chat.TypeChat, chat.Time{}))
	return s
}

func TestFilters(t *testing.T) {
	s := shelf(t)
	if _, err := s.SetStatus(ctx, chat.Selection{IDs: []int64{3}}, chat.StatusFavorite); err != nil {
		t.Fatal(err)
	}
	a, b, c, d := "Änderung 100%", "b_c\\d 乌龙茶", "STRASSE", "no date"
	for _, test := range []struct {
		filter chat.Filter
		want   []string
	}{
		{chat.Filter{}, []string{a, c, b, d}},
		{chat.Filter{Types: []chat.Type{chat.TypeAgent, chat.TypeGraph}}, []string{c, b}},
		{chat.Filter{Sources: []string{"two"}}, []string{b, d}},
		{chat.Filter{Models: []string{"m2"}}, []string{c, b}},
		{chat.Filter{Tags: []string{"work"}}, []string{c}},
		{chat.Filter{Tags: []string{"work", "学习"}}, []string{a, c}},
		{chat.Filter{Statuses: []chat.Status{chat.StatusFavorite}}, []string{c}},
		{chat.Filter{From: "2026-01-02"}, []string{a, c}},
		{chat.Filter{To: "2026-01-02"}, []string{c, b}},
		{chat.Filter{From: "2026-01-01", To: "2026-01-01"}, []string{b}},
		{chat.Filter{Sources: []string{"one"}, Models: []string{"m2"}, Types: []chat.Type{chat.TypeGraph}, Tags: []string{"work"}, From: "2026-01-02", Search: "strasse"}, []string{c}},
		// Search is a substring of the title or a tag, in any script and case.
		{chat.Filter{Search: "ÄNDER"}, []string{a}},
		{chat.Filter{Search: "änd"}, []string{a}}, // decomposed
		{chat.Filter{Search: "straße"}, []string{c}},
		{chat.Filter{Search: "龙"}, []string{b}},
		{chat.Filter{Search: "龙茶"}, []string{b}},
		{chat.Filter{Search: "WORK"}, []string{a, c}},
		{chat.Filter{Search: "习"}, []string{a}},
		{chat.Filter{Search: "100%"}, []string{a}},
		{chat.Filter{Search: "%"}, []string{a}},
		{chat.Filter{Search: "_"}, []string{b}},
		{chat.Filter{Search: `\`}, []string{b}},
		{chat.Filter{Search: "' OR 1=1 --"}, []string{}},
		{chat.Filter{Search: "Ｗｏｒｋ"}, []string{a, c}}, // full width
		{chat.Filter{Search: "work\nstrasse"}, []string{}},
	} {
		if got := titles(t, s, chat.ListRequest{Filter: test.filter}); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%+v: %q, want %q", test.filter, got, test.want)
		}
		// A selection by the filter is what the list shows.
		n, err := s.Count(ctx, chat.Selection{Filter: &test.filter})
		if err != nil || n != len(test.want) {
			t.Errorf("%+v: count %d, want %d (%v)", test.filter, n, len(test.want), err)
		}
	}
	if _, err := s.List(ctx, chat.ListRequest{Limit: 1, Filter: chat.Filter{From: "01.02.2026"}}); err == nil {
		t.Error("a bad date passed")
	}
}

// Every order, and every way through it, gives each conversation once; rows without a date come last.
func TestSortsAndPages(t *testing.T) {
	s := open(t)
	var all []*chat.Conversation
	for i := range 57 {
		c := talk(itoa(i), fmt.Sprintf("title %02d", (i*7)%10), "common word", "b")
		if i%5 != 0 {
			c.CreatedAt, c.UpdatedAt = chat.AtMS(int64(1000+i%4)), chat.AtMS(int64(2000-i%3))
		}
		all = append(all, c)
	}
	put(t, s, all...)
	for _, f := range []chat.Filter{{}, {Text: "common"}} {
		for _, order := range []chat.Sort{"", chat.SortNewest, chat.SortOldest, chat.SortUpdated, chat.SortTitle} {
			whole, err := s.List(ctx, chat.ListRequest{Filter: f, Sort: order, Limit: 100})
			if err != nil || len(whole.Conversations) != 57 || whole.Total != 57 {
				t.Fatalf("%q: %d rows, %v", order, len(whole.Conversations), err)
			}
			checkOrder(t, order, f, whole.Conversations)
			var byToken, byOffset []chat.Row
			next := ""
			for n := 0; n == 0 || next != ""; n++ {
				page, err := s.List(ctx, chat.ListRequest{Filter: f, Sort: order, Limit: 10, After: next})
				if err != nil || n > 10 {
					t.Fatal(n, err)
				}
				byToken, next = append(byToken, page.Conversations...), page.Next
			}
			for offset := 0; offset < 60; offset += 10 {
				page, err := s.List(ctx, chat.ListRequest{Filter: f, Sort: order, Limit: 10, Offset: offset})
				if err != nil {
					t.Fatal(err)
				}
				byOffset = append(byOffset, page.Conversations...)
			}
			if !reflect.DeepEqual(byToken, whole.Conversations) || !reflect.DeepEqual(byOffset, whole.Conversations) {
				t.Errorf("%q %+v: pages differ from the whole", order, f)
			}
		}
	}
	for _, req := range []chat.ListRequest{{Limit: 0}, {Limit: 1001}, {Limit: 1, Offset: -1}, {Limit: 1, Sort: "size"}, {Limit: 1, Sort: chat.SortRelevance},
		{Limit: 1, After: "!"}, {Limit: 1, After: token{Sort: chat.SortTitle}.String()}, {Limit: 1, Sort: "x", Filter: chat.Filter{Text: "common"}}} {
		_, err := s.List(ctx, req)
		wantCode(t, err, chat.CodeBadRequest)
	}
}

// checkOrder fails unless rows are in the order asked for.
func checkOrder(t *testing.T, order chat.Sort, f chat.Filter, rows []chat.Row) {
	t.Helper()
	before := map[chat.Sort]func(a, b chat.Row) bool{
		chat.SortNewest:  func(a, b chat.Row) bool { return timeBefore(a.CreatedAt, b.CreatedAt, true, a.ID > b.ID) },
		chat.SortOldest:  func(a, b chat.Row) bool { return timeBefore(a.CreatedAt, b.CreatedAt, false, a.ID < b.ID) },
		chat.SortUpdated: func(a, b chat.Row) bool { return timeBefore(a.UpdatedAt, b.UpdatedAt, true, a.ID > b.ID) },
		chat.SortTitle: func(a, b chat.Row) bool {
			return a.Title < b.Title || a.Title == b.Title && a.ID < b.ID
		},
	}
	before[""] = before[chat.SortNewest]
	if f.Text != "" {
		before[""] = func(a, b chat.Row) bool { return a.ID > b.ID } // all match equally well
	}
	if !sort.SliceIsSorted(rows, func(i, j int) bool { return before[order](rows[i], rows[j]) }) {
		t.Errorf("%q %+v is not in order", order, f)
	}
}

// timeBefore compares times of which the unknown come last; tie decides between equal ones.
func timeBefore(a, b chat.Time, latestFirst, tie bool) bool {
	switch {
	case a.Valid != b.Valid:
		return a.Valid
	case !a.Valid || a.MS == b.MS:
		return tie
	}
	return (a.MS > b.MS) == latestFirst
}

// A row says what the branch in view shows: hidden messages and other branches do not count.
func TestRow(t *testing.T) {
	s := open(t)
	c := talk("1", "", "  the first\nquestion ", "answer", "more?", "yes")
	c.Messages = append(c.Messages,
		chat.Message{ID: "h", Parent: "1-3", Round: 2, Role: chat.RoleAssistant, Content: "secret", Hidden: true},
		chat.Message{ID: "branch", Parent: "1-0", Round: 1, Role: chat.RoleAssistant, Content: "another"})
	c.Leaf, c.CreatedAt = "h", chat.AtMS(5).Guess()
	id := put(t, s, c)[0].ID
	row, err := s.Row(ctx, id)
	want := chat.Row{ID: id, Source: "test", ExternalID: "1", Title: "the first question", Type: chat.TypeChat, Status: chat.StatusActive, Tags: []string{},
		CreatedAt: chat.AtMS(5).Guess(), DateIsGuess: true, Rounds: 2, Messages: 4, Excerpt: "answer"}
	if err != nil || !reflect.DeepEqual(row, want) {
		t.Errorf("%+v\nwant %+v (%v)", row, want, err)
	}
	if err := s.SetLeaf(ctx, id, "branch"); err != nil {
		t.Fatal(err)
	}
	if row, err = s.Row(ctx, id); err != nil || row.Messages != 2 || row.Rounds != 1 || row.Excerpt != "another" {
		t.Errorf("%+v, %v", row, err)
	}
	wantCode(t, s.SetLeaf(ctx, id, "nothing"), chat.CodeNotFound)
	wantCode(t, s.SetLeaf(ctx, 99, "branch"), chat.CodeNotFound)
	_, err = s.Row(ctx, 99)
	wantCode(t, err, chat.CodeNotFound)
	_, err = s.Raw(ctx, 99)
	wantCode(t, err, chat.CodeNotFound)
	_, err = s.Conversation(ctx, 99)
	wantCode(t, err, chat.CodeNotFound)
}

// The sidebar's numbers are those of the lists they stand for, before and after every change.
func TestFacets(t *testing.T) {
	s := shelf(t)
	run := talk("run", "Run", "a")
	run.Source, run.ParentExternalID, run.Tags = "one", "a", []string{"work"}
	put(t, s, run)
	if _, err := s.SetStatus(ctx, chat.Selection{IDs: []int64{2}}, chat.StatusDeleted); err != nil {
		t.Fatal(err)
	}
	f, err := s.Facets(ctx)
	want := chat.Facets{All: 3, Deleted: 1,
		Types:   []chat.Facet{{Value: "chat", Count: 2}, {Value: "graph", Count: 1}},
		Sources: []chat.Facet{{Value: "one", Count: 2}, {Value: "two", Count: 1}},
		Tags:    []chat.Facet{{Value: "Work", Count: 1}, {Value: "work", Count: 1}, {Value: "学习", Count: 1}},
		Models:  []chat.Facet{{Value: "m1", Count: 1}, {Value: "m2", Count: 1}}}
	if err != nil || !reflect.DeepEqual(f, want) {
		t.Errorf("%+v\nwant %+v (%v)", f, want, err)
	}
	if _, err := s.SetStatus(ctx, chat.Selection{IDs: []int64{2}}, chat.StatusRestored); err != nil {
		t.Fatal(err)
	}
	if f, err = s.Facets(ctx); err != nil || f.All != 4 || f.Deleted != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

// A selection is ids in any order, once each, or a filter less exceptions; it goes through one moment of the library.
func TestEach(t *testing.T) {
	s := open(t)
	var all []*chat.Conversation
	var many []int64
	for i := range 300 {
		c := talk(itoa(i), "T", strings.Repeat("x", i), "b")
		c.Rounds = []chat.Round{{Number: 1, Tools: []chat.Tool{{Name: itoa(i % 3)}}}}
		all = append(all, c)
	}
	put(t, s, all...)
	for i := range 100_000 {
		many = append(many, int64(100_000-i))
	}
	each := func(sel chat.Selection) (got []int64) {
		t.Helper()
		for c, err := range s.Each(ctx, sel) {
			if err != nil {
				t.Fatal(err)
			}
			if want := c.ExternalID; itoa(int(c.ID-1)) != want || len(c.Messages) != 2 || len(c.Messages[0].Content) != int(c.ID-1) || c.Rounds[0].Tools[0].Name != itoa(int(c.ID-1)%3) {
				t.Fatalf("conversation %d is mixed up: %+v", c.ID, c)
			}
			got = append(got, c.ID)
		}
		return got
	}
	if got := each(chat.Selection{IDs: []int64{9, 3, 3, 4, 5, 999}}); !slices.Equal(got, []int64{3, 4, 5, 9}) {
		t.Errorf("ids: %v", got)
	}
	if got := each(chat.Selection{IDs: many}); len(got) != 300 || !slices.IsSorted(got) {
		t.Errorf("100,000 ids: %d", len(got))
	}
	if got := each(chat.Selection{Filter: &chat.Filter{}, Except: []int64{1, 7, 300}}); len(got) != 297 {
		t.Errorf("filter: %d", len(got))
	}
	if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{}, Except: many}); n != 0 || err != nil {
		t.Errorf("everything excepted: %d, %v", n, err)
	}
	_, err := s.Count(ctx, chat.Selection{})
	wantCode(t, err, chat.CodeEmpty)
	_, err = s.Count(ctx, chat.Selection{IDs: []int64{1}, Filter: &chat.Filter{}})
	wantCode(t, err, chat.CodeBadRequest)

	// What is written meanwhile does not show; the caller may stop, or be stopped, in the middle.
	n := 0
	for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1 {
			if _, err := s.SetStatus(ctx, chat.Selection{Filter: &chat.Filter{}}, chat.StatusFavorite); err != nil {
				t.Fatal(err)
			}
		}
		if c.Status != chat.StatusActive {
			t.Fatalf("conversation %d changed under the reader", c.ID)
		}
	}
	for range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
		break
	}
	ended, cancel := context.WithCancel(ctx)
	defer cancel()
	var last error
	for _, err := range s.Each(ended, chat.Selection{Filter: &chat.Filter{}}) {
		cancel()
		last = err
	}
	if n != 300 || last != context.Canceled {
		t.Errorf("%d, then %v", n, last)
	}
}

// What a person types finds a conversation by either id, and says when it is not clear which.
func TestFind(t *testing.T) {
	s := open(t)
	other := talk("abc", "T", "x")
	other.Source = "other"
	put(t, s, talk("abc", "T", "x"), other, talk("1", "T", "x"), talk("urn:x", "T", "x"))
	for typed, want := range map[string]int64{"#1": 1, "2": 2, " test:abc ": 1, "other:abc": 2, "test:1": 3, "urn:x": 4, "test:urn:x": 4} {
		if id, err := s.Find(ctx, typed); id != want || err != nil {
			t.Errorf("%q finds %d, want %d (%v)", typed, id, want, err)
		}
	}
	for typed, code := range map[string]chat.Code{"abc": chat.CodeBadRequest, "1": chat.CodeBadRequest, "": chat.CodeNotFound, "nothing": chat.CodeNotFound, "#9": chat.CodeNotFound} {
		_, err := s.Find(ctx, typed)
		wantCode(t, err, code)
	}
}
