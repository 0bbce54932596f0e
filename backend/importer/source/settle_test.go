package source

import (
	"fmt"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// Rounds count the user's turns on the path, branches apart; tools, hidden context and what comes first start none.
func TestSettle(t *testing.T) {
	c := &chat.Conversation{Leaf: "a3", Messages: []chat.Message{
		{ID: "a3", Parent: "u3", Role: chat.RoleAssistant, Model: "m3"}, // a parent may come after its child
		{ID: "s", Role: chat.RoleSystem},
		{ID: "u1", Parent: "s", Role: chat.RoleUser},
		{ID: "a1", Parent: "u1", Role: chat.RoleAssistant, Model: "m1", ToolCalls: []chat.ToolCall{{ID: "c"}}},
		{ID: "t1", Parent: "a1", Role: chat.RoleTool, ToolCallID: "c"},
		{ID: "h", Parent: "t1", Role: chat.RoleUser, Hidden: true},
		{ID: "u2", Parent: "h", Role: chat.RoleUser},
		{ID: "a2", Parent: "u2", Role: chat.RoleAssistant, Model: "m2"},
		{ID: "v2", Parent: "h", Role: chat.RoleUser},
		{ID: "u3", Parent: "a2", Role: chat.RoleUser},
	}}
	Settle(c, nil)
	var got []string
	for _, m := range c.Messages {
		got = append(got, fmt.Sprintf("%s%d", m.ID, m.Round))
	}
	if s := strings.Join(got, " "); s != "a33 s1 u11 a11 t11 h1 u22 a22 v22 u33" {
		t.Error(s)
	}
	if s := fmt.Sprint(c.Rounds); c.Model != "m3" || c.Type != chat.TypeAgent || s != "[{1  m1 [] <nil> <nil>} {2  m2 [] <nil> <nil>} {3  m3 [] <nil> <nil>}]" {
		t.Error(c.Model, c.Type, s)
	}
}

// A very long conversation must not take long, nor a deep stack.
func TestSettleLong(t *testing.T) {
	c := &chat.Conversation{}
	parent := ""
	for i := range 200_000 {
		id := fmt.Sprint(i)
		c.Messages = append(c.Messages, chat.Message{ID: id, Parent: parent, Role: []chat.Role{chat.RoleUser, chat.RoleAssistant}[i%2]})
		parent = id
	}
	Settle(c, nil)
	if last := c.Messages[len(c.Messages)-1]; last.Round != 100_000 || c.Type != chat.TypeChat {
		t.Error(last.Round, c.Type)
	}
}
