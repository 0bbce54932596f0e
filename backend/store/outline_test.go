package store

import (
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// Messages read by their places are those of the whole conversation, attachments and all, whatever the places; and an
// outline that was kept is not taken for that of a conversation that an import or a choice of branch has changed.
func TestMessagesByPlace(t *testing.T) {
	s := open(t)
	put(t, s, talk("0", "Before", "x", "y"), whole(), talk("2", "After", "x", "y"))
	want, err := s.Conversation(ctx, 2)
	if err != nil || len(want.Messages) < 3 {
		t.Fatalf("%+v, %v", want, err)
	}
	last := len(want.Messages) - 1
	for _, places := range [][]int{{}, {0}, {last}, {0, 1}, {0, last}, {1, 2}, {last, 0}} {
		got, err := s.Messages(ctx, 2, func(o *chat.Conversation) ([]int, error) {
			if len(o.Messages) != len(want.Messages) || o.Leaf != want.Leaf || o.Messages[last].Parent != want.Messages[last].Parent {
				t.Errorf("the outline is %+v", o)
			}
			return places, nil
		})
		if err != nil || len(got) != len(places) {
			t.Fatalf("%v: %d messages, %v", places, len(got), err)
		}
		for i, place := range places {
			if !reflect.DeepEqual(got[i], want.Messages[place]) {
				t.Errorf("place %d:\n got %+v\nwant %+v", place, got[i], want.Messages[place])
			}
		}
	}
	longer := talk("0", "Before", "x", "y", "z")
	if first, err := s.Outline(ctx, 1); err != nil || len(first.Messages) != 2 {
		t.Fatalf("%+v, %v", first, err)
	}
	put(t, s, longer)
	if second, err := s.Outline(ctx, 1); err != nil || len(second.Messages) != 3 {
		t.Errorf("after an import the outline is still %+v, %v", second, err)
	}
	if err := s.SetLeaf(ctx, 1, longer.Messages[1].ID); err != nil {
		t.Fatal(err)
	}
	if third, err := s.Outline(ctx, 1); err != nil || third.Leaf != longer.Messages[1].ID {
		t.Errorf("after a choice of branch the outline is still %+v, %v", third, err)
	}
	_, err = s.Outline(ctx, 99)
	wantCode(t, err, chat.CodeNotFound)
}
