package grok

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// step is something a model did before it answered: it thought, or used a tool.
type step struct {
	texts   []string        // thoughts, in which calls stand as tags
	calls   []chat.ToolCall // calls that are described beside the tags
	results []result
	found   []page // by searches of this step
}

// result is what a tool gave.
type result struct{ call, text string }

// page is something that a search found.
type page struct{ title, url, text string }

func readStep(p *source.Pull) (s step) {
	tagged, order := map[string]string{}, []string(nil)
	p.Object(func(name string) {
		switch snake(name) {
		case "text":
			s.texts = append(s.texts, texts(p)...)
		case "tagged_text":
			p.Object(func(tag string) {
				tagged[tag] = p.Text()
				order = append(order, tag)
			})
		case "tool_usage_cards":
			p.Array(func() { s.calls = append(s.calls, readCard(p)) })
		case "tool_usage_results":
			p.Array(func() { s.results = append(s.results, readResult(p)) })
		case "web_search_results", "x_posts_ids", "xpost_ids":
			readPages(p, &s.found)
		}
	})
	for _, tag := range order {
		s.texts = append(s.texts, tagged[tag])
	}
	return s
}

// texts reads a text, or a list of them.
func texts(p *source.Pull) (list []string) {
	if p.Kind() != '[' {
		return []string{p.Text()}
	}
	p.Array(func() { list = append(list, p.Text()) })
	return list
}

// readCard reads a call: its id, and one more member, named as the tool is, with the arguments in it.
func readCard(p *source.Pull) (call chat.ToolCall) {
	p.Object(func(name string) {
		switch name = snake(name); {
		case name == "tool_usage_card_id":
			call.ID = p.Text()
		case name == "tool":
			p.Object(func(name string) { readTool(p, snake(name), &call) })
		case p.Kind() == '{':
			readTool(p, name, &call)
		}
	})
	return call
}

func readTool(p *source.Pull, name string, call *chat.ToolCall) {
	call.Name = name
	p.Object(func(name string) {
		if name == "args" {
			call.Arguments = p.Arguments()
		}
	})
}

// readResult reads what a tool gave: pages as text, anything else as it is written.
func readResult(p *source.Pull) (r result) {
	from := p.Mark()
	var found []page
	p.Object(func(name string) {
		switch snake(name) {
		case "tool_usage_card_id":
			r.call = p.Text()
		case "text", "output":
			if p.Kind() == '"' {
				r.text = source.Join("\n\n", r.text, p.Text())
			}
		default:
			readPages(p, &found)
		}
	})
	if r.text = source.Join("\n\n", r.text, listed(found)); r.text == "" {
		r.text, _ = source.Clean(string(p.Written(from)))
	}
	return r
}

// readPages reads the pages in a list, or in a list that stands deeper inside; a text in a list is the number of a post
// on X.
func readPages(p *source.Pull, found *[]page) {
	switch p.Kind() {
	case '{':
		p.Object(func(string) { readPages(p, found) })
	case '[':
		p.Array(func() {
			var at page
			if p.Kind() == '"' {
				at.url = "https://x.com/i/status/" + p.Text()
			} else {
				at.read(p)
			}
			if at != (page{}) {
				*found = append(*found, at)
			}
		})
	}
}

func (g *page) read(p *source.Pull) {
	p.Object(func(name string) {
		switch snake(name) {
		case "title":
			g.title = p.Text()
		case "url":
			g.url = p.Text()
		case "preview", "description", "snippet", "text":
			g.text = cmp.Or(g.text, p.Text())
		}
	})
}

// listed is what was found, as a tool would write it.
func listed(found []page) string {
	var list []string
	for _, at := range found {
		list = append(list, source.Join("\n", at.title, at.url, at.text))
	}
	return source.Join("\n\n", list...)
}

// tag is how a thought holds a call; inside it are its id, the name of the tool and the arguments.
var (
	tag    = regexp.MustCompile(`(?s)<xai:tool_usage_card>(.*?)</xai:tool_usage_card>`)
	member = regexp.MustCompile(`(?s)<xai:(tool_usage_card_id|tool_name|tool_args)>(.*?)</xai:(?:tool_usage_card_id|tool_name|tool_args)>`)
)

// split divides the texts of a step into what was thought and the calls in it.
func (s *step) split() (thoughts []string, calls []chat.ToolCall) {
	for _, text := range s.texts {
		for _, found := range tag.FindAllStringSubmatch(text, -1) {
			about := map[string]string{}
			for _, m := range member.FindAllStringSubmatch(found[1], -1) {
				about[m[1]] = strings.TrimSpace(m[2])
			}
			arguments := strings.TrimSuffix(strings.TrimPrefix(about["tool_args"], "<![CDATA["), "]]>")
			calls = append(calls, chat.ToolCall{ID: about["tool_usage_card_id"], Name: about["tool_name"], Arguments: arguments})
		}
		if thought := strings.TrimSpace(tag.ReplaceAllString(text, "")); thought != "" {
			thoughts = append(thoughts, thought)
		}
	}
	for _, call := range s.calls {
		told := false
		for _, c := range calls {
			told = told || c.ID == call.ID
		}
		if !told && call.Name != "" {
			calls = append(calls, call)
		}
	}
	return thoughts, calls
}

// write adds the step to the node of its message; told is what was thought before, which a step may say again. It says
// whether the step holds what a search found.
func (s *step) write(n *tree.Node, told string) (searched bool) {
	thoughts, calls := s.split()
	for _, thought := range thoughts {
		if !strings.Contains(told, thought) {
			n.Think(thought)
		}
	}
	names, answered := map[string]string{}, map[string]bool{}
	last := ""
	for _, call := range calls {
		last = n.Call(call)
		names[last] = call.Name
	}
	for _, r := range s.results {
		answered[cmp.Or(r.call, last)] = true
		n.Result(cmp.Or(r.call, last), names[cmp.Or(r.call, last)], r.text, false)
	}
	if len(s.found) > 0 && !answered[last] {
		search(n, last, names[last], "", s.found)
	}
	n.Unanswered()
	return len(s.found)+len(s.results) > 0
}

// searchTool is what the search of the web is called where no call names it.
const searchTool = "web_search"

// search adds what a search found as the result of a call, which is made when there is none.
func search(n *tree.Node, call, tool, query string, found []page) {
	if call == "" {
		tool = searchTool
		asked := []byte(nil)
		if query != "" {
			asked, _ = json.Marshal(map[string]string{"query": query})
		}
		call = n.Call(chat.ToolCall{Name: tool, Arguments: string(asked)})
	}
	n.Result(call, tool, listed(found), false)
}
