package claudecode

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// link says which call started a sub-agent.
type link struct {
	parent, call string // external id of the conversation with the call, and the call
	kind, title  string // of the sub-agent, and of what it was asked
}

// task is what a call asked of a sub-agent.
type task struct{ kind, title, prompt string }

// tasks are the calls of one session that start sub-agents.
type tasks struct {
	byCall  map[string]task
	order   []string // calls in order
	byAgent []struct{ agent, call string }
}

// learn looks at a record for calls that start sub-agents, and for results that name the one that ran.
func (t *tasks) learn(r *record) {
	for i := range r.message.blocks {
		b := &r.message.blocks[i]
		switch {
		case b.kind == kindCall && (b.name == "Task" || b.name == "Agent") && b.id != "":
			if _, again := t.byCall[b.id]; !again {
				t.order = append(t.order, b.id)
			}
			t.byCall[b.id] = readTask(b.text)
		case b.kind == kindResult && r.result.agentID != "":
			t.started(r.result.agentID, b.id)
		}
	}
}

// started notes that a call started an agent.
func (t *tasks) started(agent, call string) {
	if n := len(t.byAgent); agent == "" || call == "" || n > 0 && t.byAgent[n-1].agent == agent {
		return
	}
	t.byAgent = append(t.byAgent, struct{ agent, call string }{agent, call})
}

func readTask(arguments string) (t task) {
	p := source.NewPull()
	_ = p.Parse([]byte(arguments), func() {
		t = task{}
		p.Object(func(name string) {
			switch name {
			case "subagent_type":
				t.kind = p.Text()
			case "description":
				t.title = p.Text()
			case "prompt":
				t.prompt = p.Text()
			}
		})
	})
	return t
}

// learn keeps the tasks of a session for the files of its sub-agents, which come later. parent is the conversation.
func (r *reader) learn(session, parent string, t *tasks) {
	for _, started := range t.byAgent {
		about := t.byCall[started.call]
		r.links[session+"\x00"+started.agent] = link{parent: parent, call: started.call, kind: about.kind, title: about.title}
	}
	for _, call := range t.order {
		about := t.byCall[call]
		key := promptKey(session, about.prompt)
		if _, taken := r.links[key]; !taken && about.prompt != "" {
			r.links[key] = link{parent: parent, call: call, kind: about.kind, title: about.title}
		}
	}
}

func promptKey(session, prompt string) string {
	return session + "\x01" + source.ContentID(strings.TrimSpace(prompt))[:16]
}

// startedBy finds the call that started a sub-agent: by its id, else by what it was asked.
func (r *reader) startedBy(session string, h *chain) link {
	if at, ok := r.links[session+"\x00"+h.agentID]; ok && h.agentID != "" {
		return at
	}
	if at, ok := r.links[promptKey(session, h.first)]; ok && h.first != "" {
		return at
	}
	if strings.HasPrefix(h.agentID, "acompact") {
		return link{kind: "compaction", title: "Compaction"}
	}
	return link{}
}

// conversation finishes the conversation of a chain.
func (h *chain) conversation(id, parent string, at link) *chat.Conversation {
	c := &h.c
	c.Source, c.ExternalID, c.Type, c.Status, c.Leaf = Key, id, chat.TypeAgent, chat.StatusActive, h.last
	c.ParentExternalID, c.ParentCallID = parent, at.call
	source.Settle(c, nil)
	rounds := map[int]*chat.Round{}
	for i := range c.Rounds {
		c.Rounds[i].AgentName = cmp.Or(at.kind, "sub-agent")
		rounds[c.Rounds[i].Number] = &c.Rounds[i]
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		if u, ok := h.usages[m.ID]; ok && u != (usage{}) && rounds[m.Round] != nil {
			add(&rounds[m.Round].PromptTokens, u.prompt)
			add(&rounds[m.Round].CompletionTokens, u.completion)
		}
	}
	return c
}

// add adds tokens to a sum that may not be there yet.
func add(sum **int64, n int64) {
	if *sum == nil {
		*sum = new(int64)
	}
	**sum += n
}
