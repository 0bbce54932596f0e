package perplexity

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// entry is one question with its answer.
type entry struct {
	id, thread, slug, title string
	question, answer, model string
	asked, answered         chat.Time
	sources                 []source.Link
	files                   []string
	unknown                 []string
	other                   string // an answer in a block of another name
	written                 string // the whole answer as older versions wrote it, JSON in a text
}

// read fills e; it is false when what comes next is no entry.
func (e *entry) read(p *source.Pull) bool {
	if !p.Object(func(name string) { e.field(p, name) }) {
		return false
	}
	e.thread = cmp.Or(e.thread, e.slug)
	if e.answer = cmp.Or(e.answer, e.other); e.answer == "" && e.written != "" {
		e.unpack()
	}
	return true
}

func (e *entry) field(p *source.Pull, name string) {
	switch name {
	case "uuid":
		e.id = cmp.Or(p.Text(), e.id)
	case "backend_uuid":
		e.id = cmp.Or(e.id, p.Text())
	case "context_uuid":
		e.thread = p.Text()
	case "thread_url_slug":
		e.slug = p.Text()
	case "thread_title":
		e.title = p.Text()
	case "query_str", "query":
		e.question = p.Text()
	case "answer":
		e.answer = p.Text()
	case "text":
		e.written = p.Text()
	case "display_model", "model":
		e.model = cmp.Or(p.Name(), e.model)
	case "user_selected_model":
		e.model = cmp.Or(e.model, p.Name())
	case "entry_created_datetime", "created_at", "timestamp":
		e.asked = p.Time()
	case "entry_updated_datetime":
		e.answered = p.Time()
	case "updated_datetime":
		e.answered = cmp.Or(e.answered, p.Time())
	case "blocks":
		p.Array(func() { e.block(p) })
	case "sources":
		p.Array(func() { e.sources = append(e.sources, readLink(p)) })
	case "attachments":
		p.Array(func() { e.files = append(e.files, p.Text()) })
	}
}

// shown are the blocks beside the answer: how it was found, and what is shown around it.
var shown = map[string]bool{"plan": true, "reasoning_plan": true, "pro_search_steps": true, "web_results": true, "sources_answer_mode": true,
	"media_items": true, "image_answer_mode": true, "video_answer_mode": true, "maps_mode": true, "shopping_mode": true, "maps_preview": true}

// block reads one block of an answer: its text stands in the one for "ask_text", what it cites in others.
func (e *entry) block(p *source.Pull) {
	usage, text := "", ""
	p.Object(func(name string) {
		switch name {
		case "intended_usage":
			usage = p.Name()
		case "markdown_block":
			text = readMarkdown(p)
		case "web_result_block":
			p.Object(func(name string) {
				if name == "web_results" {
					e.sources = nil
					p.Array(func() { e.sources = append(e.sources, readLink(p)) })
				}
			})
		}
	})
	switch {
	case strings.HasPrefix(usage, "ask_text"):
		e.answer = cmp.Or(e.answer, text) // it stands in several such blocks
	case text != "":
		e.other = source.Join("\n\n", e.other, text)
	case !shown[usage]:
		e.unknown = append(e.unknown, "block "+usage)
	}
}

// readMarkdown reads {answer, chunks}: a whole text, or its pieces.
func readMarkdown(p *source.Pull) string {
	answer, pieces := "", ""
	p.Object(func(name string) {
		switch name {
		case "answer":
			answer = p.Text()
		case "chunks":
			p.Array(func() { pieces += p.Text() })
		}
	})
	return cmp.Or(answer, pieces)
}

// unpack reads an answer of older versions: {answer, web_results} in a text, or a list of steps of which the last holds
// that once more in a text.
func (e *entry) unpack() {
	p := source.NewPull()
	text := e.written
	var read func()
	read = func() {
		p.Object(func(name string) {
			switch name {
			case "answer":
				e.answer = cmp.Or(p.Text(), e.answer)
			case "content":
				read()
			case "web_results":
				e.sources = nil
				p.Array(func() { e.sources = append(e.sources, readLink(p)) })
			}
		})
	}
	for range 2 {
		if err := p.Parse([]byte(text), func() {
			if e.answer = ""; p.Kind() == '[' {
				p.Array(read)
				return
			}
			read()
		}); err != nil || e.answer == "" {
			e.answer = text // it is the answer itself
			return
		}
		if text = e.answer; text[0] != '{' {
			return
		}
	}
}

// addTo adds the question and the answer.
func (e *entry) addTo(c *chat.Conversation, t *tree.Tree) {
	for _, what := range e.unknown {
		source.CountUnknown(c, what)
	}
	question := tree.Node{Message: chat.Message{Role: chat.RoleUser, CreatedAt: e.asked}}
	answer := tree.Node{Message: chat.Message{Role: chat.RoleAssistant, Model: e.model, CreatedAt: cmp.Or(e.answered, e.asked)}}
	if e.id != "" {
		question.ID, answer.ID = e.id+"/question", e.id
	}
	question.Say(e.question)
	for _, file := range e.files {
		address, _, _ := strings.Cut(file, "?")
		question.Attach(turns.Missing(address))
	}
	answer.Say(cited(e.answer, e.sources))
	if !question.Blank() {
		t.Follow(question)
	}
	if !answer.Blank() {
		t.Follow(answer)
	}
}
