package aider

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// session is one run of aider as far as it was read.
type session struct {
	started string // local time, as it is written; empty for what stands before the first header
	offset  int64
	raw     []byte
	blocks  []block
	sure    bool // lines of the user end with two spaces, as aider writes them
	number  int  // of the last line that was not blank
}

// block is a stretch of lines of one kind.
type block struct {
	kind  kind
	lines []string
}

// kind says who wrote a line.
type kind int

const (
	model   kind = iota
	user         // "#### …"
	console      // "> …": what aider said, and the output of commands
)

// add adds a line that is not blank. Blank ones before it are known by its number.
func (s *session) add(line source.Line) {
	blank := max(0, line.Number-s.number-1)
	if s.number == 0 {
		blank = 0
	}
	s.number = line.Number
	if len(s.raw)+blank+len(line.Text) < source.MaxRaw {
		s.raw = append(append(append(s.raw, strings.Repeat("\n", blank)...), line.Text...), '\n')
	}
	if !header.Match(line.Text) {
		kind, text := s.classify(string(line.Text))
		s.put(kind, text, blank)
	}
}

// put adds a text to the block before it when that is of its kind; blank lines part what a person asked.
func (s *session) put(k kind, text string, blank int) {
	if n := len(s.blocks); n > 0 && s.blocks[n-1].kind == k && (k != user || blank == 0) {
		b := &s.blocks[n-1]
		b.lines = append(append(b.lines, make([]string, blank)...), text)
		return
	}
	s.blocks = append(s.blocks, block{k, []string{text}})
}

// classify says who wrote a line. A model writes headings of four signs too: once a line of the user was seen to end with
// two spaces, as aider ends them, those without are the model's.
func (s *session) classify(line string) (kind, string) {
	if text, ok := strings.CutPrefix(line, "#### "); ok {
		spaced := strings.HasSuffix(line, "  ")
		s.sure = s.sure || spaced
		if spaced || !s.sure {
			return user, strings.TrimRight(text, " ")
		}
	}
	if text, ok := strings.CutPrefix(line, ">"); ok {
		return console, strings.TrimRight(strings.TrimPrefix(text, " "), " ")
	}
	return model, line
}

// named finds the model in what aider says when it begins or changes.
var named = regexp.MustCompile(`(?m)^(?:Main model|Models?): (\S+)`)

// conversation makes the conversation, and says how many characters were replaced. What aider itself said is kept
// hidden, and so are commands that no answer follows.
func (s *session) conversation() (c *chat.Conversation, broken int) {
	c = &chat.Conversation{Type: chat.TypeAgent, CreatedAt: source.ParseTimeIn(s.started, time.Local)}
	t := &tree.Tree{}
	using := ""
	for i := range s.blocks {
		text, n := source.Clean(strings.Trim(strings.Join(s.blocks[i].lines, "\n"), "\n"))
		broken += n
		node := tree.Node{Message: chat.Message{Role: chat.RoleUser}}
		switch s.blocks[i].kind {
		case model:
			node.Role, node.Model = chat.RoleAssistant, using
		case console:
			node.Role, node.Name, node.Hidden = chat.RoleSystem, key, true
			if found := named.FindStringSubmatch(text); found != nil {
				using = strings.TrimRight(found[1], ",")
			}
		default:
			node.Hidden = isCommand(text) && !s.answered(i)
		}
		if strings.TrimSpace(text) != "" {
			node.Say(text)
		}
		t.Follow(node)
	}
	t.Grow(c, "")
	c.ExternalID = s.id(c)
	return c, broken
}

// asked says whether the user spoke.
func (s *session) asked() bool {
	return slices.ContainsFunc(s.blocks, func(b block) bool { return b.kind == user })
}

func isCommand(text string) bool { return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "!") }

// answered says whether the model spoke behind the block at place i, before the user did again.
func (s *session) answered(i int) bool {
	for _, b := range s.blocks[i+1:] {
		switch {
		case b.kind == user:
			return false
		case b.kind == model && strings.TrimSpace(strings.Join(b.lines, "")) != "":
			return true
		}
	}
	return false
}

// id names a session by when it began and what was asked first, so that the same one has the same id wherever its
// repository lies, and when it goes on.
func (s *session) id(c *chat.Conversation) string {
	id := strings.ReplaceAll(s.started, " ", "T")
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role == chat.RoleUser && !m.Hidden {
			return strings.TrimPrefix(id+"-"+source.ContentID(m.Content)[:8], "-")
		}
	}
	return id
}
