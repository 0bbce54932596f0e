package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"loquat/backend/chat"
)

// tree is a conversation with a choice at three places. h marks hidden messages.
//
//	s(h) ─ q ─┬─ a1 ─ q2 ─ b1
//	          ├─ x(h) ─ a2 ─┬─ q3            the choice a1/a2 stands where the visible ones differ, past the hidden x
//	          │             └─ q4
//	          └─ y(h)                        leads to nothing a person sees: no alternative
func tree() *chat.Conversation {
	m := func(id, parent string, ms int64) chat.Message {
		return chat.Message{ID: strings.TrimSuffix(id, "h"), Parent: parent, Hidden: strings.HasSuffix(id, "h"), Role: chat.RoleUser, Round: 1,
			Content: id, CreatedAt: chat.AtMS(ms)}
	}
	return &chat.Conversation{Source: "test", ExternalID: "tree", Messages: []chat.Message{
		m("sh", "", 1), m("q", "s", 2), m("a1", "q", 3), m("xh", "q", 4), m("yh", "q", 99), m("a2", "x", 5), m("q2", "a1", 6), m("b1", "q2", 7),
		m("q3", "a2", 9), m("q4", "a2", 8),
	}, Leaf: "b1"}
}

// ids names the messages at some places.
func ids(c *chat.Conversation, places []int) []string {
	var out []string
	for _, i := range places {
		out = append(out, c.Messages[i].ID)
	}
	return out
}

// TestSiblingsLeadToTheNewestLeaf holds the branch switcher: at each message with alternatives there is one leaf for each,
// the newest below it, and the branch in view keeps its own.
func TestSiblingsLeadToTheNewestLeaf(t *testing.T) {
	c := tree()
	s := shapeOf(c)
	for _, test := range []struct {
		leaf     string
		thread   []string
		at       string
		siblings []string
		inView   int
	}{
		{"", []string{"q", "a1", "q2", "b1"}, "a1", []string{"b1", "q3"}, 0},
		{"q4", []string{"q", "a2", "q4"}, "a2", []string{"b1", "q4"}, 1},
		{"q4", []string{"q", "a2", "q4"}, "q4", []string{"q3", "q4"}, 1},
		{"a2", []string{"q", "a2", "q3"}, "q3", []string{"q3", "q4"}, 0}, // a2 goes on to its newest end
		{"", []string{"q", "a1", "q2", "b1"}, "q2", []string{}, 0},
	} {
		leaf, ok := s.leaf(test.leaf)
		if !ok {
			t.Fatalf("no leaf %q", test.leaf)
		}
		thread := s.thread(leaf)
		if got := ids(c, thread); !slices.Equal(got, test.thread) {
			t.Errorf("the thread to %q is %v, want %v", test.leaf, got, test.thread)
		}
		at := slices.Index(ids(c, thread), test.at)
		before := -1
		if at > 0 {
			before = thread[at-1]
		}
		if got, n := s.siblings(thread[at], before, leaf); !slices.Equal(got, test.siblings) || n != test.inView {
			t.Errorf("at %s of the thread to %q: %v, %d in view; want %v, %d", test.at, test.leaf, got, n, test.siblings, test.inView)
		}
	}
	if _, ok := s.leaf("nobody"); ok {
		t.Error("an id that is not there is a leaf")
	}
}

// TestBranchesAreWhatAPersonCanTellApart: one for each visible end, the one in view marked, the hidden end left out.
func TestBranchesAreWhatAPersonCanTellApart(t *testing.T) {
	var got []string
	for _, b := range shapeOf(tree()).branches() {
		mark := ""
		if b.InView {
			mark = "*"
		}
		got = append(got, b.Leaf+mark+strings.Repeat("·", b.Messages))
	}
	if want := []string{"b1*····", "q3···", "q4···"}; !slices.Equal(got, want) {
		t.Errorf("branches %v, want %v", got, want)
	}
	if got := shapeOf(&chat.Conversation{}).branches(); len(got) != 0 {
		t.Errorf("a conversation without messages has the branches %v", got)
	}
}

// TestForksBeginWhereTheyLeave: a branch out of view has the messages that are its own, and says after how many of those in
// view they come; together they are that branch.
func TestForksBeginWhereTheyLeave(t *testing.T) {
	var got []string
	for _, f := range Forks(tree()) {
		line := fmt.Sprintf("%s after %d:", f.Leaf, f.Shared)
		for _, m := range f.Messages {
			line += " " + m.ID
		}
		got = append(got, line)
	}
	if want := []string{"q3 after 1: a2 q3", "q4 after 1: a2 q4"}; !slices.Equal(got, want) {
		t.Errorf("forks %q, want %q", got, want)
	}
}

// TestLongTextsAreCutBetweenCharacters: a page carries at most MaxViewText bytes of a text, never half a character, and
// MessageText gives the whole.
func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	l := open(t)
	long := strings.Repeat("茶", chat.MaxViewText/3+7) // three bytes each, so that the limit falls inside one
	path := writeFile(t, "long.jsonl", `{"messages":[{"role":"user","content":"`+long+`"},{"role":"assistant","content":"short"}]}`+"\n")
	if _, err := l.Import(t.Context(), []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	list, err := l.List(t.Context(), chat.ListRequest{Limit: 1})
	if err != nil || len(list.Conversations) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	id := list.Conversations[0].ID
	page, err := l.Thread(t.Context(), id, "", 0, 10)
	if err != nil || page.Total != 2 || len(page.Messages) != 2 {
		t.Fatalf("%d of %d messages, %v", len(page.Messages), page.Total, err)
	}
	cut := page.Messages[0]
	if !cut.Truncated || len(cut.Content) > chat.MaxViewText || len(cut.Content) < chat.MaxViewText-3 || !utf8.ValidString(cut.Content) {
		t.Errorf("cut: %v, %d bytes, valid %v", cut.Truncated, len(cut.Content), utf8.ValidString(cut.Content))
	}
	if page.Messages[1].Truncated {
		t.Error("a short message counts as cut")
	}
	whole, err := l.MessageText(t.Context(), id, cut.ID)
	if err != nil || whole.Content != long || whole.Truncated {
		t.Errorf("the whole has %d bytes, cut %v, %v; want %d", len(whole.Content), whole.Truncated, err, len(long))
	}
	_, err = l.MessageText(t.Context(), id, "nobody")
	checkCode(t, "text of no message", err, chat.CodeNotFound)
	_, err = l.Thread(t.Context(), id, "nobody", 0, 10)
	checkCode(t, "thread to no message", err, chat.CodeNotFound)
	_, err = l.Detail(t.Context(), id+1)
	checkCode(t, "no conversation", err, chat.CodeNotFound)
}

// TestThreadPagesMeet: pages of a long thread, put together, are the thread; pages past the end are empty.
func TestThreadPagesMeet(t *testing.T) {
	l := open(t)
	const turns = 25
	if _, err := l.Import(t.Context(), []string{chatGPTExport(t, 1, turns)}, nil); err != nil {
		t.Fatal(err)
	}
	id, err := l.Find(t.Context(), "conv-0")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for offset := 0; ; offset += 10 {
		page, err := l.Thread(t.Context(), id, "", offset, 10)
		if err != nil || page.Total != turns {
			t.Fatalf("%+v, %v", page, err)
		}
		if len(page.Messages) == 0 {
			break
		}
		for _, m := range page.Messages {
			all = append(all, m.ID)
		}
	}
	if len(all) != turns || all[0] != "m0" || all[turns-1] != "m24" {
		t.Errorf("the pages hold %v", all)
	}
}
