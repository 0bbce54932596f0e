package importertest

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"loquat/backend/chat"
)

// Transcript writes a conversation so that a person can read what a reader made of it, and a test can compare it: a
// head line, then each message of the tree in the source's order, those of other branches marked by "~".
func Transcript(c *chat.Conversation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s | %s | %s | %s | %s\n", c.ExternalID, c.Title, c.Type, c.Model, strings.Join(c.Tags, ", "))
	fmt.Fprintf(&b, "created %s, updated %s\n", when(c.CreatedAt), when(c.UpdatedAt))
	inView := map[string]bool{}
	tree := chat.NewTree(c)
	for _, i := range tree.Path(tree.InView()) {
		inView[c.Messages[i].ID] = true
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		branch := ""
		if !inView[m.ID] {
			branch = "~"
		}
		writeMessage(&b, m, branch)
	}
	for _, what := range sorted(c.Unknown) {
		fmt.Fprintf(&b, "unknown %s: %d\n", what, c.Unknown[what])
	}
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	for i := range c.SubAgents {
		sub := &c.SubAgents[i]
		fmt.Fprintf(&b, "run started by %s:\n%s", sub.ParentCallID, Transcript(sub))
	}
	return b.String()
}

func writeMessage(b *strings.Builder, m *chat.Message, branch string) {
	fmt.Fprintf(b, "%s%s<%s %d %s", branch, m.ID, m.Parent, m.Round, m.Role)
	for _, word := range []struct {
		set  bool
		text string
	}{
		{m.Hidden, "hidden"}, {m.Name != "", m.Name}, {m.ToolCallID != "", "answers " + m.ToolCallID}, {m.IsError, "failed"},
		{m.Model != "", m.Model}, {m.Channel != "", m.Channel}, {m.Rating != 0, fmt.Sprintf("rated %d", m.Rating)},
	} {
		if word.set {
			b.WriteString(", " + word.text)
		}
	}
	b.WriteString(": " + indented(m.Content) + "\n")
	if m.Reasoning != "" {
		fmt.Fprintf(b, "  thinks: %s\n", indented(m.Reasoning))
	}
	for _, call := range m.ToolCalls {
		fmt.Fprintf(b, "  calls %s as %s: %s\n", call.Name, call.ID, call.Arguments)
	}
	for _, a := range m.Attachments {
		fmt.Fprintf(b, "  file %s %s %d: %s\n", a.Name, a.MIME, a.Size, bytesOf(a))
		if a.Text != "" {
			fmt.Fprintf(b, "  its text: %s\n", indented(a.Text))
		}
	}
}

// bytesOf is the beginning of an attachment, or what became of it.
func bytesOf(a chat.Attachment) string {
	if a.Open == nil {
		return "missing"
	}
	r, err := a.Open()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, 20))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%q", head)
}

func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n    ") }

func when(t chat.Time) string {
	switch {
	case !t.Valid:
		return "unknown"
	case t.Guessed:
		return t.UTC().Format("2006-01-02T15:04:05.000") + " (guess)"
	}
	return t.UTC().Format("2006-01-02T15:04:05.000")
}

func sorted(counts map[string]int) (names []string) {
	for name := range counts {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
