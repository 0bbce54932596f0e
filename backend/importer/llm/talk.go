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
	created                                                        chat.Time
	input, produced                                                *int64 // tokens
}

// response is one prompt with its answer, and what other tables hold of it.
type response struct {
	row
	calls, results []row
	before, told   []string // fragments before the prompt and the system prompt
	files          []row
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
	if from.Long {
		return b, "it is too large"
	}
	if err := p.Parse(from.JSON, func() {
		b = row{}
		p.Object(func(name string) { b.field(p, name) })
	}); err != nil {
		return b, err.Error()
	}
	t.broken += p.Broken
	if len(t.raw)+len(from.JSON) < source.MaxRaw {
		t.raw = append(append(t.raw, from.JSON...), '\n')
	}
	return b, ""
}

func (b *row) field(p *source.Pull, name string) {
	texts := map[string]*string{"id": &b.id, "name": &b.name, "model": &b.model, "resolved_model": &b.resolved, "prompt": &b.prompt,
		"system": &b.system, "response": &b.response, "reasoning": &b.reasoning, "arguments": &b.arguments, "output": &b.output,
		"exception": &b.problem, "tool_call_id": &b.callID, "content": &b.content, "type": &b.kind, "path": &b.path, "url": &b.url}
	switch name {
	case "datetime_utc":
		b.created = p.Time()
	case "input_tokens":
		b.input = p.Count()
	case "output_tokens":
		b.produced = p.Count()
	default:
		if text := texts[name]; text != nil {
			*text = p.Text()
		}
	}
}

// conversation makes the conversation: for each response the results that went with its prompt, the prompt, the answer.
func (t *talk) conversation() *chat.Conversation {
	c := &chat.Conversation{ExternalID: t.id, Title: t.title, Model: t.model, Raw: t.raw, Notes: t.notes}
	nodes := &tree.Tree{}
	told := "" // the system prompt that went before; it stands in every response
	for i := range t.responses {
		a := &t.responses[i]
		if system := source.Join("\n\n", source.Join("\n\n", a.told...), a.system); system != told && system != "" {
			told = system
			nodes.Follow(tree.Node{Message: chat.Message{ID: a.id + "/system", Role: chat.RoleSystem, Content: system, CreatedAt: a.created}})
		}
		a.addTo(nodes)
	}
	if nodes.Len() > 0 {
		nodes.Grow(c, "")
	}
	return c
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
