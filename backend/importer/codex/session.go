package codex

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// session is one rollout: one conversation.
type session struct {
	source.Session
	r      *reader
	record record

	c      chat.Conversation
	ids    source.IDs
	last   string // id of the message that the next one follows
	meta   item   // of the session; the first counts, a fork repeats those of others
	began  chat.Time
	replay replay
	model  string // of the turn
	spoken bool   // a person or a model said something
	index  bool   // it is the index of sessions

	copies  copies
	thought thought
	tools   tools
	turns   []string          // ids of the messages before each turn of the person, those that were taken back left out
	total   tokens            // counted up to here
	used    map[string]tokens // by id of the message before the count
	title   string
}

func newSession(r *reader, file string) *session {
	s := &session{Session: source.Session{File: file}, r: r, ids: source.IDs{}, used: map[string]tokens{}}
	s.tools.names = map[string]string{}
	s.copies.reset()
	return s
}

// take adds the record that was read, and goes on.
func (s *session) take(source.Line) bool {
	r := &s.record
	s.times(r.at)
	i := &r.item
	switch r.kind {
	case "session_meta":
		s.begin(i)
	case "index":
		s.index = true
		s.r.names[i.id] = r.name
	case "turn_context":
		s.turn(i.turn)
		s.model = cmp.Or(i.model, s.model)
		s.meta.cwd = cmp.Or(s.meta.cwd, i.cwd)
	case "response_item":
		s.item(i)
	case "event_msg":
		s.event(i)
	case "compacted":
		s.hidden(chat.RoleSystem, i.text, "summary")
	case "world_state":
	default:
		if r.sort != "state" {
			source.CountUnknown(&s.c, "record "+cmp.Or(r.kind, "without a type"))
		}
	}
	return true
}

// begin takes what is known of the session, and the instructions that the model was given.
func (s *session) begin(i *item) {
	if i.id == "" {
		return
	}
	if s.meta.id != "" {
		if i.id != s.meta.id {
			s.repeated()
		}
		return
	}
	s.meta, s.began = *i, s.record.at
	if i.instructions != "" {
		s.append(chat.Message{Role: chat.RoleSystem, Content: i.instructions}, "")
	}
}

// times takes the first and the last time of the session.
func (s *session) times(at chat.Time) {
	if !at.Valid {
		return
	}
	if !s.c.CreatedAt.Valid || at.MS < s.c.CreatedAt.MS {
		s.c.CreatedAt = at
	}
	if !s.c.UpdatedAt.Valid || at.MS > s.c.UpdatedAt.MS {
		s.c.UpdatedAt = at
	}
}

// append adds a message behind the last; its id is that of the item, when it has one.
func (s *session) append(m chat.Message, id string) *chat.Message {
	m.ID, m.Parent, m.CreatedAt = s.ids.Unique(id), s.last, s.record.at
	return s.place(m)
}

func (s *session) place(m chat.Message) *chat.Message {
	s.spoken = s.spoken || !m.Hidden && m.Role != chat.RoleSystem
	s.last = m.ID
	s.c.Messages = append(s.c.Messages, m)
	return &s.c.Messages[len(s.c.Messages)-1]
}

// hidden adds what the program wrote: kept, and not shown as what somebody said.
func (s *session) hidden(role chat.Role, text, channel string) {
	if text != "" {
		s.append(chat.Message{Role: role, Content: text, Hidden: true, Channel: channel}, "")
	}
}

// conversation finishes the conversation.
func (s *session) conversation() *chat.Conversation {
	s.thought.end(s)
	s.hideUndone()
	c := &s.c
	c.Source, c.Status, c.Type, c.Leaf = Key, chat.StatusActive, chat.TypeAgent, s.last
	c.ExternalID = cmp.Or(s.meta.id, idOf(s.File))
	if c.ExternalID == "" {
		c.ExternalID = source.ContentID(s.firstWords(), c.CreatedAt.UTC().String())
	}
	c.Title = cmp.Or(s.title, s.r.names[c.ExternalID])
	if folder := path.Base(strings.ReplaceAll(s.meta.cwd, `\`, "/")); s.meta.cwd != "" && folder != "/" {
		c.Tags = []string{"project:" + folder}
	}
	source.Settle(c, nil)
	at := s.r.started[c.ExternalID]
	if c.ParentExternalID = cmp.Or(s.meta.parent, at.session); c.ParentExternalID == c.ExternalID {
		c.ParentExternalID = ""
	}
	c.ParentCallID = at.call
	s.describe(cmp.Or(s.meta.agentRole, at.role, s.meta.nickname))
	s.Finish(c)
	if s.meta.forkedFrom != "" {
		c.Notes = append(c.Notes, "it was forked from session "+s.meta.forkedFrom+" and begins with what was said there")
	}
	return c
}

// describe names the agent of each round, and adds up what it cost.
func (s *session) describe(agent string) {
	if agent == "" && s.c.ParentExternalID == "" {
		agent = "codex"
	}
	rounds := map[int]*chat.Round{}
	for i := range s.c.Rounds {
		s.c.Rounds[i].AgentName = cmp.Or(agent, "sub-agent")
		rounds[s.c.Rounds[i].Number] = &s.c.Rounds[i]
	}
	for i := range s.c.Messages {
		m := &s.c.Messages[i]
		used, ok := s.used[m.ID]
		if r := rounds[m.Round]; ok && r != nil {
			add(&r.PromptTokens, used.prompt)
			add(&r.CompletionTokens, used.completion)
		}
	}
}

// add adds tokens to a sum that may not be there yet.
func add(sum **int64, n int64) {
	if *sum == nil {
		*sum = new(int64)
	}
	**sum += n
}

// inName finds the id of a session in the name of its file.
var inName = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func idOf(file string) string { return inName.FindString(path.Base(file)) }

func (s *session) firstWords() string {
	for i := range s.c.Messages {
		if m := &s.c.Messages[i]; m.Role == chat.RoleUser && !m.Hidden {
			return m.Content
		}
	}
	return ""
}

// rollBack goes back before the last n turns of the person: what follows is a branch beside them (FORMATS.md §4, quirk 4).
func (s *session) rollBack(n int64) {
	s.thought.end(s)
	s.copies.reset()
	s.tools.waiting = nil
	if n = min(n, int64(len(s.turns))); n <= 0 {
		return
	}
	to := s.turns[int64(len(s.turns))-n]
	s.turns = s.turns[:int64(len(s.turns))-n]
	s.last = to
}

// hideUndone hides the turns that were taken back last, when nothing came after: a branch that ends before them would
// still show them.
func (s *session) hideUndone() {
	after := false // behind the last message that stays
	for i := range s.c.Messages {
		m := &s.c.Messages[i]
		if after && m.Parent == s.last {
			s.hideFrom(i)
		}
		after = after || m.ID == s.last || s.last == ""
	}
}

// hideFrom hides the message at place i and all that follow it.
func (s *session) hideFrom(i int) {
	hidden := map[string]bool{s.c.Messages[i].ID: true}
	s.c.Messages[i].Hidden = true
	for k := i + 1; k < len(s.c.Messages); k++ {
		if m := &s.c.Messages[k]; hidden[m.Parent] {
			m.Hidden, hidden[m.ID] = true, true
		}
	}
}
