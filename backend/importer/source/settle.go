package source

import (
	"slices"

	"loquat/backend/chat"
)

// Settle fills in what follows from the messages of a source that stores a tree: the round of each message, the model
// of each round in view, the conversation's type and its model. What is already set stays, except rounds of messages.
// starts says which messages begin a round; nil means every message of the user that is not hidden. Tool messages and
// synthetic user messages (tool results, summaries) must not. The rounds of a graph are the runs of its nodes: those that its messages have already stay too.
func Settle(c *chat.Conversation, starts func(*chat.Message) bool) {
	if starts == nil {
		starts = func(m *chat.Message) bool { return m.Role == chat.RoleUser && !m.Hidden }
	}
	tree := chat.NewTree(c)
	if c.Type != chat.TypeGraph || slices.ContainsFunc(c.Messages, func(m chat.Message) bool { return m.Round == 0 }) {
		numberRounds(c, tree, starts)
	}
	view := tree.Path(tree.InView())
	if c.Rounds == nil {
		c.Rounds = roundModels(c, view)
	}
	for i := len(view) - 1; i >= 0 && c.Model == ""; i-- {
		if m := &c.Messages[view[i]]; m.Role == chat.RoleAssistant {
			c.Model = m.Model
		}
	}
	if c.Type == "" {
		c.Type = TypeOf(c.Messages)
	}
}

// numberRounds gives each message the number of round-starting messages on its path, itself counted; what comes before
// the first belongs to round 1.
func numberRounds(c *chat.Conversation, tree *chat.Tree, starts func(*chat.Message) bool) {
	turns := make([]int, len(c.Messages)) // on the path to each message, plus 1; 0 while not counted
	var path []int
	for i := range c.Messages {
		path = path[:0]
		at := i
		for ; at >= 0 && turns[at] == 0; at = tree.Parent(at) {
			path = append(path, at)
		}
		count := 1
		if at >= 0 {
			count = turns[at]
		}
		for k := len(path) - 1; k >= 0; k-- {
			m := &c.Messages[path[k]]
			if starts(m) {
				count++
			}
			turns[path[k]] = count
			m.Round = max(1, count-1)
		}
	}
}

// roundModels describes the rounds of the branch in view of which the model is known.
func roundModels(c *chat.Conversation, view []int) []chat.Round {
	var rounds []chat.Round
	for _, i := range view {
		m := &c.Messages[i]
		if m.Role != chat.RoleAssistant || m.Model == "" {
			continue
		}
		if n := len(rounds); n > 0 && rounds[n-1].Number == m.Round {
			rounds[n-1].Model = m.Model
			continue
		}
		rounds = append(rounds, chat.Round{Number: m.Round, Model: m.Model})
	}
	return rounds
}

// TypeOf tells a chat from an agent run: an agent called tools and saw results (FORMATS.md §0.1).
func TypeOf(messages []chat.Message) chat.Type {
	called := false
	for i := range messages {
		called = called || len(messages[i].ToolCalls) > 0
	}
	for i := range messages {
		if called && messages[i].Role == chat.RoleTool {
			return chat.TypeAgent
		}
	}
	return chat.TypeChat
}
