package cli

import (
	"encoding/json"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// showCommand is "loquat show".
type showCommand struct {
	ID string `arg:"" name:"id" help:"The conversation's id in the library, or the one its source gave."`
}

// Run shows one conversation.
func (cmd showCommand) Run(c *call) error {
	return c.look(func(l *library.Library) error {
		id, err := l.Find(c.ctx, cmd.ID)
		if err != nil {
			return err
		}
		conv, err := l.Conversation(c.ctx, id)
		if err != nil {
			return err
		}
		if c.json {
			return c.document(shownOf(conv))
		}
		return c.print(func(p *page) { showPage(p, conv) })
	})
}

// shown is the JSON of one conversation; its keys are SPEC's. Rounds hold the branch in view.
type shown struct {
	head
	Rounds   []shownRound  `json:"rounds"`
	Branches []shownBranch `json:"branches"`
}

// shownRound is one round with its messages in view.
type shownRound struct {
	Round     int            `json:"round"`
	AgentName string         `json:"agent_name"`
	Model     string         `json:"model"`
	Tools     []shownTool    `json:"tools"`
	Messages  []shownMessage `json:"messages"`
}

// shownTool is a function declared to the model; Parameters is its JSON Schema, null when the source gave none.
type shownTool struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Parameters  json.RawMessage `json:"parameters"`
}

// shownMessage is one message. Every key is always there.
type shownMessage struct {
	Role        chat.Role         `json:"role"`
	Content     string            `json:"content"`
	Reasoning   string            `json:"reasoning"`
	ToolCalls   []shownCall       `json:"tool_calls"`
	ToolCallID  string            `json:"tool_call_id"`
	Name        string            `json:"name"`
	Attachments []shownAttachment `json:"attachments"`
	CreatedAt   chat.Time         `json:"created_at"`
}

// shownCall is a tool call; Arguments is the raw text.
type shownCall struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// shownAttachment is a file that came with a message; Hash names its bytes under files/ of the library.
type shownAttachment struct {
	Name    string `json:"name"`
	MIME    string `json:"mime"`
	Size    int64  `json:"size"`
	Hash    string `json:"hash"`
	Missing bool   `json:"missing"`
}

// shownBranch is a branch that is not in view: its first Shared messages are those of the rounds above, and Messages
// are the others.
type shownBranch struct {
	Leaf      string         `json:"leaf"`
	CreatedAt chat.Time      `json:"created_at"`
	Shared    int            `json:"shared"`
	Messages  []shownMessage `json:"messages"`
}

// shownOf turns a conversation into its JSON.
func shownOf(conv *chat.Conversation) shown {
	s := shown{head: head{ID: conv.ID, Source: conv.Source, ExternalID: conv.ExternalID, Title: conv.Title, Type: conv.Type,
		Status: conv.Status, Tags: append([]string{}, conv.Tags...), Model: conv.Model, CreatedAt: conv.CreatedAt, UpdatedAt: conv.UpdatedAt},
		Rounds: []shownRound{}, Branches: []shownBranch{}}
	for _, m := range conv.Thread() {
		if len(s.Rounds) == 0 || s.Rounds[len(s.Rounds)-1].Round != m.Round {
			s.Rounds = append(s.Rounds, roundOf(conv.Round(m.Round)))
		}
		last := &s.Rounds[len(s.Rounds)-1]
		last.Messages = append(last.Messages, messageOf(m))
	}
	for _, f := range library.Forks(conv) {
		s.Branches = append(s.Branches, branchOf(f))
	}
	return s
}

// branchOf turns a branch into its JSON.
func branchOf(f library.Fork) shownBranch {
	s := shownBranch{Leaf: f.Leaf, CreatedAt: f.CreatedAt, Shared: f.Shared, Messages: []shownMessage{}}
	for _, m := range f.Messages {
		s.Messages = append(s.Messages, messageOf(m))
	}
	return s
}

// roundOf turns a round into its JSON, without messages yet.
func roundOf(r chat.Round) shownRound {
	s := shownRound{Round: r.Number, AgentName: r.AgentName, Model: r.Model, Tools: []shownTool{}, Messages: []shownMessage{}}
	for _, t := range r.Tools {
		tool := shownTool{Name: t.Name, Description: t.Description}
		if json.Valid([]byte(t.Parameters)) {
			tool.Parameters = json.RawMessage(t.Parameters)
		}
		s.Tools = append(s.Tools, tool)
	}
	return s
}

// messageOf turns a message into its JSON.
func messageOf(m *chat.Message) shownMessage {
	s := shownMessage{Role: m.Role, Content: m.Content, Reasoning: m.Reasoning, ToolCalls: []shownCall{}, ToolCallID: m.ToolCallID,
		Name: m.Name, Attachments: []shownAttachment{}, CreatedAt: m.CreatedAt}
	for _, call := range m.ToolCalls {
		s.ToolCalls = append(s.ToolCalls, shownCall{call.ID, call.Name, call.Arguments})
	}
	for _, a := range m.Attachments {
		s.Attachments = append(s.Attachments, shownAttachment{a.Name, a.MIME, a.Size, a.Hash, a.Missing})
	}
	return s
}
