package store

import (
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// What happened to one conversation in the model of TestUndoInAnyOrder: an import left it saying this.
type event struct {
	importID int64
	says     string
}

// Imports undone in any order, among imports and edits: a conversation is there while an import that had it is, and says
// what the last of them left it saying. The model is this sentence; the library is the whole machinery.
func TestUndoInAnyOrder(t *testing.T) {
	for seed := range int64(4) {
		t.Run(itoa(int(seed)), func(t *testing.T) { undoInAnyOrder(t, rand.New(rand.NewSource(seed))) })
	}
}

func undoInAnyOrder(t *testing.T, random *rand.Rand) {
	s := open(t)
	model := map[string][]event{}
	var live []int64
	last := int64(0)
	for range 40 {
		if len(live) > 0 && random.Intn(3) == 0 {
			i := random.Intn(len(live))
			gone := live[i]
			live = slices.Delete(live, i, i+1)
			undo(t, s, gone)
			for id, events := range model {
				model[id] = slices.DeleteFunc(events, func(e event) bool { return e.importID == gone })
			}
			wantModel(t, s, model)
			continue
		}
		again := random.Intn(2) == 0 // a watched place is read again: one with the import before, unless that is undone
		if !again || !slices.Contains(live, last) {
			last++
			live = append(live, last)
		}
		var all []*chat.Conversation
		for range 1 + random.Intn(8) {
			id, says := "c"+itoa(random.Intn(9)), "v"+itoa(random.Intn(3))
			c := withFile(talk(id, "T", says, strings.Repeat(says+" ", 1+random.Intn(3))), "bytes of "+says)
			c.Messages[0].Attachments[0].Name = says // not the one from before
			all = append(all, c)
			model[id] = append(slices.DeleteFunc(model[id], func(e event) bool { return e.importID == last }), event{last, says})
		}
		if got := putWatched(t, s, again, all...); got != last {
			t.Fatalf("it is import %d, want %d", got, last)
		}
	}
	wantModel(t, s, model)
	checkWhole(t, s)
}

// putWatched imports conversations of a watched place, again or for the first time, and returns the import's id.
func putWatched(t *testing.T, s *Store, again bool, all ...*chat.Conversation) int64 {
	t.Helper()
	var w *Writer
	var err error
	if again {
		w, _, err = s.BeginReread(ctx, []string{"place"})
	} else {
		w, err = s.BeginImport(ctx, chat.OriginWatched, []string{"place"})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if _, err := w.Put(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
		t.Fatal(err)
	}
	return w.ImportID()
}

// wantModel compares the library with the model, and the files with what can still come back.
func wantModel(t *testing.T, s *Store, model map[string][]event) {
	t.Helper()
	got, want := map[string]string{}, map[string]string{}
	for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
		if err != nil {
			t.Fatal(err)
		}
		got[c.ExternalID] = c.Messages[0].Content
	}
	for id, events := range model {
		if n := len(events); n > 0 {
			want[id] = events[n-1].says
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("the library says %v, want %v", got, want)
	}
}
