package geminitakeout

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// activity is one entry: what was asked, and the answers to it.
type activity struct {
	in     *source.Input
	others map[string]int // product to entries of it, which are left out
	entry
}

type entry struct {
	header, title string
	products      []string
	time          chat.Time
	when          string   // the time as it is written
	answers       []string // Markdown; several are drafts
	files         []string
}

// Read fills a with the entry that comes next in p.
func (a *activity) Read(p *source.Pull) {
	a.entry = entry{}
	p.Object(func(name string) {
		switch name {
		case "header":
			a.header = p.Text()
		case "title":
			a.title = p.Text()
		case "time":
			a.when = p.Text()
			a.time = source.ParseTime(a.when)
		case "products":
			p.Array(func() { a.products = append(a.products, p.Text()) })
		case "safeHtmlItem":
			p.Array(func() {
				p.Object(func(name string) {
					if name == "html" {
						a.answer(markdown(p.Text()))
					}
				})
			})
		case "attachedFiles":
			p.Array(func() { a.attach(p.Text()) })
		case "imageFile":
			a.attach(p.Text())
		}
	})
}

func (a *activity) answer(text string) {
	if text != "" {
		a.answers = append(a.answers, text)
	}
}

// attach notes a file once, though it is named twice.
func (a *activity) attach(name string) {
	if name != "" && !slices.Contains(a.files, name) {
		a.files = append(a.files, name)
	}
}

// isGemini says whether the entry is Gemini's, by the name of the product, of which only a part is in every language.
func (a *activity) isGemini() bool {
	return slices.ContainsFunc(append(a.products, a.header), func(name string) bool {
		return strings.Contains(name, "Gemini") || strings.Contains(name, "Bard")
	})
}

// verb is what Takeout writes before a prompt, in English, and in any language when a fixed space follows.
var (
	verb  = regexp.MustCompile(`^(?:Live Prompt|Prompted|Asked|Said)[\s\x{a0}]+|^(?:\p{L}+ ){0,2}\p{L}+\x{a0}`)
	doing = regexp.MustCompile(`^(?:Created|Used|Gave feedback|Selected preferred draft|Canceled)\b`)
)

// Conversation makes the conversation of the entry. It is named by its time and its prompt, so that it has the same id
// from JSON and from HTML.
func (a *activity) Conversation(r source.Record) (*chat.Conversation, string) {
	if !a.isGemini() {
		a.others[cleaned(a.header)]++
		return nil, ""
	}
	prompt := strings.TrimSpace(verb.ReplaceAllString(a.title, ""))
	c := &chat.Conversation{ExternalID: source.ContentID(a.moment(), prompt), Title: chat.FirstLine(prompt, 60), CreatedAt: a.time, UpdatedAt: a.time}
	if doing.MatchString(a.title) && len(a.answers) == 0 {
		return c, "it is no prompt but something that was done: " + chat.FirstLine(a.title, 60)
	}
	ask := tree.Node{Message: chat.Message{ID: "prompt", Role: chat.RoleUser, CreatedAt: a.time}}
	ask.Say(prompt)
	find := turns.Beside(a.in.FS, r.File)
	for _, file := range a.files {
		found := find(file)
		found.Name = path.Base(file)
		ask.Attach(found)
	}
	t := &tree.Tree{}
	t.Add(ask)
	for i, text := range a.answers {
		answer := tree.Node{Message: chat.Message{ID: "answer" + strconv.Itoa(i+1), Parent: ask.ID, Role: chat.RoleAssistant, CreatedAt: a.time}}
		answer.Say(text)
		t.Add(answer)
	}
	t.Grow(c, "answer1")
	return c, ""
}

// moment is the second at which it was asked, or the time as it is written when that is no certain time.
func (a *activity) moment() string {
	if a.time.Valid && !a.time.Guessed {
		return a.time.UTC().Format("2006-01-02T15:04:05Z")
	}
	return a.when
}

func cleaned(text string) string {
	text, _ = source.Clean(strings.TrimSpace(text))
	if text == "" {
		return "unnamed"
	}
	return text
}
