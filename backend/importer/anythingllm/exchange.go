package anythingllm

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// exchange is a question with its answer: a row of an export or of the database.
type exchange struct {
	id, prompt, answer, model      string
	workspace, user                string // names in an export
	workspaceID, thread, userID    string
	apiSession, visit, embed       string
	created                        chat.Time
	rating                         int
	hidden                         bool // it was deleted, or left out by a reset
	links                          []source.Link
	files                          []chat.Attachment
	promptTokens, completionTokens *int64
}

func (e *exchange) read(p *source.Pull) { p.Object(func(name string) { e.field(p, name) }) }

func (e *exchange) field(p *source.Pull, name string) {
	texts := map[string]*string{"id": &e.id, "prompt": &e.prompt, "workspace": &e.workspace, "username": &e.user, "workspaceId": &e.workspaceID,
		"thread_id": &e.thread, "user_id": &e.userID, "api_session_id": &e.apiSession, "session_id": &e.visit, "embed_id": &e.embed}
	switch name {
	case "response":
		if p.Kind() != '{' {
			e.answer = p.Text()
			return
		}
		p.Object(func(name string) { e.response(p, name) })
	case "sent_at", "createdAt":
		e.created = p.Time()
	case "rating", "feedbackScore":
		e.rating = map[string]int{"GOOD": 1, "true": 1, "1": 1, "BAD": -1, "false": -1, "0": -1}[p.Text()]
	case "include":
		e.hidden = p.Kind() != 'n' && !p.Bool()
	case "attachments":
		p.Array(func() { e.files = append(e.files, readFile(p)) })
	default:
		if text := texts[name]; text != nil {
			*text = p.Text()
		}
	}
}

// response reads an answer as the database keeps it.
func (e *exchange) response(p *source.Pull, name string) {
	switch name {
	case "text":
		e.answer = p.Text()
	case "sources":
		p.Array(func() {
			if l := readSource(p); l != (source.Link{}) {
				e.links = append(e.links, l)
			}
		})
	case "attachments":
		p.Array(func() { e.files = append(e.files, readFile(p)) })
	case "metrics":
		p.Object(func(name string) {
			switch name {
			case "prompt_tokens":
				e.promptTokens = p.Count()
			case "completion_tokens":
				e.completionTokens = p.Count()
			case "model":
				e.model = p.Name()
			}
		})
	}
}

// readSource reads a document that an answer rests on. One of the person's own files has no address that leads there.
func readSource(p *source.Pull) (l source.Link) {
	p.Object(func(name string) {
		switch name {
		case "title":
			l.Title = p.Text()
		case "url":
			if at := p.Text(); strings.HasPrefix(at, "http://") || strings.HasPrefix(at, "https://") {
				l.URL = at
			}
		}
	})
	return l
}

// readFile reads a picture: {name, mime, contentString}, in an export {type, image}.
func readFile(p *source.Pull) chat.Attachment {
	name, media, data := "", "", ""
	p.Object(func(field string) {
		switch field {
		case "name":
			name = p.Text()
		case "mime":
			media = p.Text()
		case "contentString", "image":
			data = p.Text()
		}
	})
	if data != "" && !strings.HasPrefix(data, "data:") {
		data = "data:" + media + ";base64," + data
	}
	a, inline := source.DataURI(data)
	if !inline {
		a = turns.Missing(cmp.Or(name, "file"))
	}
	a.Name = cmp.Or(name, a.Name)
	return a
}

// weave puts the exchanges of a conversation into c, and returns how many characters were replaced.
func (a *about) weave(c *chat.Conversation, rows [][]byte, p *source.Pull) (broken int) {
	t := &tree.Tree{System: a.system}
	tree.Tag(c, a.tag)
	for _, row := range rows {
		var e exchange
		if err := p.Parse(row, func() { e = exchange{}; e.read(p) }); err != nil {
			c.Notes = append(c.Notes, "a row could not be read and was left out: "+err.Error())
			continue
		}
		broken += p.Broken
		e.addTo(t)
	}
	t.Grow(c, "")
	c.Model = cmp.Or(c.Model, a.model)
	return broken
}

func (e *exchange) addTo(t *tree.Tree) {
	id := cmp.Or(e.id, t.NextID())
	question := tree.Node{Message: chat.Message{ID: id + "/prompt", Role: chat.RoleUser, CreatedAt: e.created, Hidden: e.hidden}}
	question.Say(e.prompt)
	for _, a := range e.files {
		question.Attach(a)
	}
	t.Follow(question)
	answer := tree.Node{Message: chat.Message{ID: id, Role: chat.RoleAssistant, Model: e.model, Rating: e.rating, CreatedAt: e.created, Hidden: e.hidden},
		PromptTokens: e.promptTokens, CompletionTokens: e.completionTokens}
	thought, text := turns.SplitThink(e.answer)
	answer.Think(thought)
	answer.Say(text)
	answer.Say(source.Links(e.links))
	t.Follow(answer)
}
