package exporter

import (
	"slices"

	"loquat/backend/chat"
)

// threads returns the branches of c that are to be exported, hidden messages left out; where all are hidden, one without
// messages, so that it is said why nothing comes of c.
func (p *preparer) threads(c *chat.Conversation) [][]*chat.Message {
	if !p.choices.allBranches {
		return [][]*chat.Message{c.Thread()}
	}
	tree := chat.NewTree(c)
	var all [][]*chat.Message
	for _, leaf := range tree.Leaves() {
		thread := visible(c, tree.Path(leaf))
		same := func(other []*chat.Message) bool { return slices.Equal(other, thread) }
		if len(thread) > 0 && !slices.ContainsFunc(all, same) {
			all = append(all, thread)
		}
	}
	if len(all) == 0 {
		all = append(all, nil)
	}
	return all
}

// visible returns the messages at places that are not hidden.
func visible(c *chat.Conversation, places []int) []*chat.Message {
	var messages []*chat.Message
	for _, i := range places {
		if m := &c.Messages[i]; !m.Hidden {
			messages = append(messages, m)
		}
	}
	return messages
}

// drafts makes the records-to-be of one branch of c: one of a chat or an agent run, one of each round but the first of a
// graph.
func (p *preparer) drafts(c *chat.Conversation, thread []*chat.Message) []*draft {
	title := c.DisplayTitle()
	if c.Type != chat.TypeGraph {
		d := &draft{source: c, title: title, model: lastModel(c, thread)}
		p.fill(d, thread, roundsInView(c, thread))
		return []*draft{d}
	}
	var all []*draft
	for _, number := range roundNumbers(thread) {
		if number == 1 {
			continue // the start of a graph is its input, not a turn of a model
		}
		messages := inRound(thread, number)
		round := c.Round(number)
		d := &draft{source: c, title: title, model: roundModel(round, messages)}
		p.fill(d, messages, []chat.Round{round})
		all = append(all, d)
	}
	if len(all) == 0 {
		d := &draft{source: c, title: title}
		d.leave("GRAPH_START", nil)
		all = append(all, d)
	}
	return all
}

// inRound returns the messages of one round.
func inRound(thread []*chat.Message, number int) []*chat.Message {
	var messages []*chat.Message
	for _, m := range thread {
		if m.Round == number {
			messages = append(messages, m)
		}
	}
	return messages
}

// roundNumbers lists the rounds of a thread, lowest first.
func roundNumbers(thread []*chat.Message) []int {
	var numbers []int
	for _, m := range thread {
		if !slices.Contains(numbers, m.Round) {
			numbers = append(numbers, m.Round)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// roundsInView returns the rounds of the thread in view, and those that no message of any branch refers to.
func roundsInView(c *chat.Conversation, thread []*chat.Message) []chat.Round {
	if len(c.Rounds) == 0 {
		return nil
	}
	const elsewhere, inView = 1, 2
	seen := make(map[int]int, len(c.Rounds))
	for i := range c.Messages {
		seen[c.Messages[i].Round] = elsewhere
	}
	for _, m := range thread {
		seen[m.Round] = inView
	}
	var rounds []chat.Round
	for _, r := range c.Rounds {
		if seen[r.Number] != elsewhere {
			rounds = append(rounds, r)
		}
	}
	return rounds
}

// lastModel returns the model named last in the thread: by a message, or by the round it belongs to.
func lastModel(c *chat.Conversation, thread []*chat.Message) string {
	for _, m := range slices.Backward(thread) {
		if m.Model != "" {
			return m.Model
		}
		if len(c.Rounds) > 0 {
			if model := c.Round(m.Round).Model; model != "" {
				return model
			}
		}
	}
	return c.Model
}

// roundModel returns the model of a graph's round.
func roundModel(round chat.Round, messages []*chat.Message) string {
	if round.Model != "" {
		return round.Model
	}
	for _, m := range slices.Backward(messages) {
		if m.Model != "" {
			return m.Model
		}
	}
	return ""
}

// fill puts messages and tools into d, turn by turn as recorded.
func (p *preparer) fill(d *draft, messages []*chat.Message, rounds []chat.Round) {
	d.turns = make([]turn, 0, len(messages))
	for i, m := range messages {
		t := turn{
			number: i + 1, message: m.ID, role: string(m.Role), content: m.Content, reasoning: m.Reasoning,
			callID: m.ToolCallID, name: m.Name,
		}
		for _, c := range m.ToolCalls {
			t.calls = append(t.calls, call{id: c.ID, name: c.Name, arguments: c.Arguments})
		}
		d.attach(&t, m.Attachments, p.choices.extracted)
		d.turns = append(d.turns, t)
	}
	p.declare(d, rounds)
}
