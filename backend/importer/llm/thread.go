package llm

import (
	"cmp"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// thread is a conversation of newer versions.
type thread struct {
	talk     // its record; its responses are those of older versions
	tip      string
	began    chat.Time
	turns    []row
	messages []row
	parts    map[string][]part // by the message's hash
}

// conversation makes the conversation: what older tables hold of it, and behind that its messages as a tree.
func (t *thread) conversation() *chat.Conversation {
	c := &chat.Conversation{ExternalID: t.id, Title: t.title, CreatedAt: t.began, Raw: t.raw, Notes: t.notes}
	nodes := &tree.Tree{}
	t.talk.addTo(nodes)
	root := ""
	if n := len(t.responses); n > 0 {
		c.CreatedAt, root = chat.Time{}, t.responses[n-1].id
	}
	said, before := t.byMessage(), t.before()
	for i := range t.messages {
		m := &t.messages[i]
		if before[m.hash] {
			continue
		}
		if m.parentHash == "" || before[m.parentHash] {
			m.parentHash = root
		}
		for _, n := range t.nodes(c, m, said[m.hash]) {
			nodes.Add(n)
		}
	}
	if nodes.Len() > 0 {
		nodes.Grow(c, t.tip)
	}
	for i := range t.responses {
		declare(c, t.responses[i].id, t.responses[i].tools)
	}
	for i := range t.turns {
		declare(c, t.turns[i].tip, t.turns[i].tools)
	}
	return c
}

// before is which messages of the thread say once more what older tables hold of the conversation: those up to the one
// on whose way all answers of the older tables come one after the other.
func (t *thread) before() map[string]bool {
	var answers []string
	for i := range t.responses {
		if text := t.responses[i].response; text != "" {
			answers = append(answers, text)
		}
	}
	found, parent := map[string]int{}, map[string]string{} // a parent comes before what follows it
	for i := range t.messages {
		m := &t.messages[i]
		n := found[m.parentHash]
		if n < len(answers) && m.role == "assistant" && t.text(m.hash) == answers[n] {
			n++
		}
		found[m.hash], parent[m.hash] = n, m.parentHash
		if n < len(answers) || n == 0 {
			continue
		}
		all := map[string]bool{}
		for hash := m.hash; hash != "" && !all[hash]; hash = parent[hash] {
			all[hash] = true
		}
		return all
	}
	return nil
}

// text is what was said in a message.
func (t *thread) text(hash string) (text string) {
	for _, b := range t.parts[hash] {
		if b.kind == "text" {
			text += b.text
		}
	}
	return text
}

// byMessage is the call that brought each message: of the answers between what was sent and what came, and of the
// question before them.
func (t *thread) byMessage() map[string]*row {
	before := map[string]string{}
	for i := range t.messages {
		before[t.messages[i].hash] = t.messages[i].parentHash
	}
	said := map[string]*row{}
	for i := range t.turns {
		turn := &t.turns[i]
		hash := turn.tip
		for hash != "" && hash != turn.parentMessage && said[hash] == nil {
			said[hash] = turn
			hash = before[hash]
		}
		if hash != "" && said[hash] == nil {
			said[hash] = turn
		}
	}
	return said
}

// nodes makes the nodes of a message: one for each result of a tool that stands in it, and its own.
func (t *thread) nodes(c *chat.Conversation, m, turn *row) (all []tree.Node) {
	n := tree.Node{Message: chat.Message{ID: m.hash, Parent: m.parentHash, Role: role(c, m.role)}}
	if turn != nil {
		n.CreatedAt = turn.created
		if n.Role == chat.RoleAssistant {
			n.Model = cmp.Or(turn.resolved, turn.model)
		}
		if turn.tip == m.hash {
			n.PromptTokens, n.CompletionTokens = turn.input, turn.produced
		}
	}
	parts := t.parts[m.hash]
	for i := range parts {
		b := &parts[i]
		if b.kind != "tool_result" || n.Role == chat.RoleAssistant { // what the service itself ran stands in the answer
			b.addTo(c, &n)
			continue
		}
		result := tree.Node{Message: chat.Message{ID: m.hash + "/result" + strconv.Itoa(i+1), Parent: n.Parent, Role: chat.RoleTool, ToolCallID: b.call.ID,
			Name: b.call.Name, Content: cmp.Or(b.output, b.problem), IsError: b.problem != "", Attachments: b.files, CreatedAt: n.CreatedAt}}
		n.Parent = result.ID
		all = append(all, result)
	}
	return append(all, n)
}

// declare tells the round of a message which tools the model was told of.
func declare(c *chat.Conversation, message string, tools []chat.Tool) {
	if len(tools) == 0 {
		return
	}
	for i := range c.Messages {
		if c.Messages[i].ID != message {
			continue
		}
		for k := range c.Rounds {
			if c.Rounds[k].Number == c.Messages[i].Round {
				c.Rounds[k].Tools = tools
			}
		}
	}
}

// role is the role of a message; an unknown one is counted.
func role(c *chat.Conversation, written string) chat.Role {
	switch r := chat.Role(written); r {
	case chat.RoleSystem, chat.RoleUser, chat.RoleAssistant, chat.RoleTool:
		return r
	}
	source.CountUnknown(c, "role "+written)
	return chat.RoleSystem
}
