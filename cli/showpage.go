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
	switch others := len(library.Forks(conv)); others {
	case 0:
	case 1:
		p.line("\nThere is 1 more branch; --json shows it.")
	default:
		p.line("\nThere are %d more branches; --json shows them.", others)
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
		name += " · " + minute(m.CreatedAt)
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
