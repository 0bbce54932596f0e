package store

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// One row for each conversation found, with the match marked; what a person types is never an error.
func TestTextSearch(t *testing.T) {
	s := open(t)
	tool := talk("tool", "Tool", "call it")
	tool.Messages = append(tool.Messages,
		chat.Message{ID: "c", Parent: "tool-0", Role: chat.RoleAssistant, Reasoning: "ponder deeply", ToolCalls: []chat.ToolCall{{Name: "get_weather", Arguments: `{"city":"Xiamen"}`}}},
		chat.Message{ID: "r", Parent: "c", Role: chat.RoleTool, Name: "get_weather", Content: "sunny",
			Attachments: []chat.Attachment{{Name: "chart.png", Missing: true, Text: "extracted words"}}},
		chat.Message{ID: "h", Parent: "r", Role: chat.RoleSystem, Content: "invisible", Hidden: true})
	put(t, s,
		talk("1", "One", "Tell me about oolong tea, please", "Oolong is a café drink; tea, tea and tea again"),
		talk("2", "Two", "我们喝乌龙茶吧", "好的，那是福建的茶"),
		talk("3", "Three", "nothing of the kind", "don't use user_id here"),
		talk("4", "Four", "हिन्दी में लिखो", "ฉันชอบดื่มชาอู่หลง และกาแฟ"),
		tool)
	for typed, want := range map[string]string{
		"oolong":              "One",
		"OOLONG tea":          "One",
		"tea oolong":          "One",
		`"oolong tea"`:        "One",
		`"tea oolong"`:        "",
		"cafe":                "One",
		"ool":                 "", // too short to go on
		"oolo":                "One",
		"oolo tea":            "", // only the last word may go on
		"茶":                   "Two",
		"乌龙":                  "Two",
		"乌龙茶":                 "Two",
		"龙乌":                  "",
		"喝乌龙茶吧":               "Two",
		"福建 乌龙":               "", // not in one message
		"好的，那是":               "Two",
		"user_id":             "Three",
		"don't":               "Three",
		"id user":             "Three", // words in any order
		"ดื่มชา":              "Four",
		"हिन्दी":              "Four",
		"ponder":              "Tool",
		"xiamen":              "Tool",
		"get_weather":         "Tool",
		"extracted":           "Tool",
		"chart.png":           "Tool",
		"invisible":           "",
		"":                    "One Two Three Four Tool",
		`"`:                   "",
		`""" AND`:             "One", // a word like any other: "tea and tea"
		"oolong AND":          "One",
		"oolong OR sunny":     "",
		"NOT":                 "",
		"oolong NEAR(tea, 2)": "",
		"text:tea":            "",
		"oolong*":             "One",
		"^oolong":             "One",
		"(tea":                "One",
		"{a b}: - + * ^":      "",
		"\x00\xff":            "",
		"';--":                "",
		"😀":                   "",
	} {
		page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: typed}, Limit: 10})
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		wanted := strings.Fields(want)
		if len(page.Conversations) != len(wanted) || page.Total != len(wanted) {
			t.Errorf("%q finds %d (total %d), want %q", typed, len(page.Conversations), page.Total, want)
			continue
		}
		for _, r := range page.Conversations {
			if !strings.Contains(want, r.Title) {
				t.Errorf("%q finds %s, want %q", typed, r.Title, want)
			}
			if typed != "" && strings.Count(r.Snippet, string(markOpen)) == 0 {
				t.Errorf("%q: no match is marked in %q", typed, r.Snippet)
			}
		}
		if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Text: typed}}); n != len(wanted) || err != nil {
			t.Errorf("%q counts %d, want %d (%v)", typed, n, len(wanted), err)
		}
	}
}

// The best message shows its match in one line; marks that the text itself holds do not.
func TestSnippets(t *testing.T) {
	s := open(t)
	long := strings.Repeat("filler words ", 100)
	put(t, s,
		talk("1", "A", long+"the Résumé\n\n of\ttea \uE000<b>"+long),
		talk("2", "B", "前面"+strings.Repeat("很长的话", 50)+"乌龙茶很好，乌龙茶"),
		talk("3", "C", "ＲＥＳＵＭＥ and resumes and a resume"))
	for typed, want := range map[string]string{
		"resume tea": "…ler words filler words filler words the [Résumé] of [tea] <b>filler",
		"乌龙茶":        "…很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话[乌龙茶]很好，[乌龙茶]",
		"resume":     "[ＲＥＳＵＭＥ] and [resumes] and a [resume]",
	} {
		page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: typed}, Limit: 10, Sort: chat.SortOldest})
		if err != nil || len(page.Conversations) == 0 {
			t.Fatal(typed, err)
		}
		last := page.Conversations[len(page.Conversations)-1]
		got := strings.NewReplacer(string(markOpen), "[", string(markClose), "]").Replace(last.Snippet)
		if !strings.HasPrefix(strings.TrimPrefix(got, "…"), strings.TrimPrefix(want, "…")) {
			t.Errorf("%q: %q\nwant %q", typed, got, want)
		}
		if n := len([]rune(got)); n > snippetLimit+10 {
			t.Errorf("%q: %d characters", typed, n)
		}
	}
}

