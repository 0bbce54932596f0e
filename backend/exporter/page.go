package exporter

import (
	"strings"

	"loquat/backend/chat"
)

// page writes a conversation as Markdown.
type page struct {
	strings.Builder
	c       *chat.Conversation
	choices choices
	round   int // of the message before
}

// newPage begins a page of c.
func newPage(c *chat.Conversation, choices choices) *page { return &page{c: c, choices: choices} }

// head writes what note-taking apps read of a page, as YAML: its texts are JSON strings, which YAML takes as they are.
func (p *page) head(thread []*chat.Message) {
	p.WriteString("---\n")
	field := func(name, value string) {
		if value != "" {
			p.WriteString(name + ": " + string(appendText(nil, value)) + "\n")
		}
	}
	field("title", p.c.DisplayTitle())
	field("source", p.c.Source)
	field("id", p.c.ExternalID)
	field("model", lastModel(p.c, thread))
	if p.c.CreatedAt.Valid {
		p.WriteString("created: " + p.c.CreatedAt.UTC().Format("2006-01-02T15:04:05Z") + "\n")
	}
	if len(p.c.Tags) > 0 {
		p.WriteString("tags:\n")
		for _, tag := range p.c.Tags {
			p.WriteString("  - " + string(appendText(nil, tag)) + "\n")
		}
	}
	p.WriteString("---\n\n# " + chat.FirstLine(p.c.DisplayTitle(), len(p.c.DisplayTitle())) + "\n")
}

// message writes a message under the name of who it is from.
func (p *page) message(m *chat.Message) {
	if m.Role == chat.RoleSystem && p.choices.system == "drop" {
		return
	}
	if agent := p.c.Round(m.Round).AgentName; agent != "" && m.Round != p.round {
		p.WriteString("\n# " + chat.FirstLine(agent, len(agent)) + "\n")
	}
	p.round = m.Round
	p.WriteString("\n## " + speaker(m) + "\n")
	if !blank(m.Reasoning) && p.choices.reasoning != reasoningOmit {
		p.WriteString("\n> " + strings.ReplaceAll(strings.TrimSpace(m.Reasoning), "\n", "\n> ") + "\n")
	}
	switch {
	case blank(m.Content):
	case m.Role == chat.RoleTool:
		p.fenced("", m.Content)
	default:
		p.WriteString("\n" + strings.TrimSpace(m.Content) + "\n")
	}
	for _, c := range m.ToolCalls {
		p.WriteString("\nCalls `" + strings.ReplaceAll(c.Name, "`", "'") + "`:\n")
		p.fenced("json", c.Arguments)
	}
	for _, a := range m.Attachments {
		p.WriteString("\n" + strings.TrimSpace(placeholder(a)+" "+chat.FirstLine(a.Name, len(a.Name))) + "\n")
	}
}

// speaker names who a message is from.
func speaker(m *chat.Message) string {
	name := map[chat.Role]string{chat.RoleSystem: "System", chat.RoleUser: "User", chat.RoleAssistant: "Assistant", chat.RoleTool: "Result"}[m.Role]
	if name == "" {
		name = string(m.Role)
	}
	if m.Name != "" {
		name += " (" + chat.FirstLine(m.Name, len(m.Name)) + ")"
	}
	return name
}

// fenced writes text as a block that its own backticks cannot end.
func (p *page) fenced(language, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	p.WriteString("\n" + fence + language + "\n" + strings.TrimSuffix(text, "\n") + "\n" + fence + "\n")
}
