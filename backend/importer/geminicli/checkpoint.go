package geminicli

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// isContent recognises a message in the shape of Google's interface. A conversation that was saved with /chat save is a
// list of them, in older versions alone, in newer ones as the history of an object (packages/core/src/core/logger.ts of
// google-gemini/gemini-cli).
func isContent(f source.Fields) bool {
	role := f.Text("role")
	return f.Has("parts") && (role == "user" || role == "model")
}

// isCheckpoint says whether the file is such a conversation.
func isCheckpoint(s *source.Sample) bool {
	if s.Array || len(s.Objects) != 1 {
		return s.Array && s.Most(isContent)
	}
	history := source.Sample{Objects: s.Objects[0].Objects("history")}
	return !s.Objects[0].Has("chunkedPrompt") && history.Most(isContent)
}

// checkpoint is a conversation that was saved.
type checkpoint struct {
	messages []message
	unknown  []string
}

// Read fills k with the list, or the object with it, that comes next in p.
func (k *checkpoint) Read(p *source.Pull) {
	*k = checkpoint{}
	if p.Kind() == '[' {
		k.list(p)
		return
	}
	p.Object(func(name string) {
		if name == "history" {
			k.list(p)
		}
	})
}

func (k *checkpoint) list(p *source.Pull) {
	p.Array(func() {
		var m message
		p.Object(func(name string) {
			switch name {
			case "role":
				m.kind = p.Name()
			case "parts":
				p.Array(func() { k.part(p, &m) })
			}
		})
		if m.kind != "" {
			k.messages = append(k.messages, m)
		}
	})
}

// part reads a part of a message: a text, a thought, a call, or the result of one, which belongs to its call.
func (k *checkpoint) part(p *source.Pull, m *message) {
	var text string
	var thought bool
	p.Object(func(name string) {
		switch name {
		case "text":
			text = p.Text()
		case "thought":
			thought = p.Bool()
		case "functionCall":
			var c call
			c.read(p)
			m.calls = append(m.calls, c)
		case "functionResponse":
			k.answer(p)
		case "thoughtSignature":
		case "inlineData", "fileData":
			m.content.part(p, name)
		default:
			k.unknown = append(k.unknown, "part "+name)
		}
	})
	switch {
	case text == "":
	case thought:
		m.thoughts = append(m.thoughts, text)
	default:
		m.content.text = source.Join("\n\n", m.content.text, text)
	}
}

// answer reads the result of a call and puts it to the first call of that id, or of that name, that has none.
func (k *checkpoint) answer(p *source.Pull) {
	var id, name string
	var given call
	p.Object(func(field string) {
		switch field {
		case "id":
			id = p.Text()
		case "name":
			name = p.Name()
		case "response":
			given.done = true
			given.response(p)
		}
	})
	c := k.waiting(func(c *call) bool { return id != "" && c.ID == id })
	if c == nil {
		c = k.waiting(func(c *call) bool { return c.Name == name && (id == "" || c.ID == "") })
	}
	if c != nil {
		c.done, c.failed, c.result = true, given.failed, given.result
		return
	}
	k.unknown = append(k.unknown, "result without a call")
}

// waiting is the first call without a result that suits; nil when there is none.
func (k *checkpoint) waiting(suits func(*call) bool) *call {
	for i := range k.messages {
		for n := range k.messages[i].calls {
			if c := &k.messages[i].calls[n]; !c.done && suits(c) {
				return c
			}
		}
	}
	return nil
}

// Conversation makes the conversation. Its title is the name that it was saved under; that and what was
// asked first name it, because it has no id.
func (k *checkpoint) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{}
	if name, saved := strings.CutPrefix(tree.BaseName(r.File), "checkpoint"); saved {
		c.Title = strings.TrimPrefix(name, "-")
	}
	t := &tree.Tree{}
	for i := range k.messages {
		k.messages[i].id = t.NextID()
		n := k.messages[i].node(c)
		n.Hidden = n.Hidden || i < 2 && strings.HasPrefix(k.messages[0].content.text, setting)
		t.Follow(n)
	}
	t.Grow(c, "")
	c.ExternalID = source.ContentID(tree.BaseName(r.File), asked(c))
	for _, kind := range k.unknown {
		source.CountUnknown(c, kind)
	}
	return c, ""
}

// asked is what the person asked first.
func asked(c *chat.Conversation) string {
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role == chat.RoleUser && !m.Hidden {
			return m.Content
		}
	}
	return ""
}

// setting begins the first message of older versions, which the program writes and answers itself.
const setting = "This is the Gemini CLI. We are setting up the context for our chat."
