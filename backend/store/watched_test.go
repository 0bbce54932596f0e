package store

import (
	"slices"
	"testing"

	"loquat/backend/chat"
)

// What is known of a watched place decides what is read of it: it must come back as it was kept, and watching a place a
// second time must not forget it.
func TestWatched(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a", "b"))
	for range 2 {
		if err := s.Watch(ctx, "/home/ada/.codex", "codex"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Watch(ctx, "/disk/notes", ""); err != nil {
		t.Fatal(err)
	}
	stamps := []uint64{0, 1, 1 << 63, 1<<64 - 1}
	read := chat.WatchedPlace{Path: "/home/ada/.codex", ReadAt: chat.AtMS(1234), Import: 1, State: chat.WatchPartly, Error: "one is damaged"}
	if err := s.WatchedRead(ctx, read, stamps); err != nil {
		t.Fatal(err)
	}
	if err := s.Watch(ctx, read.Path, "codex"); err != nil {
		t.Fatal(err)
	}
	if err := s.WatchedTold(ctx, "/disk/notes", chat.WatchMissing, "it is not there"); err != nil {
		t.Fatal(err)
	}
	got, err := s.Stamps(ctx, read.Path)
	if err != nil || !slices.Equal(got, stamps) {
		t.Errorf("stamps %v, %v", got, err)
	}
	all, err := s.Watched(ctx)
	if err != nil || len(all) != 2 || !all[0].AddedAt.Valid {
		t.Fatal(all, err)
	}
	read.Source, read.AddedAt = "codex", all[1].AddedAt
	missing := chat.WatchedPlace{Path: "/disk/notes", AddedAt: all[0].AddedAt, State: chat.WatchMissing, Error: "it is not there"}
	if all[0] != missing || all[1] != read {
		t.Errorf("%+v", all)
	}
	if err := s.Unwatch(ctx, read.Path); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.Unwatch(ctx, read.Path), chat.CodeNotFound)
	_, err = s.Stamps(ctx, read.Path)
	wantCode(t, err, chat.CodeNotFound)
	if err := s.WatchedRead(ctx, read, stamps); err != nil { // it was unwatched while it was read
		t.Error(err)
	}
	if all, err := s.Watched(ctx); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
}
