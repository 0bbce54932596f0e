package llm

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// row is a row of any of the tables.
type row struct {
	id, name, model, resolved, prompt, system, response, reasoning string
	arguments, output, problem, callID, content, kind, path, url   string
	hash, parentHash, role, tip, parentMessage                     string // of newer versions
	description, schema                                            string // of a tool
	created                                                        chat.Time
	input, produced                                                *int64 // tokens
	tools                                                          []chat.Tool
}

// response is one prompt with its answer, and what other tables hold of it.
type response struct {
	row
	calls, results []row
	before, told   []string // fragments before the prompt and the system prompt
	files          []row
	tools          []chat.Tool
}

// talk is a conversation.
type talk struct {
	id, title, model string
	of               sqlite.Clause // its responses
	responses        []response
	raw              []byte // its rows, a line for each
	broken           int    // characters that were no text
	notes            []string
}

// row reads a row and keeps it; damage says why it cannot be read.
func (t *talk) row(p *source.Pull, from sqlite.Row) (b row, damage string) {
	damage = t.take(p, from, func() {
		b = row{}
		p.Object(func(name string) { b.field(p, name) })
	})
	return b, damage
}

// take reads a row with read and keeps it as a line of the record; damage says why it cannot be read.
func (t *talk) take(p *source.Pull, from sqlite.Row, read func()) (damage string) {
	if from.Long {
		return "it is too large"
	}
	if err := p.Parse(from.JSON, read); err != nil {
		return err.Error()
	}
	t.broken += p.Broken
	if len(t.raw)+len(from.JSON) < source.MaxRaw {
		t.raw = append(append(t.raw, from.JSON...), '\n')
	}
	return ""
}

func (b *row) field(p *source.Pull, name string) {
	switch name {
	case "datetime_utc":
		b.created = p.Time()
	case "input_tokens":
		b.input = p.Count()
	case "output_tokens":
		b.produced = p.Count()
	default:
		if text := b.text(name); text != nil {
			*text = p.Text()
		}
	}
}

// text is where the text of a column goes; nil for a column that is not read.
func (b *row) text(column string) *string {
	texts := [...]struct {
		column string
		text   *string
	}{
		{"id", &b.id}, {"name", &b.name}, {"model", &b.model}, {"resolved_model", &b.resolved}, {"prompt", &b.prompt}, {"system", &b.system},
		{"response", &b.response}, {"reasoning", &b.reasoning}, {"arguments", &b.arguments}, {"output", &b.output}, {"exception", &b.problem},
		{"tool_call_id", &b.callID}, {"content", &b.content}, {"type", &b.kind}, {"path", &b.path}, {"url", &b.url}, {"hash", &b.hash},
		{"parent_hash", &b.parentHash}, {"role", &b.role}, {"tip_message_hash", &b.tip}, {"parent_message_hash", &b.parentMessage},
		{"description", &b.description}, {"input_schema", &b.schema},
	}
	for i := range texts {
		if texts[i].column == column {
			return texts[i].text
		}
	}
	return nil
}

// conversation makes the conversation of older versions.
func (t *talk) conversation() *chat.Conversation {
	c := &chat.Conversation{ExternalID: t.id, Title: t.title, Model: t.model, Raw: t.raw, Notes: t.notes}
	nodes := &tree.Tree{}
	t.addTo(nodes)
	if nodes.Len() > 0 {
		nodes.Grow(c, "")
	}
	for i := range t.responses {
		declare(c, t.responses[i].id, t.responses[i].tools)
	}
	return c
}

// addTo adds for each response the results that went with its prompt, the prompt, and the answer.
func (t *talk) addTo(nodes *tree.Tree) {
	told := "" // the system prompt that went before; it stands in every response
	for i := range t.responses {
		a := &t.responses[i]
		if system := source.Join("\n\n", source.Join("\n\n", a.told...), a.system); system != told && system != "" {
			told = system
			nodes.Follow(tree.Node{Message: chat.Message{ID: a.id + "/system", Role: chat.RoleSystem, Content: system, CreatedAt: a.created}})
		}
		a.addTo(nodes)
	}
}

// addTo adds a response. The results of the calls of an answer are stored with the next response.
func (a *response) addTo(nodes *tree.Tree) {
	for _, b := range a.results {
		nodes.Follow(tree.Node{Message: chat.Message{Role: chat.RoleTool, Name: b.name, ToolCallID: b.callID, Content: cmp.Or(b.output, b.problem), IsError: b.problem != "", CreatedAt: a.created}})
	}
	prompt := tree.Node{Message: chat.Message{ID: a.id + "/prompt", Role: chat.RoleUser, CreatedAt: a.created}}
	for _, text := range append(a.before, a.prompt) {
		prompt.Say(text)
	}
	for _, b := range a.files {
		prompt.Attach(b.attachment())
	}
	answer := tree.Node{Message: chat.Message{ID: a.id, Role: chat.RoleAssistant, Model: cmp.Or(a.resolved, a.model), CreatedAt: a.created}, PromptTokens: a.input, CompletionTokens: a.produced}
	answer.Think(a.reasoning)
	answer.Say(a.response)
	for _, b := range a.calls {
		answer.Call(chat.ToolCall{ID: b.callID, Name: b.name, Arguments: b.arguments})
	}
	if !prompt.Blank() {
		nodes.Follow(prompt)
	}
	nodes.Follow(answer)
}

// attachment is a file of a prompt, with its bytes when the log holds them.
func (b *row) attachment() chat.Attachment {
	named := turns.Missing(cmp.Or(b.path, b.url, "attachment"))
	named.MIME = cmp.Or(b.kind, named.MIME)
	if b.content == "" {
		return named
	}
	a, _ := source.DataURI("data:" + b.kind + ";base64," + b.content)
	a.Name = named.Name
	return a
}
