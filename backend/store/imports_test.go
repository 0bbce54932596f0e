package store

import (
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// importWith imports conversations with a report and returns the import's id.
func importWith(t *testing.T, s *Store, report chat.ImportReport, all ...*chat.Conversation) int64 {
	t.Helper()
	w, err := s.BeginImport(ctx, chat.OriginFiles, []string{"one.zip", "two.json"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if _, err := w.Put(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(ctx, report); err != nil {
		t.Fatal(err)
	}
	return w.ImportID()
}

// The list tells imports that went well from those that did not, with the numbers of the report, newest first; one that was
// cut off says at least what is there of it.
func TestImports(t *testing.T) {
	s := open(t)
	counts := chat.Counts{Found: 3, New: 2, Failed: 1}
	importWith(t, s, chat.ImportReport{Format: "test", Conversations: chat.Counts{Found: 1, New: 1}}, talk("1", "One", "a"))
	importWith(t, s, chat.ImportReport{Format: "mixed", Conversations: counts, Failed: []chat.Problem{{ID: "lost"}}}, talk("2", "Two", "b"))
	importWith(t, s, chat.ImportReport{Cancelled: true, Error: "cancelled"}, talk("3", "Three", "c"))
	w, err := s.BeginImport(ctx, chat.OriginWatched, []string{"place"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*chat.Conversation{talk("1", "One", "changed"), talk("4", "Four", "d"), talk("2", "Two", "b")} {
		if _, err := w.Put(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	running, err := s.Imports(ctx, 0, 1)
	if err != nil || len(running) != 1 || running[0].State != chat.ImportRunning || running[0].Undoable {
		t.Errorf("running: %+v, %v", running, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	undo(t, s, 1)
	all, err := s.Imports(ctx, 0, 10)
	if err != nil || len(all) != 4 {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, want := range []chat.ImportEntry{
		// What was added by the first import and changed by this one is this one's, now that the first is undone.
		{ID: 4, State: chat.ImportInterrupted, Origin: chat.OriginWatched, Paths: []string{"place"}, Named: 1, Undoable: true, Conversations: chat.Counts{Found: 2, New: 2}},
		{ID: 3, State: chat.ImportInterrupted, Undoable: true},
		{ID: 2, State: chat.ImportProblems, Format: "mixed", Conversations: counts, Undoable: true},
		{ID: 1, State: chat.ImportUndone, Format: "test", Conversations: chat.Counts{Found: 1, New: 1}},
	} {
		got := all[i]
		if !got.StartedAt.Valid || !got.EndedAt.Valid || got.UndoneAt.Valid != (want.State == chat.ImportUndone) {
			t.Errorf("times of import %d: %+v", want.ID, got)
		}
		got.StartedAt, got.EndedAt, got.UndoneAt = chat.Time{}, chat.Time{}, chat.Time{}
		if want.Origin == "" {
			want.Origin, want.Paths, want.Named = chat.OriginFiles, []string{"one.zip", "two.json"}, 2
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	if older, err := s.Imports(ctx, 3, 1); err != nil || len(older) != 1 || older[0].ID != 2 {
		t.Errorf("the page after import 3: %+v, %v", older, err)
	}
	record, err := s.Import(ctx, 2)
	if err != nil || record.Report.ID != 2 || record.Report.Failed[0].ID != "lost" || !reflect.DeepEqual(record.Import, all[2]) {
		t.Errorf("import 2: %+v, %v", record, err)
	}
	_, err = s.Import(ctx, 9)
	wantCode(t, err, chat.CodeNotFound)
}

// "Show these conversations" shows what an import brought, and nothing that lay there before: what it added and what it
// updated, and a conversation of which only a run came.
func TestFilterByImport(t *testing.T) {
	s := open(t)
	run := func(id, parent, text string) *chat.Conversation {
		c := talk(id, id, text)
		c.ParentExternalID = parent
		return c
	}
	put(t, s, talk("old", "Old", "a"), talk("same", "Same", "b"), talk("above", "Above", "c"), run("middle", "above", "d"))
	put(t, s, talk("same", "Same", "b"), talk("old", "Old", "changed"), talk("new", "New", "e"), run("deep", "middle", "f"))
	put(t, s, talk("old", "Old", "again"), talk("last", "Last", "g"))
	for importID, want := range map[int64][]string{1: {"Above", "Old", "Same"}, 2: {"Above", "New", "Old"}, 3: {"Last", "Old"}, 4: {}} {
		if got := titles(t, s, chat.ListRequest{Filter: chat.Filter{Import: importID}, Sort: chat.SortTitle}); !reflect.DeepEqual(got, want) {
			t.Errorf("import %d brought %q, want %q", importID, got, want)
		}
	}
	if got := titles(t, s, chat.ListRequest{Filter: chat.Filter{Import: 2, Text: "again"}}); !reflect.DeepEqual(got, []string{"Old"}) {
		t.Errorf("a full-text search in import 2 finds %q", got)
	}
	for filter, want := range map[string]chat.Filter{
		"text":  {Import: 2, Text: "changed"},
		"again": {Import: 2, Text: "again"},
		"title": {Import: 2, Search: "ol"},
		"runs":  {Import: 2, SubAgents: true},
	} {
		n, err := s.Count(ctx, chat.Selection{Filter: &want})
		if count := map[string]int{"text": 0, "again": 1, "title": 1, "runs": 5}[filter]; err != nil || n != count {
			t.Errorf("%s: %d, %v, want %d", filter, n, err, count)
		}
	}
}