// Of many matches the newest 1,000 messages are ranked, and every other conversation still comes, once.
func TestRanking(t *testing.T) {
	s := open(t)
	var all []*chat.Conversation
	for i := range 700 {
		text := "tea among many many many other words that make this match a weak one"
		if i == 650 {
			text = "tea tea tea"
		}
		all = append(all, talk(itoa(i), itoa(i), text, "more tea"))
	}
	put(t, s, all...)
	seen := map[int64]bool{}
	next, first := "", ""
	for n := 0; n == 0 || next != ""; n++ {
		page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "tea"}, Limit: 90, After: next})
		if err != nil || page.Total != 700 || n > 8 {
			t.Fatal(n, page.Total, err)
		}
		for _, r := range page.Conversations {
			if seen[r.ID] || r.Snippet == "" {
				t.Errorf("%d again, or without a snippet", r.ID)
			}
			if seen[r.ID] = true; first == "" {
				first = r.Title
			}
		}
		next = page.Next
	}
	if len(seen) != 700 || first != "650" {
		t.Errorf("%d conversations, the first is %s", len(seen), first)
	}
}

// For CJK text the index finds what LIKE finds: one character, two, or more, beside Latin letters and signs.
func TestCJKRecall(t *testing.T) {
	s := open(t)
	random := rand.New(rand.NewSource(1))
	letters := []rune("茶乌龙福建我们喝한국말ひらカタ")
	others := []string{"tea", "，", "。", " ", "GPT4", "\n", "(", "ー"}
	var texts []string
	var all []*chat.Conversation
	for i := range 400 {
		var b strings.Builder
		for range 1 + random.Intn(30) {
			if random.Intn(5) == 0 {
				b.WriteString(others[random.Intn(len(others))])
			} else {
				b.WriteRune(letters[random.Intn(len(letters))])
			}
		}
		texts = append(texts, b.String())
		all = append(all, talk(itoa(i), "T", b.String()))
	}
	put(t, s, all...)
	queries, hits := 0, 0
	for _, text := range texts {
		runes := []rune(text)
		for n := 1; n <= 5 && n < len(runes); n++ {
			at := random.Intn(len(runes) - n)
			query := string(runes[at : at+n])
			if strings.IndexFunc(query, func(r rune) bool { return !isUnspaced(r) }) >= 0 {
				continue
			}
			var like int
			if err := s.read.QueryRow("SELECT count(*) FROM messages WHERE content LIKE ?", "%"+query+"%").Scan(&like); err != nil {
				t.Fatal(err)
			}
			found, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Text: query}})
			if err != nil || found != like {
				t.Errorf("%q finds %d, LIKE finds %d (%v)", query, found, like, err)
			}
			queries, hits = queries+1, hits+like
		}
	}
	if queries < 500 || hits < 5000 {
		t.Errorf("only %d queries with %d hits", queries, hits)
	}
}

// While an import runs, what its batches have written is found, and the rest does not disturb.
func TestSearchDuringImport(t *testing.T) {
	s := open(t)
	put(t, s, talk("0", "Zero", "tea"))
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for i := range 200 {
		if _, err := w.Put(ctx, talk(itoa(i%50), fmt.Sprint(i), "tea", strings.Repeat("tea ", i))); err != nil {
			t.Fatal(err)
		}
		if i%20 == 19 {
			if err := w.commitBatch(); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Rename(ctx, 1, itoa(i)); err != nil {
				t.Fatal(err)
			}
		}
		if page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "tea"}, Limit: 100}); err != nil || page.Total == 0 {
			t.Fatal(page.Total, err)
		}
	}
	if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, s)
	if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Text: "tea"}}); n != 50 || err != nil {
		t.Errorf("%d are found, %v", n, err)
	}
}
