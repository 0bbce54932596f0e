package openwebui

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message as it is written.
type message struct {
	id, parent, role, content, model string
	thought, failure                 string
	failed                           bool   // older versions write what went wrong as the text
	merged                           string // of the answers of several models
	sources                          []source.Link
	created                          chat.Time
	rating                           int
	prompt, completed                *int64
	files                            []file
	output                           []item
}

// file is a file that came with a message.
type file struct {
	kind, name, url, text string
	size                  int64
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			m.id = p.Text()
		case "parentId", "parent_id":
			m.parent = p.Text()
		case "role":
			m.role = p.Name()
		case "content":
			m.readContent(p)
		case "reasoning_content":
			m.thought = p.Text()
		case "model", "model_id":
			m.model = p.Name()
		case "timestamp", "created_at":
			m.created = p.Time()
		case "files":
			p.Array(func() { m.files = append(m.files, readAttached(p)) })
		case "output":
			p.Array(func() { m.output = append(m.output, readItem(p)) })
		default:
			m.detail(p, name)
		}
	})
}

func (m *message) detail(p *source.Pull, name string) {
	switch name {
	case "error":
		m.readError(p)
	case "merged":
		p.Object(func(name string) {
			if name == "content" {
				m.merged = p.Text()
			}
		})
	case "sources", "citations":
		m.readSources(p)
	case "annotation":
		p.Object(func(name string) {
			if name == "rating" {
				rating, _ := p.Number()
				m.rating = max(-1, min(1, int(rating)))
			}
		})
	case "usage", "info":
		p.Object(func(name string) {
			switch name {
			case "usage":
				m.detail(p, name)
			case "prompt_tokens", "input_tokens", "prompt_eval_count":
				m.prompt = cmp.Or(p.Count(), m.prompt)
			case "completion_tokens", "output_tokens", "eval_count":
				m.completed = cmp.Or(p.Count(), m.completed)
			}
		})
	}
}

// readContent reads a text, or a list of texts and pictures.
func (m *message) readContent(p *source.Pull) {
	if p.Kind() != '[' {
		m.content = p.Text()
		return
	}
	p.Array(func() {
		p.Object(func(name string) {
			switch name {
			case "text":
				m.content = source.Join("\n\n", m.content, p.Text())
			case "image_url":
				p.Object(func(name string) {
					if name == "url" {
						m.files = append(m.files, file{kind: "image", url: p.Text()})
					}
				})
			}
		})
	})
}

func readAttached(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "type":
			f.kind = p.Name()
		case "name":
			f.name = cmp.Or(p.Text(), f.name)
		case "url":
			f.url = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		case "file":
			f.inner(p)
		}
	})
	return f
}

// inner reads what the server knows of an uploaded file: its name, and the text that was extracted from it.
func (f *file) inner(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "filename":
			f.name = cmp.Or(f.name, p.Text())
		case "data":
			p.Object(func(name string) {
				if name == "content" {
					f.text = p.Text()
				}
			})
		}
	})
}

// attachment is the file as far as the export holds it: the bytes of a data URI, else its name and its text.
func (f *file) attachment() chat.Attachment {
	if inline, ok := source.DataURI(f.url); ok {
		inline.Name = f.name
		return inline
	}
	name := f.name
	if name == "" {
		name = path.Base(path.Clean(strings.TrimSuffix(f.url, "/content")))
	}
	a := turns.Missing(name)
	a.Size, a.Text = f.size, f.text
	return a
}

// says is whether anything was said in the message.
func (m *message) says() bool {
	return m.content+m.thought+m.failure+m.merged != "" || len(m.files) > 0 || slices.ContainsFunc(m.output, func(i item) bool { return i.says() })
}

// node makes the node of a message.
func (m *message) node(c *chat.Conversation) tree.Node {
	role, known := turns.Role(m.role)
	n := tree.Node{PromptTokens: m.prompt, CompletionTokens: m.completed,
		Message: chat.Message{ID: m.id, Parent: m.parent, Role: role, CreatedAt: m.created, Rating: m.rating}}
	if !known {
		source.CountUnknown(c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	if role != chat.RoleAssistant {
		n.Say(m.content)
	} else {
		n.Model = m.model
		n.Think(m.thought)
		m.speak(c, &n)
	}
	if n.Blank() && m.failure != "" {
		n.Say(m.failure)
		m.failure, m.failed = "", true
	}
	n.Hidden = n.Hidden || role == chat.RoleAssistant && m.failed
	n.Say(source.Links(m.sources))
	for i := range m.files {
		n.Attach(m.files[i].attachment())
	}
	n.Aside("merged answer", m.merged)
	n.Aside("error", m.failure)
	return n
}

// speak writes what the model did: the items of newer versions, else the HTML in the text.
func (m *message) speak(c *chat.Conversation, n *tree.Node) {
	if slices.ContainsFunc(m.output, func(i item) bool { return i.says() }) {
		for k := range m.output {
			m.output[k].write(c, n)
		}
		return
	}
	thought, text := turns.SplitThink(m.content)
	n.Think(thought)
	writeDetails(n, text)
}
