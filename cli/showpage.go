package cli

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// showPage writes a conversation for a person: its head, then the branch in view.
func showPage(p *page, conv *chat.Conversation) {
	p.line("%s", conv.DisplayTitle())
	p.line("id %d · %s · %s · %s · %s · created %s", conv.ID, conv.Source, conv.ExternalID, conv.Type, conv.Status, day(conv.CreatedAt))
	if conv.Model != "" {
		p.line("model %s", conv.Model)
	}
	if len(conv.Tags) > 0 {
		p.line("tags %s", strings.Join(conv.Tags, ", "))
	}
	for _, m := range conv.Thread() {
		p.line("")
		p.line("%s", speaker(conv, m))
		messageLines(p, m)
	}
	if others := len(library.Branches(conv)) - 1; others > 0 {
		p.line("")
		p.line("There are %s more; --json shows them.", strings.TrimSuffix(count(others, "branche"), "e"))
	}
}

// speaker writes who a message is from.
func speaker(conv *chat.Conversation, m *chat.Message) string {
	name := string(m.Role)
	if agent := conv.Round(m.Round).AgentName; agent != "" {
		name += " " + agent
	}
	if m.Name != "" {
		name += " " + m.Name
	}
	if m.CreatedAt.Valid {
		name += " · " + m.CreatedAt.UTC().Local().Format("2006-01-02 15:04")
	}
	return "── " + name
}

// messageLines writes what a message holds.
func messageLines(p *page, m *chat.Message) {
	if m.Reasoning != "" {
		p.line("(thought) %s", m.Reasoning)
	}
	if m.Content != "" {
		p.line("%s", m.Content)
	}
	for _, call := range m.ToolCalls {
		p.line("→ %s %s", call.Name, call.Arguments)
	}
	for _, a := range m.Attachments {
		state := size(a.Size)
		if a.Missing {
			state = "missing from the export"
		}
		p.line("[%s, %s]", a.Name, state)
	}
}
