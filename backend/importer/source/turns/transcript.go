package turns

import (
	"regexp"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// speaker is how a conversation that is one text says who speaks, as Anthropic's first interface wanted it.
var speaker = regexp.MustCompile(`(?:^|\n\n)(Human|Assistant):`)

// transcript parts a text that is a whole conversation, "\n\nHuman: …\n\nAssistant: …", into its messages. It is nil for any
// other text. An answer that is to be written is left out.
func transcript(text string) (list []Turn) {
	if !strings.HasPrefix(strings.TrimLeft(text, "\n "), "Human:") || !strings.Contains(text, "\n\nAssistant:") {
		return nil
	}
	marks := speaker.FindAllStringSubmatchIndex(text, -1)
	for i, mark := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		t := Turn{Written: strings.ToLower(text[mark[2]:mark[3]])}
		t.Role, _ = Role(t.Written)
		if t.Content = strings.TrimSpace(text[mark[1]:end]); t.Content != "" {
			list = append(list, t)
		}
	}
	return list
}

// settle makes one conversation of a prompt, messages and ends that say the same more than once: preference data repeat
// the prompt at the beginning of each end, and the chosen end as messages.
func (r *Row) settle() {
	if !begins(r.messages, r.prompt) {
		r.messages = append(slices.Clone(r.prompt), r.messages...)
	}
	for _, b := range r.branches {
		if len(b.turns) == len(r.messages) && begins(b.turns, r.messages) {
			r.messages = nil // it is one of the ends
		}
	}
	again := len(r.branches) > 0
	for _, b := range r.branches {
		again = again && len(b.turns) > len(r.messages) && begins(b.turns, r.messages)
	}
	if again {
		r.messages = nil
	}
	r.prompt = nil
}

// begins says whether a list begins as another one does, a system prompt before it not counted.
func begins(list, start []Turn) bool {
	if len(start) == 0 {
		return false
	}
	if len(list) > 0 && list[0].Role == chat.RoleSystem && start[0].Role != chat.RoleSystem {
		list = list[1:]
	}
	return len(list) >= len(start) && slices.EqualFunc(list[:len(start)], start, sameTurn)
}

// sameTurn says whether two turns say the same.
func sameTurn(a, b Turn) bool {
	return a.Role == b.Role && strings.TrimSpace(a.Content) == strings.TrimSpace(b.Content) && slices.Equal(a.ToolCalls, b.ToolCalls)
}
