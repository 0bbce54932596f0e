package store

import (
	"context"
	"reflect"
	"testing"

	"loquat/backend/chat"
)

var ctx = context.Background()

// whole is a conversation that uses every field of the model.
func whole() *chat.Conversation {
	tokens := int64(12)
	return &chat.Conversation{
		Source: "test", ExternalID: "whole", Title: "Every field", Type: chat.TypeAgent, Status: chat.StatusFavorite,
		Tags: []string{"b", "a"}, CreatedAt: chat.AtMS(1_700_000_000_123), UpdatedAt: chat.AtMS(1_700_000_100_000).Guess(), Model: "m-2", Leaf: "3",
		Rounds: []chat.Round{
			{Number: 1, AgentName: "agent", Model: "m-1", PromptTokens: &tokens, Tools: []chat.Tool{{Name: "t", Description: "d", Parameters: `{"type":"object"}`}}},
			{Number: 7},
		},
		Messages: []chat.Message{
			{ID: "1", Round: 1, Role: chat.RoleSystem, Content: "nul \x00 inside", Hidden: true},
			{ID: "2", Parent: "1", Round: 1, Role: chat.RoleUser, Content: "question", Name: "Ada", CreatedAt: chat.AtMS(0).Guess(),
				Attachments: []chat.Attachment{{Name: "lost.txt", MIME: "text/plain", Size: 5, Missing: true, Text: "extracted"}}},
			{ID: "3", Parent: "2", Round: 1, Role: chat.RoleAssistant, Content: "answer <b>&", Reasoning: "thought", Model: "m-2", Channel: "final", Rating: -1,
				ToolCalls: []chat.ToolCall{{ID: "c", Name: "t", Arguments: `{"a": "<&>"}`}, {}}, CreatedAt: chat.AtMS(1_700_000_000_500)},
			{ID: "4", Parent: "gone", Round: 7, Role: chat.RoleTool, Name: "t", ToolCallID: "c", IsError: true, Rating: 1},
		},
		ParentExternalID: "nobody", ParentCallID: "call", Raw: []byte("raw \xff\x00 bytes"),
	}
}

// Whatever a reader makes of a conversation comes back as it was: a field lost here is lost for ever.
func TestEveryFieldComesBack(t *testing.T) {
	s := open(t)
	done := put(t, s, whole())[0]
	if done.Outcome != New || done.Messages != 4 || done.Attachments != (chat.Kept{Missing: 1}) {
		t.Fatalf("put: %+v", done)
	}
	got, err := s.Conversation(ctx, done.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := whole()
	want.ID, want.Raw = done.ID, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	raw, err := s.Raw(ctx, done.ID)
	if err != nil || string(raw) != string(whole().Raw) {
		t.Errorf("raw record: %q, %v", raw, err)
	}
	n := 0
	for c, err := range s.Each(ctx, chat.Selection{IDs: []int64{done.ID}}) {
		if n++; err != nil || !reflect.DeepEqual(c, want) {
			t.Errorf("Each: %+v, %v", c, err)
		}
	}
	if n != 1 {
		t.Errorf("Each yielded %d", n)
	}
}
