package importertest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// CheckConversation checks what must hold for every conversation of every source.
func CheckConversation(t testing.TB, key string, c *chat.Conversation) {
	t.Helper()
	if c.Source != key || c.ExternalID == "" {
		t.Errorf("source %q, external id %q", c.Source, c.ExternalID)
	}
	if !slices.Contains([]chat.Type{chat.TypeChat, chat.TypeAgent, chat.TypeGraph}, c.Type) {
		t.Errorf("%s: type %q", c.ExternalID, c.Type)
	}
	if !slices.Contains([]chat.Status{chat.StatusActive, chat.StatusFavorite, chat.StatusDeleted}, c.Status) {
		t.Errorf("%s: status %q", c.ExternalID, c.Status)
	}
	if len(c.Raw) == 0 && c.ParentExternalID == "" {
		t.Errorf("%s: the source's record is not kept", c.ExternalID)
	}
	texts := append([]string{c.ExternalID, c.Title, c.Model, c.Leaf}, c.Tags...)
	for i, tag := range c.Tags {
		if tag == "" || slices.Contains(c.Tags[:i], tag) {
			t.Errorf("%s: tag %q", c.ExternalID, tag)
		}
	}
	ids := checkIDs(t, c)
	for i := range c.Messages {
		texts = append(texts, checkMessage(t, c, &c.Messages[i], ids)...)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
			t.Errorf("%s: not clean text: %.60q", c.ExternalID, text)
		}
	}
	if c.Leaf != "" && !ids[c.Leaf] {
		t.Errorf("%s: the branch in view ends at %q, which is no message", c.ExternalID, c.Leaf)
	}
	for i := range c.SubAgents {
		CheckConversation(t, key, &c.SubAgents[i])
	}
}

func checkIDs(t testing.TB, c *chat.Conversation) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range c.Messages {
		if m.ID == "" || ids[m.ID] {
			t.Errorf("%s: message id %q is empty or not unique", c.ExternalID, m.ID)
		}
		ids[m.ID] = true
	}
	return ids
}

// checkMessage checks one message and returns its texts.
func checkMessage(t testing.TB, c *chat.Conversation, m *chat.Message, ids map[string]bool) []string {
	t.Helper()
	at := c.ExternalID + ", message " + m.ID
	if m.Parent != "" && !ids[m.Parent] {
		t.Errorf("%s: its parent %q is no message", at, m.Parent)
	}
	if m.Round < 1 {
		t.Errorf("%s: round %d", at, m.Round)
	}
	if !slices.Contains([]chat.Role{chat.RoleSystem, chat.RoleUser, chat.RoleAssistant, chat.RoleTool}, m.Role) {
		t.Errorf("%s: role %q", at, m.Role)
	}
	texts := []string{m.ID, m.Parent, m.Content, m.Reasoning, m.Name, m.Model, m.ToolCallID, m.Channel}
	for _, call := range m.ToolCalls {
		if call.ID == "" || m.Role != chat.RoleAssistant {
			t.Errorf("%s: call %q of a %s", at, call.ID, m.Role)
		}
		// An object that is cut off stays as it is: the exporter leaves such a record out, and says so.
		if !strings.HasPrefix(call.Arguments, "{") && !jsontext.Value(call.Arguments).IsValid(jsontext.AllowDuplicateNames(true)) {
			t.Errorf("%s: arguments are no JSON: %.60q", at, call.Arguments)
		}
		texts = append(texts, call.ID, call.Name, call.Arguments)
	}
	for _, a := range m.Attachments {
		if a.Missing != (a.Open == nil) {
			t.Errorf("%s: attachment %q: missing %v, but its bytes can be opened: %v", at, a.Name, a.Missing, a.Open != nil)
		}
		texts = append(texts, a.Name, a.MIME, a.Text)
	}
	return texts
}

func checkProblem(t testing.TB, p *chat.Problem) {
	t.Helper()
	if p.Reason == "" || p.Where == "" {
		t.Errorf("a problem without a reason or a place: %+v", p)
	}
}

func checkError(t testing.TB, err error) *chat.Error {
	t.Helper()
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) {
		t.Fatalf("not an error for a person: %v", err)
	}
	if e.Code == "" || e.Reason == "" || e.Code != chat.CodeCancelled && (e.File == "" || e.Advice == "") {
		t.Errorf("an error without code, file, reason or advice: %#v", e)
	}
	return e
}
