package exporter

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// script reads conversations from a form a person can write. Each line is a word and JSON values:
//
//	conversation {"id":"c1","type":"agent","tags":["travel"],"model":"m","leaf":"m3","title":"t"}
//	round {"number":2,"agent":"writer","model":"m","tools":[{"name":"f","description":"d","parameters":{}}]}
//	user "Hello" {"round":2,"id":"m1","parent":"m0","hidden":true,"files":["image/png"],"model":"m"}
//	assistant "Let me look" {"calls":[["id","name","arguments"]],"reasoning":"hm","rating":1}
//	tool "11 C" {"call":"id","name":"f"}
//
// A message follows the one before it unless it names a parent, and is in the round of the one before it.
func script(t testing.TB, text string) []*chat.Conversation {
	t.Helper()
	var all []*chat.Conversation
	for i, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		var err error
		switch word {
		case "conversation":
			var c *chat.Conversation
			if c, err = scriptConversation(rest); err == nil {
				c.ID = int64(len(all) + 1)
				all = append(all, c)
			}
		case "round":
			err = scriptRound(all[len(all)-1], rest)
		default:
			err = scriptMessage(all[len(all)-1], chat.Role(word), rest)
		}
		if err != nil {
			t.Fatalf("script line %d: %v", i+1, err)
		}
	}
	return all
}

func scriptConversation(text string) (*chat.Conversation, error) {
	var in struct {
		ID, Type, Model, Leaf, Title string
		Tags                         []string
	}
	err := json.Unmarshal([]byte(text), &in)
	if in.Type == "" {
		in.Type = "chat"
	}
	return &chat.Conversation{ExternalID: in.ID, Type: chat.Type(in.Type), Model: in.Model, Leaf: in.Leaf, Title: in.Title, Tags: in.Tags}, err
}

func scriptRound(c *chat.Conversation, text string) error {
	var in struct {
		Number       int
		Agent, Model string
		Tools        []struct {
			Name, Description string
			Parameters        json.RawMessage
		}
	}
	err := json.Unmarshal([]byte(text), &in)
	r := chat.Round{Number: in.Number, AgentName: in.Agent, Model: in.Model}
	for _, tool := range in.Tools {
		r.Tools = append(r.Tools, chat.Tool{Name: tool.Name, Description: tool.Description, Parameters: string(tool.Parameters)})
	}
	c.Rounds = append(c.Rounds, r)
	return err
}

func scriptMessage(c *chat.Conversation, role chat.Role, text string) error {
	m := chat.Message{ID: fmt.Sprintf("m%d", len(c.Messages)+1), Role: role, Round: 1}
	if n := len(c.Messages); n > 0 {
		m.Parent, m.Round = c.Messages[n-1].ID, c.Messages[n-1].Round
	}
	in := json.NewDecoder(strings.NewReader(text))
	if err := in.Decode(&m.Content); err != nil {
		return err
	}
	var more struct {
		ID, Reasoning, Call, Name, Model string
		Rating                           int
		Parent                           *string
		Round                            int
		Hidden                           bool
		Calls                            [][3]string
		Files                            []string
	}
	if in.More() {
		if err := in.Decode(&more); err != nil {
			return err
		}
	}
	if more.ID != "" {
		m.ID = more.ID
	}
	if more.Parent != nil {
		m.Parent = *more.Parent
	}
	if more.Round != 0 {
		m.Round = more.Round
	}
	m.Reasoning, m.ToolCallID, m.Name, m.Model, m.Hidden, m.Rating = more.Reasoning, more.Call, more.Name, more.Model, more.Hidden, more.Rating
	for _, call := range more.Calls {
		m.ToolCalls = append(m.ToolCalls, chat.ToolCall{ID: call[0], Name: call[1], Arguments: call[2]})
	}
	for _, mime := range more.Files {
		m.Attachments = append(m.Attachments, chat.Attachment{MIME: mime})
	}
	c.Messages = append(c.Messages, m)
	return nil
}

// conversations yields the same conversations each time it is asked.
func conversations(all []*chat.Conversation) Conversations {
	return func() iter.Seq2[*chat.Conversation, error] {
		return func(yield func(*chat.Conversation, error) bool) {
			for _, c := range all {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}
