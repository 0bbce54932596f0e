package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"loquat/backend/chat"
)

func tagsOf(t testing.TB, s *Store, id int64) []string {
	t.Helper()
	row, err := s.Row(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return row.Tags
}

// Tags are changed for everything selected, and the change is taken back exactly, the order too, once.
func TestTagsAndUndo(t *testing.T) {
	s := open(t)
	one, two := talk("1", "One", "a"), talk("2", "Two", "a")
	one.Tags, two.Tags = []string{"x", "y", "x", "  "}, []string{strings.Repeat("长", 100)}
	put(t, s, one, two)
	if got := tagsOf(t, s, 2); len([]rune(got[0])) != tagLimit {
		t.Errorf("a long tag of a source is cut: %d", len([]rune(got[0])))
	}
	everything := chat.Selection{Filter: &chat.Filter{}}
	change, err := s.SetTags(ctx, everything, []string{" new ", "y", "new"}, []string{"x"})
	if err != nil || change.Count != 2 || change.Undo == "" {
		t.Fatal(change, err)
	}
	if got, want := tagsOf(t, s, 1), []string{"y", "new"}; !reflect.DeepEqual(got, want) {
		t.Errorf("tags %q, want %q", got, want)
	}
	for filter, want := range map[string]int{"new": 2, "x": 0, "y": 2} {
		if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Tags: []string{filter}, Search: filter}}); n != want || err != nil {
			t.Errorf("%d have the tag %s, want %d (%v)", n, filter, want, err)
		}
	}
	if again, err := s.SetTags(ctx, everything, []string{"new"}, []string{"x"}); err != nil || again != (chat.Change{}) {
		t.Errorf("nothing changed: %+v, %v", again, err)
	}
	if _, err := s.SetTags(ctx, chat.Selection{IDs: []int64{1}}, []string{"later"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(ctx, change.Undo); err != nil {
		t.Fatal(err)
	}
	if got, want := tagsOf(t, s, 1), []string{"y", "later", "x"}; !reflect.DeepEqual(got, want) {
		t.Errorf("tags %q, want %q", got, want)
	}
	wantCode(t, s.Undo(ctx, change.Undo), chat.CodeNotFound)
	for _, bad := range []string{"", " ", strings.Repeat("a", 65)} {
		_, err := s.SetTags(ctx, everything, []string{bad}, nil)
		wantCode(t, err, chat.CodeBadRequest)
	}
	if _, err := s.SetTags(ctx, everything, []string{strings.Repeat("长", 64), "a\nb"}, nil); err != nil {
		t.Error(err)
	}
	checkWhole(t, s)
}

// The trash gives back what it took, favourites as favourites; and a change is taken back only where it still stands.
func TestStatusAndUndo(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a"), talk("2", "Two", "a"), talk("3", "Three", "a"))
	set := func(to chat.Status, ids ...int64) chat.Change {
		t.Helper()
		change, err := s.SetStatus(ctx, chat.Selection{IDs: ids}, to)
		if err != nil {
			t.Fatal(err)
		}
		return change
	}
	want := func(statuses ...chat.Status) {
		t.Helper()
		for i, status := range statuses {
			if c, err := s.Conversation(ctx, int64(i+1)); err != nil || c.Status != status || (c.StatusBefore != "") != (status == chat.StatusDeleted) {
				t.Errorf("conversation %d is %s before %q, want %s (%v)", i+1, c.Status, c.StatusBefore, status, err)
			}
		}
	}
	set(chat.StatusFavorite, 1)
	deleted := set(chat.StatusDeleted, 1, 2, 3)
	if deleted.Count != 3 {
		t.Errorf("%+v", deleted)
	}
	want(chat.StatusDeleted, chat.StatusDeleted, chat.StatusDeleted)
	if change := set(chat.StatusDeleted, 1); change != (chat.Change{}) {
		t.Errorf("deleted twice: %+v", change)
	}
	restored := set(chat.StatusRestored, 1, 2)
	want(chat.StatusFavorite, chat.StatusActive, chat.StatusDeleted)
	if change := set(chat.StatusRestored, 1, 2); change.Count != 0 {
		t.Errorf("restored twice: %+v", change)
	}
	if err := s.Undo(ctx, restored.Undo); err != nil {
		t.Fatal(err)
	}
	want(chat.StatusDeleted, chat.StatusDeleted, chat.StatusDeleted)
	set(chat.StatusActive, 2)
	if err := s.Undo(ctx, deleted.Undo); err != nil {
		t.Fatal(err)
	}
	want(chat.StatusFavorite, chat.StatusActive, chat.StatusActive)
	_, err := s.SetStatus(ctx, chat.Selection{IDs: []int64{1}}, "gone")
	wantCode(t, err, chat.CodeBadRequest)
	var first string
	for i := range undoKept + 1 {
		change := set([]chat.Status{chat.StatusActive, chat.StatusFavorite}[i%2], 1)
		if i == 0 {
			first = change.Undo
		}
	}
	wantCode(t, s.Undo(ctx, first), chat.CodeNotFound)
}

// A dataset's row and its folder appear together or not at all; its name is one in any case; all of it comes back.
func TestDatasets(t *testing.T) {
	s := open(t)
	d := chat.Dataset{Name: "Tea", DataFormat: "standard", FileFormat: chat.JSONL, FileName: "conversations.jsonl", Records: 3, Bytes: 99,
		CreatedAt: chat.AtMS(1000), Dir: "d1", Options: chat.ExportOptions{Dataset: "Tea", AsRecorded: true}, Selection: chat.Selection{IDs: []int64{4, 2}}}
	report := chat.ExportReport{Dataset: "Tea", Records: 3, LeftOut: []chat.Finding{{Code: "ORDER"}}}
	ready := func() error { return nil }
	refused := errors.New("no room")
	if err := s.AddDataset(ctx, d, report, func() error { return refused }); !errors.Is(err, refused) {
		t.Errorf("the error of ready: %v", err)
	}
	if err := s.AddDataset(ctx, d, report, ready); err != nil {
		t.Fatal(err)
	}
	taken := d
	taken.Name, taken.Dir = "tEA", "d2"
	if e := wantCode(t, s.AddDataset(ctx, taken, report, ready), chat.CodeNameTaken); e.Suggest != "tEA-2" {
		t.Errorf("suggests %q", e.Suggest)
	}
	later := d
	later.Name, later.Dir, later.CreatedAt = "tea-2", "d3", chat.AtMS(2000)
	if err := s.AddDataset(ctx, later, report, ready); err != nil {
		t.Fatal(err)
	}
	all, err := s.Datasets(ctx)
	if err != nil || !reflect.DeepEqual(all, []chat.Dataset{later, d}) {
		t.Errorf("%+v, %v", all, err)
	}
	if got, err := s.DatasetReport(ctx, "tea"); err != nil || !reflect.DeepEqual(got, report) {
		t.Errorf("%+v, %v", got, err)
	}
	long := strings.Repeat("é", 64)
	if err := s.AddDataset(ctx, chat.Dataset{Name: long, FileFormat: chat.CSV, Dir: "d4"}, report, ready); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Tea": "Tea-3", "Téa": "Téa", "ＴＥＡ": "ＴＥＡ", "coffee": "coffee", "tea-2": "tea-2-2", long: strings.Repeat("é", 62) + "-2"} {
		if got, err := s.SuggestName(ctx, name); got != want || err != nil {
			t.Errorf("for %q %q is free, want %q (%v)", name, got, want, err)
		}
	}
	if got, err := s.DeleteDataset(ctx, "TEA"); err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = s.Dataset(ctx, "Tea")
	wantCode(t, err, chat.CodeNotFound)
	_, err = s.DeleteDataset(ctx, "Tea")
	wantCode(t, err, chat.CodeNotFound)
	_, err = s.DatasetReport(ctx, "Tea")
	wantCode(t, err, chat.CodeNotFound)
}

// The user's changes and an import take turns; none is lost.
func TestChangesDuringImport(t *testing.T) {
	s := open(t)
	put(t, s, talk("mine", "Mine", "a"))
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	changed := make(chan error)
	go func() {
		for i := range 20 {
			if _, err := s.SetTags(ctx, chat.Selection{IDs: []int64{1}}, []string{fmt.Sprint("tag ", i)}, nil); err != nil {
				changed <- err
			}
		}
		close(changed)
	}()
	for i := range 400 {
		if _, err := w.Put(ctx, talk(itoa(i), "T", "a")); err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			if err := w.commitBatch(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
		t.Fatal(err)
	}
	if err := <-changed; err != nil {
		t.Fatal(err)
	}
	if n := len(tagsOf(t, s, 1)); n != 20 {
		t.Errorf("%d tags", n)
	}
	checkWhole(t, s)
}
