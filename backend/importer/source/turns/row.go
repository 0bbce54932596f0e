package turns

import (
	"cmp"
	"errors"
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

	system   string
	prompt   []Turn // what was asked, which the messages and the ends may say again
	messages []Turn
	branches []branch // alternative ends, the one in view first
	media    []medium // files named beside the messages, those of a kind in the order of their marks in the text
	good     bool     // with rated: the label of the last answer
	rated    bool
	broken   int
}

// branch is one of several ends of a conversation.
type branch struct {
	turns  []Turn
	rating int // 1 for a chosen one, -1 for a rejected one
}

// Read fills r with the record that comes next in p: an object, or a bare list of messages. Members that field takes
// (it returns true) are not read again; field may be nil.
func (r *Row) Read(p *source.Pull, field func(name string) bool) {
	*r = Row{}
	if p.Kind() == '[' {
		r.messages = r.turns(p, "user")
		return
	}
	p.Object(func(name string) {
		if field == nil || !field(name) {
			r.Field(p, name)
		}
	})
}

// Field reads one member of a record.
func (r *Row) Field(p *source.Pull, name string) {
	switch name {
	case "messages", "conversations", "conversation", "items":
		r.list(p)
	case "prompt":
		r.prompt = append(r.prompt, r.turns(p, "user")...)
	case "completion":
		r.messages = append(r.messages, r.turns(p, "assistant")...)
	case "chosen":
		r.branches = append([]branch{{r.turns(p, "assistant"), 1}}, r.branches...)
	case "rejected":
		r.branches = append(r.branches, branch{r.turns(p, "assistant"), -1})
	case "system", "system_prompt":
		r.system = innerText(p) // of Anthropic a list of blocks too
	case "tools", "functions", "tools_json":
		if tools := ReadTools(p); len(r.Tools) == 0 {
			r.Tools = tools
		}
	case "image", "images", "video", "videos", "audio", "audios":
		r.readMedia(p, strings.TrimSuffix(name, "s"))
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
		r.ID = cmp.Or(r.ID, p.Text())
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
		source.ReadList(p, &list, (*Turn).Read)
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
		if t := &list[i]; t.Written == "" && len(t.ToolCalls) == 0 {
			t.Written = role
			t.Role, _ = Role(role)
		}
	}
	return list
}

// list reads the messages of the record, which may be JSON text. Any other text is a damaged record, not a message.
func (r *Row) list(p *source.Pull) {
	if p.Kind() != '"' {
		r.messages = append(r.messages, r.turns(p, "user")...)
		return
	}
	text := p.Text()
	list, ok := r.parsed(text, "user")
	if !ok && text != "" {
		p.Fail(errNoList)
	}
	r.messages = append(r.messages, list...)
}

// errNoList says why a record has no messages, though it names some.
var errNoList = errors.New("its messages are a text that is no JSON list")

// parsed reads a list of messages that is JSON text; ok is false when it is none.
func (r *Row) parsed(text, role string) (list []Turn, ok bool) {
	if !strings.HasPrefix(text, "[") {
		return nil, false
	}
	inner := source.NewPull()
	if err := inner.Parse([]byte(text), func() { list = r.turns(inner, role) }); err != nil {
		return nil, false
	}
	r.broken += inner.Broken
	return list, true
}

// textTurns reads a prompt or an answer that is a text: a list of messages as JSON, or what was said.
func (r *Row) textTurns(text, role string) []Turn {
	if list, ok := r.parsed(text, role); ok && len(list) > 0 {
		return list
	}
	if list := transcript(text); len(list) > 0 {
		return list
	}
	t := Turn{Written: role}
	t.Content = text
	t.Role, _ = Role(role)
	if t.Role == chat.RoleAssistant {
		t.Reasoning, t.Content = SplitThink(text)
	}
	return []Turn{t}
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
