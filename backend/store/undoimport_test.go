package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"loquat/backend/chat"
)

// undo undoes an import.
func undo(t testing.TB, s *Store, id int64) chat.UndoReport {
	t.Helper()
	r, err := s.UndoImport(ctx, id, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Notes) > 0 {
		t.Fatalf("not tidied up: %q", r.Notes)
	}
	return r
}

// wantUndo undoes an import, and fails unless the preview and the undo say the same, and this.
func wantUndo(t *testing.T, s *Store, id int64, want chat.UndoReport) {
	t.Helper()
	want.Import, want.Notes = id, []string{}
	preview, err := s.PreviewUndo(ctx, id)
	if err != nil || !reflect.DeepEqual(preview, want) {
		t.Errorf("preview of undoing import %d: %+v, %v, want %+v", id, preview, err, want)
	}
	if r := undo(t, s, id); !reflect.DeepEqual(r, want) {
		t.Errorf("undo of import %d: %+v, want %+v", id, r, want)
	}
}

// snapshot is everything a library holds, runs too, as one text a conversation: what a row says, what a reader made of it,
// its raw record.
func snapshot(t testing.TB, s *Store) []string {
	t.Helper()
	var all []string
	for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{SubAgents: true, Statuses: []chat.Status{chat.StatusActive, chat.StatusFavorite, chat.StatusDeleted}}}) {
		if err != nil {
			t.Fatal(err)
		}
		row, err := s.Row(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := s.Raw(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		tokens := ""
		for i := range c.Rounds { // pointers print as where they point
			r := &c.Rounds[i]
			tokens += fmt.Sprintln(tokensOrNull(r.PromptTokens), tokensOrNull(r.CompletionTokens))
			r.PromptTokens, r.CompletionTokens = nil, nil
		}
		all = append(all, fmt.Sprintf("%+v\n%s%+v\n%s", *c, tokens, row, raw))
	}
	return all
}

// wantSame fails when two snapshots differ, at the first conversation that does.
func wantSame(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("%d conversations, want %d; the first that differs:\ngot  %v\nwant %v", len(got), len(want), got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
			return
		}
	}
}

// withFile adds an attachment to the first message.
func withFile(c *chat.Conversation, bytes string) *chat.Conversation {
	c.Messages[0].Attachments = append(c.Messages[0].Attachments, attachment("a.txt", bytes))
	return c
}

// The heart of it: the latest import undone, the library is what it was before, to the last field, file and word, and the
// same files import as they did the first time.
func TestUndoBringsBackWhatWas(t *testing.T) {
	s := open(t)
	changed := func(id string) *chat.Conversation {
		c := whole()
		c.ExternalID, c.Title, c.Messages[1].Content = id, "Another title", "now asked otherwise with zanzibar"
		c.Tags, c.Leaf, c.Raw = []string{"c", "a"}, "4", []byte("another record")
		return withFile(c, "bytes of the update")
	}
	put(t, s, withFile(whole(), "bytes of the first"), withFile(talk("stays", "Stays", "same bytes"), "shared bytes"))
	before, words := snapshot(t, s), countText(t, s, "zanzibar")

	second := func() []*chat.Conversation {
		run := talk("run", "Run", "do")
		run.ParentExternalID = "new"
		parent := withFile(withFile(talk("new", "New", "zanzibar"), "bytes of the second"), "shared bytes")
		parent.SubAgents = []chat.Conversation{*run}
		return []*chat.Conversation{changed("whole"), parent, withFile(talk("stays", "Stays", "same bytes"), "shared bytes")}
	}
	first := put(t, s, second()...)
	if n := countText(t, s, "zanzibar"); n != 2 {
		t.Fatalf("%d conversations have the word", n)
	}
	wantUndo(t, s, 2, chat.UndoReport{Removed: 1, Restored: 1, SubAgents: 1})
	wantSame(t, snapshot(t, s), before)
	if n := countText(t, s, "zanzibar"); n != words {
		t.Errorf("the word is found in %d conversations, want %d", n, words)
	}
	checkWhole(t, s)
	if n := countFiles(t, s); n != 2 {
		t.Errorf("%d files, want the two of the first import", n)
	}
	for i, p := range put(t, s, second()...) {
		if p.Outcome != first[i].Outcome {
			t.Errorf("the same again is %v and was %v", p.Outcome, first[i].Outcome)
		}
	}
	wantUndo(t, s, 3, chat.UndoReport{Removed: 1, Restored: 1, SubAgents: 1})
	for _, p := range put(t, s, withFile(whole(), "bytes of the first")) {
		if p.Outcome != Unchanged {
			t.Errorf("the version that came back is not known as itself: %+v", p)
		}
	}
}

// countText counts what a full-text search finds.
func countText(t testing.TB, s *Store, word string) int {
	t.Helper()
	n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Text: word, SubAgents: true}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What a person did to a conversation is theirs: an undo takes back what the import did, and nothing else.
