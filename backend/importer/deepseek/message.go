package deepseek

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// message is one message, of either kind of file.
type message struct {
	id, parent, role, model string
	content, thought        string // of older files, which have no fragments
	created                 chat.Time
	fragments               []fragment
	files                   []chat.Attachment
}

// fragment is a piece of a message. There is no other sign of who wrote it than its kind.
type fragment struct {
	kind, content string
	queries       []string
	found         []page
}

// page is a result of a search.
type page struct{ cite, title, url, snippet string }

// node reads a node of the mapping.
func (m *message) node(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "parent":
			m.parent = p.Text()
		case "message":
			id, parent := m.id, m.parent
			m.read(p)
			m.id, m.parent = id, parent
		}
	})
}

// read fills m; it is false when what comes next is no message.
func (m *message) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "message_id":
			m.id = p.Text()
		case "parent_id":
			m.parent = p.Text()
		case "role":
			m.role = strings.ToLower(p.Name())
		case "model":
			m.model = p.Name()
		case "content":
			m.content = p.Text()
		case "reasoning_content", "thinking_content":
			m.thought = p.Text()
		case "inserted_at":
			m.created = p.Time()
		case "files":
			p.Array(func() { m.files = append(m.files, readFile(p)) })
		case "fragments":
			p.Array(func() { m.fragments = append(m.fragments, readFragment(p)) })
		}
	})
}

func readFile(p *source.Pull) chat.Attachment {
	name, text, size := "", "", int64(0)
	p.Object(func(field string) {
		switch field {
		case "file_name", "name":
			name = p.Text()
		case "file_size", "size":
			if n := p.Count(); n != nil {
				size = *n
			}
		case "content":
			text = p.Text()
		case "id":
			name = cmp.Or(name, p.Text())
		}
	})
	a := turns.Missing(name)
	a.Size, a.Text = size, text
	return a
}

func readFragment(p *source.Pull) (f fragment) {
	p.Object(func(name string) {
		switch name {
		case "type":
			f.kind = p.Name()
		case "content":
			f.content = p.Text()
		case "queries":
			p.Array(func() { f.queries = append(f.queries, query(p)) })
		case "results":
			p.Array(func() { f.found = append(f.found, readPage(p)) })
		case "result": // of opening one page
			if p.Kind() == '{' {
				f.found = append(f.found, readPage(p))
			}
		}
	})
	return f
}

// query reads what was searched for: a text, or an object with it.
func query(p *source.Pull) (text string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "query" {
			text = p.Text()
		}
	})
	return text
}

func readPage(p *source.Pull) (found page) {
	p.Object(func(name string) {
		switch name {
		case "cite_index":
			found.cite = p.Text()
		case "title":
			found.title = p.Text()
		case "url":
			found.url = p.Text()
		case "snippet":
			found.snippet = p.Text()
		}
	})
	return found
}

// tree makes the node of a message.
func (m *message) tree(c *chat.Conversation) tree.Node {
	n := tree.Node{Message: chat.Message{ID: m.id, Parent: m.parent, Role: m.speaker(), CreatedAt: m.created}}
	if n.Role == chat.RoleAssistant {
		n.Model = m.model
	}
	links := map[string]string{}
	for i := range m.fragments {
		m.fragments[i].write(c, &n, links)
	}
	if len(m.fragments) == 0 {
		n.Think(m.thought)
		n.Say(m.content)
	}
	for _, a := range m.files {
		n.Attach(a)
	}
	return n
}

// speaker tells who wrote a message: its fragments do, else the role of older files.
func (m *message) speaker() chat.Role {
	if slices.ContainsFunc(m.fragments, func(f fragment) bool { return f.kind == "REQUEST" }) {
		return chat.RoleUser
	}
	if role, known := turns.Role(m.role); known {
		return role
	}
	return chat.RoleAssistant
}

// write adds a fragment to the node; links are the addresses of pages found before, by the number they are cited by.
func (f *fragment) write(c *chat.Conversation, n *tree.Node, links map[string]string) {
	switch f.kind {
	case "REQUEST":
		n.Say(f.content)
	case "THINK":
		n.Think(f.content)
	case "RESPONSE", "TEMPLATE_RESPONSE":
		n.Say(cited(f.content, links))
	case "SEARCH", "TOOL_SEARCH":
		f.tool(n, "search", links)
	case "TOOL_OPEN", "READ_LINK":
		f.tool(n, "open", links)
	case "TIP": // what the page says under every answer
	default:
		source.CountUnknown(c, "fragment "+f.kind)
		n.Say(f.content)
	}
}

// tool adds the pages that a search found, or that were opened, as the result of a call. What was searched for is recorded
// in newer files only.
func (f *fragment) tool(n *tree.Node, name string, links map[string]string) {
	var texts []string
	for _, found := range f.found {
		if found.cite != "" {
			links[found.cite] = found.url
		}
		texts = append(texts, source.Join("\n", found.title, found.url, found.snippet))
	}
	call := chat.ToolCall{Name: name}
	if len(f.queries) > 0 {
		asked, _ := json.Marshal(map[string][]string{"queries": f.queries})
		call.Arguments = string(asked)
	}
	if text := source.Join("\n\n", texts...); text != "" {
		n.Result(n.Call(call), name, text, false)
	}
}

// citation is how an answer points to a page that was found.
var citation = regexp.MustCompile(`\[(?:citation|reference):(\d+)\]`)

// cited makes links of citations whose pages are known; others stay as they are.
func cited(text string, links map[string]string) string {
	return citation.ReplaceAllStringFunc(text, func(mark string) string {
		number := citation.FindStringSubmatch(mark)[1]
		if url := links[number]; url != "" {
			return "[" + number + "](" + url + ")"
		}
		return mark
	})
}
