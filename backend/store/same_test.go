package store

import (
	"fmt"
	"slices"
	"testing"

	"loquat/backend/chat"
)

// Files of training data number or name their rows alike ("identity_0"): importing the second file must not replace the
// rows of the first, and importing either again must find its own, also when a conversation went on.
func TestLocalIDs(t *testing.T) {
	s := open(t)
	row := func(words ...string) *chat.Conversation {
		c := talk("identity_0", "", words...)
		c.LocalID = true
		return c
	}
	outcomes := func(words ...string) Outcome { return put(t, s, row(words...))[0].Outcome }
	got := []Outcome{
		outcomes("who are you?", "a vicuna"), outcomes("what is this?", "a loquat"), outcomes("and this?", "a quince"),
		outcomes("who are you?", "a vicuna"), outcomes("what is this?", "a loquat"),
		outcomes("what is this?", "a loquat", "sure?", "yes"), outcomes("what is this?", "a loquat", "sure?", "yes"),
	}
	if want := []Outcome{New, New, New, Unchanged, Unchanged, Updated, Unchanged}; !slices.Equal(got, want) {
		t.Errorf("outcomes %v, want %v", got, want)
	}
	page, err := s.List(ctx, chat.ListRequest{Limit: 10, Sort: chat.SortTitle})
	var ids []string
	for _, r := range page.Conversations {
		ids = append(ids, r.ExternalID)
	}
	if want := []string{"identity_0#3", "identity_0#2", "identity_0"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("ids %v, want %v (%v)", ids, want, err)
	}
}

// An undo takes a row from before others of the same id: importing those again must find them, not add them twice.
func TestLocalIDsBehindAGap(t *testing.T) {
	s := open(t)
	row := func(words ...string) *chat.Conversation {
		c := talk("identity_0", "", words...)
		c.LocalID = true
		return c
	}
	files := []string{"who are you?", "what is this?", "and this?"}
	for _, asked := range files {
		put(t, s, row(asked, "an answer"))
	}
	undo(t, s, 1)
	undo(t, s, 2)
	var got []Outcome
	for _, asked := range []string{files[2], files[1], files[1], files[0]} {
		got = append(got, put(t, s, row(asked, "an answer"))[0].Outcome)
	}
	if want := []Outcome{Unchanged, New, Unchanged, New}; !slices.Equal(got, want) {
		t.Errorf("outcomes %v, want %v", got, want)
	}
}

// Training data tells no times. A shorter copy of a conversation that comes later must not take messages away; a changed
// one of the same length is an update.
func TestShorterCopy(t *testing.T) {
	s := open(t)
	version := func(words ...string) *chat.Conversation {
		c := talk("c", "", words...)
		c.CreatedAt, c.UpdatedAt, c.Raw = chat.Time{}, chat.Time{}, []byte(fmt.Sprint(words))
		return c
	}
	var got []Outcome
	for _, words := range [][]string{{"q", "a"}, {"q", "a", "more?", "more"}, {"q", "a"}, {"q", "a", "more?", "better"}, {"q", "b"}} {
		got = append(got, put(t, s, version(words...))[0].Outcome)
	}
	if want := []Outcome{New, Updated, Unchanged, Updated, Updated}; !slices.Equal(got, want) {
		t.Errorf("outcomes %v, want %v", got, want)
	}
}
