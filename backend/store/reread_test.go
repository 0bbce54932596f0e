package store

import (
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// A session that grows all day must not fill the library: read again, it keeps one former version and one import. A day
// later, behind another import, after an undo and after a crash it is an import of its own, whose undo is exact.
func TestReread(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a"))
	reread := func(text string, wantID int64, wantBefore bool) {
		t.Helper()
		w, before, err := s.BeginReread(ctx, []string{"place of " + text})
		if err != nil {
			t.Fatal(err)
		}
		if w.ImportID() != wantID || (before != nil) != wantBefore {
			t.Errorf("%s: import %d goes on with %+v, want import %d", text, w.ImportID(), before, wantID)
		}
		if _, err := w.Put(ctx, talk("1", "One", text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(ctx, chat.ImportReport{Conversations: chat.Counts{Found: 1, Updated: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	reread("b", 2, false) // the newest import is one of files
	reread("c", 2, true)
	reread("d", 2, true)
	kept := 0
	if err := s.read.QueryRow("SELECT count(*) FROM replaced").Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d former versions, %v, want 1", kept, err)
	}
	if e, err := s.Import(ctx, 2); err != nil || !reflect.DeepEqual(e.Import.Paths, []string{"place of b", "place of c", "place of d"}) || e.Import.State != chat.ImportDone {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err := s.write.ExecContext(ctx, "UPDATE imports SET started_at = started_at - 86400001"); err != nil {
		t.Fatal(err)
	}
	reread("e", 3, false)
	put(t, s, talk("2", "Two", "x"))
	reread("f", 5, false)
	undo(t, s, 5)
	wantText(t, s, "e")
	reread("g", 6, false)
	if w, before, err := s.BeginReread(ctx, []string{"place"}); err != nil || before == nil || w.ImportID() != 6 {
		t.Errorf("%+v, %v", before, err)
	} else if err := w.Close(); err != nil { // as a crash does, it leaves no report
		t.Fatal(err)
	}
	reread("h", 7, false)
	for _, step := range []struct {
		id   int64
		text string
	}{{7, "g"}, {6, "e"}, {3, "d"}, {2, "a"}} {
		undo(t, s, step.id)
		wantText(t, s, step.text)
	}
}

// wantText says what conversation "1" must say.
func wantText(t *testing.T, s *Store, want string) {
	t.Helper()
	for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
		if err != nil {
			t.Fatal(err)
		}
		if c.ExternalID == "1" && c.Messages[0].Content != want {
			t.Errorf("it says %q, want %q", c.Messages[0].Content, want)
		}
	}
}
