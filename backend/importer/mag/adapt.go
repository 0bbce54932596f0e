package mag

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// fill takes from the metadata what the run itself does not say.
func (d *document) fill(m *document) {
	d.id, d.title = cmp.Or(d.id, m.id), cmp.Or(d.title, m.title)
	d.kind, d.status, d.model = cmp.Or(d.kind, m.kind), cmp.Or(d.status, m.status), cmp.Or(d.model, m.model)
	d.created, d.updated = cmp.Or(m.created, d.created), cmp.Or(m.updated, d.updated)
	if len(d.tags) == 0 {
		d.tags = m.tags
	}
	if len(d.files) == 0 {
		d.files = m.files
	}
}

// conversation makes the conversation of a run; raw is its record, broken is how many characters were replaced in it.
func (d *document) conversation(raw []byte, broken int) *chat.Conversation {
	c := &chat.Conversation{Source: key, ExternalID: d.id, Title: d.title, Tags: distinct(d.tags), Raw: bytes.Clone(raw),
		CreatedAt: cmp.Or(d.created, d.started, timeInID(d.id)), UpdatedAt: d.updated}
	c.Status, c.StatusBefore = status(d.status)
	addRounds(c, d.rounds, d.isGraph, broken)
	c.Type = d.conversationType(c)
	c.Model = cmp.Or(c.Model, d.model)
	d.placeFiles(c)
	if c.ExternalID == "" {
		c.ExternalID = turns.ContentID(c)
	}
	d.addTasks(c)
	return c
}

// conversationType is what the metadata says, else what the run looks like.
func (d *document) conversationType(c *chat.Conversation) chat.Type {
	switch t := chat.Type(d.kind); {
	case t == chat.TypeChat, t == chat.TypeAgent, t == chat.TypeGraph:
		return t
	case d.isGraph:
		return chat.TypeGraph
	case len(d.tasks) > 0 || slices.ContainsFunc(d.rounds, func(r round) bool { return r.agent != "" }):
		return chat.TypeAgent
	}
	return source.TypeOf(c.Messages)
}

// addRounds adds the rounds and their messages, each round following the one before. Round 1 of a graph is its start
// node, which holds the input.
func addRounds(c *chat.Conversation, rounds []round, graph bool, broken int) {
	thread := turns.NewThread(c)
	counted := !numbered(rounds)
	for i := range rounds {
		r := &rounds[i]
		number := int(r.number)
		if counted {
			number = i + 1
		}
		name := r.agent
		if graph {
			name = cmp.Or(r.node, r.agent)
		}
		c.Rounds = append(c.Rounds, chat.Round{Number: number, AgentName: name, Model: r.model, Tools: r.tools,
			PromptTokens: r.prompt, CompletionTokens: r.completed})
		for k := range r.turns {
			thread.Add(&r.turns[k], number)
		}
		c.Model = cmp.Or(r.model, c.Model)
	}
	thread.Finish(broken)
}

// numbered says whether the rounds have numbers to go by: whole, rising, from 1 on.
func numbered(rounds []round) bool {
	before := 0.0
	for i := range rounds {
		n := rounds[i].number
		if n != math.Trunc(n) || n <= before || n > math.MaxInt32 {
			return false
		}
		before = n
	}
	return true
}

// addTasks adds the runs of sub-agents, each linked to the call that started it.
func (d *document) addTasks(c *chat.Conversation) {
	taken := map[string]int{}
	for i := range d.tasks {
		t := &d.tasks[i]
		sub := chat.Conversation{Source: key, ExternalID: c.ExternalID + "#task:" + cmp.Or(t.id, fmt.Sprint(i+1)), Title: t.id,
			Type: chat.TypeAgent, Status: chat.StatusActive, Raw: t.raw, ParentExternalID: c.ExternalID}
		if c.CreatedAt.Valid {
			sub.CreatedAt = c.CreatedAt.Guess()
		}
		if taken[sub.ExternalID]++; taken[sub.ExternalID] > 1 {
			sub.ExternalID = fmt.Sprintf("%s#%d", sub.ExternalID, taken[sub.ExternalID])
		}
		for k := range t.rounds {
			t.rounds[k].agent = cmp.Or(t.rounds[k].agent, t.agent)
			sub.ParentCallID = cmp.Or(sub.ParentCallID, t.rounds[k].callID)
		}
		sub.ParentCallID = cmp.Or(sub.ParentCallID, startedBy(c, t.id))
		addRounds(&sub, t.rounds, false, 0)
		if len(sub.Messages) > 0 {
			c.SubAgents = append(c.SubAgents, sub)
		}
	}
}

// startedBy finds the call that names the task in its arguments.
func startedBy(c *chat.Conversation, taskID string) string {
	for i := range c.Messages {
		for _, call := range c.Messages[i].ToolCalls {
			if taskID != "" && strings.Contains(call.Arguments, `"`+taskID+`"`) {
				return call.ID
			}
		}
	}
	return ""
}

// placeFiles notes the documents of the conversation, whose bytes no export holds: what the user brought with the first
// message of the user, what agents wrote with the last message.
func (d *document) placeFiles(c *chat.Conversation) {
	if len(c.Messages) == 0 {
		return
	}
	first := max(0, slices.IndexFunc(c.Messages, func(m chat.Message) bool { return m.Role == chat.RoleUser }))
	for _, f := range d.files {
		at := len(c.Messages) - 1
		if f.author == "" || f.author == "user" {
			at = first
		}
		a := turns.Missing(f.name)
		a.Size = f.size
		c.Messages[at].Attachments = append(c.Messages[at].Attachments, a)
	}
}

func status(written string) (now, before chat.Status) {
	switch s := chat.Status(written); s {
	case chat.StatusFavorite:
		return s, ""
	case chat.StatusDeleted:
		return s, chat.StatusActive
	}
	return chat.StatusActive, ""
}

func distinct(tags []string) (out []string) {
	for _, tag := range tags {
		if tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

// graphID is the id of a graph run: its name, its local start time and eight hex digits.
var graphID = regexp.MustCompile(`_(\d{8}_\d{6})_[0-9a-f]{8}$`)

// timeInID guesses when a run began from its id: a graph run's has the time in it, and so has an id of MongoDB.
func timeInID(id string) chat.Time {
	if found := graphID.FindStringSubmatch(id); found != nil {
		if t, err := time.ParseInLocation("20060102_150405", found[1], time.Local); err == nil {
			return chat.At(t).Guess()
		}
	}
	if b, err := hex.DecodeString(id); err == nil && len(b) == 12 {
		return chat.FromNumber(float64(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]))).Guess()
	}
	return chat.Time{}
}
