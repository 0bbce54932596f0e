package exporter

import (
	"slices"
	"testing"

	"loquat/backend/chat"
)

// TestTextOfAttachments holds that text which a source extracted is named when it is left out, stands in place of the
// attachment when a person asks for it, and never becomes part of an answer.
func TestTextOfAttachments(t *testing.T) {
	paper := chat.Attachment{Name: "tea.pdf", MIME: "application/pdf", Text: "Sencha is green."}
	picture := chat.Attachment{Name: "leaf.png", MIME: "image/png"}
	for _, test := range []struct {
		name, role string
		extracted  bool
		content    string
		codes      []string
	}{
		{"left out", roleUser, false, "[file omitted]\n[image omitted]\nWhat is it?", []string{"ATTACHMENT 2", "ATTACHMENT_TEXT 1"}},
		{"written", roleUser, true, "[file: tea.pdf]\nSencha is green.\n[image omitted]\nWhat is it?", []string{"ATTACHMENT 1"}},
		{"of an answer", roleAssistant, true, "What is it?", []string{"ATTACHMENT 2"}},
	} {
		d := &draft{source: &chat.Conversation{}}
		turn := turn{number: 1, role: test.role, content: "What is it?"}
		d.attach(&turn, []chat.Attachment{paper, picture}, test.extracted)
		var codes []string
		for _, f := range d.warned {
			codes = append(codes, f.Code+" "+f.Values[1])
		}
		if turn.content != test.content || !slices.Equal(codes, test.codes) {
			t.Errorf("%s: %q with %v, want %q with %v", test.name, turn.content, codes, test.content, test.codes)
		}
	}
}
