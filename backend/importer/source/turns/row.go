package turns

import (
	"bytes"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Row is one record of training data: a conversation with what stands beside its messages.
type Row struct {
	ID         string
	Title      string
	Model      string
	DataSource string // of our own and the reference's datasets: chat, agent or graph
	Tags       []string
	Tools      []chat.Tool
	CreatedAt  chat.Time
	UpdatedAt  chat.Time
	Media      []string // pictures, videos and sounds named beside the messages, in the order of their marks in the text

	system           string
	messages         []Turn
	chosen, rejected []Turn
	good, rated      bool
	broken           int
	declared, asText []chat.Tool // tools as a list, and as the text of tools_json
}

// Read fills r with the record that comes next in p: an object, or a bare list of messages.
func (r *Row) Read(p *source.Pull) {
	*r = Row{}
	if p.Kind() == '[' {
		r.messages = r.turns(p, "user")
		return
	}
	p.Object(func(name string) { r.Field(p, name) })
	if r.Tools = r.declared; len(r.Tools) == 0 {
		r.Tools = r.asText
	}
}

// Field reads one member of a record.
func (r *Row) Field(p *source.Pull, name string) {
	switch name {
	case "messages", "conversations", "conversation":
		r.messages = append(r.messages, r.turns(p, "user")...)
	case "prompt":
		r.messages = append(r.messages, r.turns(p, "user")...)
	case "completion":
		r.messages = append(r.messages, r.turns(p, "assistant")...)
	case "chosen":
		r.chosen = r.turns(p, "assistant")
	case "rejected":
		r.rejected = r.turns(p, "assistant")
	case "system", "system_prompt":
		r.system = p.Text()
	case "tools", "functions":
		r.declared = append(r.declared, ReadTools(p)...)
	case "tools_json":
		r.asText = ReadTools(p)
	case "images", "videos", "audios", "image":
		r.media(p)
	case "kto_tag", "label":
		if kind := p.Kind(); kind == 't' || kind == 'f' {
			r.good, r.rated = p.Bool(), true
		}
	default:
		r.about(p, name)
	}
}

// about reads what a record says about the conversation as a whole.
func (r *Row) about(p *source.Pull, name string) {
	switch name {
	case "conversation_id":
		r.ID = p.Text()
	case "id", "uuid":
		if id := p.Text(); r.ID == "" {
			r.ID = id
		}
	case "title":
		r.Title = p.Text()
	case "model":
		r.Model = p.Text()
	case "data_source":
		r.DataSource = p.Text()
	case "ability", "tags":
		r.Tags = readTags(p)
	case "created_at", "create_time", "created", "timestamp":
		r.CreatedAt = p.Time()
	case "updated_at", "update_time":
		r.UpdatedAt = p.Time()
	}
}

// turns reads a list of messages, the same as JSON text (as CSV cells hold it), one message, or a text that is the
// message of that role.
func (r *Row) turns(p *source.Pull, role string) (list []Turn) {
	switch p.Kind() {
	case '[':
		p.Array(func() {
			var t Turn
			if t.Read(p) {
				list = append(list, t)
			}
		})
	case '{':
		var t Turn
		if t.Read(p) {
			list = []Turn{t}
		}
	case '"':
		return r.textTurns(p.Text(), role)
	default:
		p.Skip()
	}
	for i := range list {
		if t := &list[i]; t.Written == "" {
			t.Written = role
			t.Role, _ = Role(role)
		}
	}
	return list
}

func (r *Row) textTurns(text, role string) (list []Turn) {
	if strings.HasPrefix(text, "[{") {
		inner := source.NewPull()
		err := inner.Parse([]byte(text), func() { list = r.turns(inner, role) })
		if err == nil && len(list) > 0 {
			r.broken += inner.Broken
			return list
		}
	}
	t := Turn{Written: role}
	t.Content = text
	t.Role, _ = Role(role)
	if t.Role == chat.RoleAssistant {
		t.Reasoning, t.Content = SplitThink(text)
	}
	return []Turn{t}
}

func (r *Row) media(p *source.Pull) {
	switch p.Kind() {
	case '"':
		r.Media = append(r.Media, p.Text())
	default:
		p.Array(func() {
			if at := p.Text(); at != "" {
				r.Media = append(r.Media, at)
			}
		})
	}
}

// readTags reads a list of tags, or the same as JSON text.
func readTags(p *source.Pull) (tags []string) {
	read := func(p *source.Pull) {
		seen := map[string]bool{}
		p.Array(func() {
			if tag := strings.TrimSpace(p.Text()); tag != "" && !seen[tag] {
				seen[tag] = true
				tags = append(tags, tag)
			}
		})
	}
	if p.Kind() != '"' {
		read(p)
		return tags
	}
	inner := source.NewPull()
	if err := inner.Parse([]byte(p.Text()), func() { read(inner) }); err != nil {
		return nil
	}
	return tags
}

// Empty says that the record holds no message.
func (r *Row) Empty() bool { return len(r.messages)+len(r.chosen)+len(r.rejected) == 0 }

// Conversation makes the conversation of a source of the record; raw is the record as it is written, broken is how
// many characters of it were replaced. A record without an id is named by its content.
func (r *Row) Conversation(key string, raw []byte, broken int) *chat.Conversation {
	c := &chat.Conversation{Source: key, ExternalID: r.ID, Title: r.Title, Tags: r.Tags, Status: chat.StatusActive, Model: r.Model,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Raw: bytes.Clone(raw)}
	thread := NewThread(c)
	if r.system != "" && (len(r.messages) == 0 || r.messages[0].Role != chat.RoleSystem) {
		thread.Add(&Turn{Message: chat.Message{Role: chat.RoleSystem, Content: r.system}}, 0)
	}
	for i := range r.messages {
		thread.Add(&r.messages[i], 0)
	}
	r.preference(c, thread)
	if len(r.Tools) > 0 || r.Model != "" {
		c.Rounds = []chat.Round{{Number: 1, Model: r.Model, Tools: r.Tools}}
	}
	thread.Finish(broken + r.broken)
	source.Settle(c, nil)
	if c.ExternalID == "" {
		c.ExternalID = ContentID(c)
	}
	return c
}

// preference adds the two answers of a preference pair as branches, the chosen one in view, and rates answers.
func (r *Row) preference(c *chat.Conversation, thread *Thread) {
	chosen, rejected := r.chosen, r.rejected
	for len(chosen) > 1 && len(rejected) > 1 && same(&chosen[0], &rejected[0]) {
		thread.Add(&chosen[0], 0)
		chosen, rejected = chosen[1:], rejected[1:]
	}
	fork := thread.Last
	for _, branch := range []struct {
		turns  []Turn
		rating int
	}{{chosen, 1}, {rejected, -1}} {
		for i := range branch.turns {
			thread.Add(&branch.turns[i], 0)
		}
		if len(branch.turns) == 0 {
			continue
		}
		c.Messages[len(c.Messages)-1].Rating = branch.rating
		if branch.rating > 0 {
			c.Leaf = thread.Last
		}
		thread.Last = fork
	}
	if n := len(c.Messages); r.rated && n > 0 && c.Messages[n-1].Role == chat.RoleAssistant {
		c.Messages[n-1].Rating = map[bool]int{true: 1, false: -1}[r.good]
	}
}

func same(a, b *Turn) bool { return a.Role == b.Role && a.Content == b.Content }