func TestUndoKeepsWhatTheUserChanged(t *testing.T) {
	s := open(t)
	two := func(second string, tags ...string) *chat.Conversation {
		c := talk("1", "Source", "hello", second)
		c.Messages = append(c.Messages, chat.Message{ID: "other", Parent: "1-0", Round: 1, Role: chat.RoleAssistant, Content: "another answer"})
		c.Tags = tags
		return c
	}
	id := put(t, s, two("hi", "old", "unwanted"))[0].ID
	sel := chat.Selection{IDs: []int64{id}}
	if err := s.SetLeaf(ctx, id, "1-1"); err != nil {
		t.Fatal(err)
	}
	put(t, s, talk("1", "Updated", "hello"), func() *chat.Conversation { c := talk("2", "Two", "b"); c.Tags = []string{"of source"}; return c }())
	put(t, s, two("hi there", "old", "new"))
	for _, err := range []error{
		second(s.Rename(ctx, id, "Mine")), second(s.SetTags(ctx, sel, []string{"mine"}, []string{"unwanted"})), second(s.SetStatus(ctx, sel, chat.StatusDeleted)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantUndo(t, s, 3, chat.UndoReport{Restored: 1})
	wantUndo(t, s, 2, chat.UndoReport{Removed: 1, Restored: 1})
	c, err := s.Conversation(ctx, id)
	if err != nil || c.Title != "Mine" || c.Status != chat.StatusDeleted || !slices.Equal(c.Tags, []string{"old", "mine"}) || c.Messages[1].Content != "hi" {
		t.Errorf("%+v, %v", c, err)
	}
	if c.Leaf != "1-1" {
		t.Errorf("the branch in view is %q: what the update could not show is there again", c.Leaf)
	}
	if _, err := s.Rename(ctx, id, ""); err != nil {
		t.Fatal(err)
	}
	if row, err := s.Row(ctx, id); err != nil || row.Title != "Source" {
		t.Errorf("the title of the source is %q, %v", row.Title, err)
	}
	checkWhole(t, s)
}

// second is the error of two results.
func second[T any](_ T, err error) error { return err }

// Before an undo a person is told how many of what goes they have worked on; tags and a star of the source are not work.
func TestUndoCountsWhatWasEdited(t *testing.T) {
	s := open(t)
	var all []*chat.Conversation
	for i := range 5 {
		c := talk(itoa(i), "T", "x")
		c.Tags, c.Status = []string{"of source"}, chat.StatusFavorite
		all = append(all, c)
	}
	done := put(t, s, all...)
	one := func(i int) chat.Selection { return chat.Selection{IDs: []int64{done[i].ID}} }
	for _, err := range []error{
		second(s.Rename(ctx, done[0].ID, "Mine")), second(s.SetTags(ctx, one(1), []string{"mine"}, nil)),
		second(s.SetStatus(ctx, one(2), chat.StatusActive)), second(s.SetStatus(ctx, one(3), chat.StatusDeleted)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantUndo(t, s, 1, chat.UndoReport{Removed: 5, Edited: 2})
	// A change of tags that is taken back afterwards finds nothing any more, and that is no error.
	if err := s.Undo(ctx, "1"); err != nil {
		t.Error(err)
	}
}

// What a later import has too belongs to it: it stays when the earlier one is undone, and goes with the later one.
func TestUndoPassesOn(t *testing.T) {
	s := open(t)
	v := func(id, text string) *chat.Conversation { return talk(id, "T", text) }
	put(t, s, v("added", "1"), v("added-seen", "1"), v("added-changed", "1"), v("chain", "1"), v("chain-seen", "1"))
	put(t, s, v("added-seen", "1"), v("chain", "2"), v("chain-seen", "2"))
	put(t, s, v("added-changed", "3"), v("chain", "3"), v("chain-seen", "2"))
	says := func(want map[string]string) {
		t.Helper()
		got := map[string]string{}
		for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
			if err != nil {
				t.Fatal(err)
			}
			got[c.ExternalID] = c.Messages[0].Content
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the library says %v, want %v", got, want)
		}
		checkWhole(t, s)
	}
	wantUndo(t, s, 2, chat.UndoReport{Kept: 2}) // chain has a third version; chain-seen was met by 3 as 2 left it
	says(map[string]string{"added": "1", "added-seen": "1", "added-changed": "3", "chain": "3", "chain-seen": "2"})
	put(t, s, v("added-seen", "1"))
	wantUndo(t, s, 1, chat.UndoReport{Removed: 1, Kept: 4})
	says(map[string]string{"added-seen": "1", "added-changed": "3", "chain": "3", "chain-seen": "2"})
	wantUndo(t, s, 3, chat.UndoReport{Removed: 3})
	says(map[string]string{"added-seen": "1"})
	wantUndo(t, s, 4, chat.UndoReport{Removed: 1})
	says(map[string]string{})
}

// Twice, too early, unknown, or of a Loquat that kept nothing: each has its own sentence, and nothing happens.
func TestUndoRefuses(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a"))
	wantUndo(t, s, 1, chat.UndoReport{Removed: 1})
	_, err := s.UndoImport(ctx, 1, nil)
	wantCode(t, err, chat.CodeBadRequest)
	_, err = s.PreviewUndo(ctx, 7)
	wantCode(t, err, chat.CodeNotFound)

	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.UndoImport(ctx, 1, nil)
	wantCode(t, err, chat.CodeBusy)
	if _, err := w.Put(ctx, talk("2", "Two", "b")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil { // as after a cancel, without a report
		t.Fatal(err)
	}
	if _, err := s.write.ExecContext(ctx, "UPDATE imports SET origin = NULL WHERE id = 2"); err != nil {
		t.Fatal(err)
	}
	_, err = s.UndoImport(ctx, 2, nil)
	wantCode(t, err, chat.CodeBadRequest)
	if n := countText(t, s, "b"); n != 1 {
		t.Error("a refused undo did something")
	}
	reader, err := OpenReader(ctx, s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	_, err = reader.UndoImport(ctx, 2, nil)
	wantCode(t, err, chat.CodeReadOnly)
}

// Cancel before the commit leaves everything as it was.
func TestCancelUndo(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a"))
	put(t, s, withFile(talk("1", "One", "b"), "bytes"), talk("2", "Two", "c"))
	before := snapshot(t, s)
	cancelled, cancel := context.WithCancel(ctx)
	told := 0
	_, err := s.UndoImport(cancelled, 2, func(done, total int) {
		if told = done; done == 1 && total == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || told != 1 {
		t.Errorf("%v after %d", err, told)
	}
	wantSame(t, snapshot(t, s), before)
	checkWhole(t, s)
	wantUndo(t, s, 2, chat.UndoReport{Removed: 1, Restored: 1})
}

// Runs stay linked to what is there: one that outlives its conversation stands alone, and finds it again.
func TestUndoLinksRuns(t *testing.T) {
	s := open(t)
	run := func(id, parent string) *chat.Conversation {
		c := talk(id, id, "do")
		c.ParentExternalID = parent
		return c
	}
	put(t, s, run("r1", "main"), run("r2", "first"), talk("first", "First", "a"))
	put(t, s, talk("main", "Main", "go"), run("r2", "main"))
	runsOf := func(parent string) (ids []string) {
		id, err := s.Find(ctx, parent)
		if err != nil {
			t.Fatal(err)
		}
		runs, err := s.SubRuns(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			ids = append(ids, r.Title)
		}
		return ids
	}
	if got := runsOf("main"); !slices.Equal(got, []string{"r1", "r2"}) {
		t.Fatalf("runs of main: %q", got)
	}
	wantUndo(t, s, 2, chat.UndoReport{Removed: 1, SubAgents: 1})
	if got := runsOf("first"); !slices.Equal(got, []string{"r2"}) {
		t.Errorf("runs of first: %q", got)
	}
	if row, err := s.Row(ctx, 1); err != nil || row.ParentID != 0 {
		t.Errorf("r1 has the parent %d, %v", row.ParentID, err)
	}
	put(t, s, talk("main", "Main", "go"))
	if got := runsOf("main"); !slices.Equal(got, []string{"r1"}) {
		t.Errorf("runs of main: %q", got)
	}
	checkWhole(t, s)
}

// A crash between the commit and what follows it leaves words in the index and files that nothing names: the next start
// removes them. So it does when the index cannot be written, which must not make a finished undo look like a failed one.
func TestUndoIsTidiedUpAtTheNextStart(t *testing.T) {
	for name, undo := range map[string]func(s *Store) error{
		"crash": func(s *Store) error {
			_, err := s.undoImport(ctx, 2, func(ctx context.Context, u *undoing) error { return u.takeBack(ctx, ctx.Err, nil) })
			return err
		},
		"index": func(s *Store) error {
			s.index.Close()
			r, err := s.UndoImport(ctx, 2, nil)
			if len(r.Notes) != 1 || r.Removed != 1 {
				t.Errorf("%+v", r)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			put(t, s, withFile(talk("1", "One", "before"), "first bytes"))
			put(t, s, withFile(talk("1", "One", "after"), "second bytes"), withFile(talk("2", "Two", "zanzibar"), "third bytes"))
			if err := undo(s); err != nil {
				t.Fatal(err)
			}
			s.Close()
			s = openIn(t, s.dir)
			checkWhole(t, s)
			if a, b := countText(t, s, "before"), countText(t, s, "zanzibar"); a != 1 || b != 0 || countFiles(t, s) != 1 {
				t.Errorf("%d and %d found, %d files", a, b, countFiles(t, s))
			}
		})
	}
}
