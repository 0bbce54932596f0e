package claudecode

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// session is one file: a conversation with the person, the runs of sub-agents that stand in it, or one such run.
type session struct {
	source.Session
	r      *reader
	record record

	main    *chain
	agents  []*chain
	byAgent map[string]*chain // by agent id, or by uuid of a record in it
	unknown map[string]int    // kinds of records
	tasks   tasks

	id, cwd    string
	custom, ai string // titles
	summaries  []summary
	speaks     bool // the person's conversation has something in it that was said
}

// summary is a title that stands for the chat around one record, maybe of another session.
type summary struct{ leaf, title string }

func newSession(r *reader, file string) *session {
	s := &session{Session: source.Session{File: file}, r: r, byAgent: map[string]*chain{}, unknown: map[string]int{}, tasks: tasks{byCall: map[string]task{}}}
	s.main = s.newChain("")
	return s
}

func (s *session) newChain(agentID string) *chain {
	h := newChain()
	h.agentID, h.output = agentID, s.output
	return h
}

// output finds the file that a large result was written to: below the folder named as the session, or beside that of
// its sub-agents.
func (s *session) output(name string) chat.Attachment {
	find := turns.Beside(s.r.in.FS, s.File)
	a := find(path.Join(s.id, "tool-results", name))
	if a.Missing {
		a = find(path.Join("..", "tool-results", name))
	}
	return a
}

// take adds the record that was read, and goes on.
func (s *session) take(source.Line) bool {
	r := &s.record
	s.name(r)
	if r.startedBy != "" {
		r.sidechain, r.agentID = true, r.startedBy
		s.tasks.started(r.agentID, r.startedBy)
	}
	switch r.kind {
	case "user", "assistant", "system", "attachment":
		h := s.chain(r)
		h.record(r)
		s.tasks.learn(r)
		s.speaks = s.speaks || h == s.main && r.kind != "system" && spoken(h)
	case "progress":
		s.progress(r)
	case "summary":
		s.summaries = append(s.summaries, summary{r.leaf, r.title})
	case "custom-title":
		s.custom = r.title
	case "ai-title":
		s.ai = r.title
	case "file-history-snapshot", "queue-operation", "pr-link", "last-prompt", "mode", "permission-mode", "result", "rate_limit_event":
	default:
		kind, _ := source.Clean(cmp.Or(r.kind, "without a type"))
		s.unknown["record "+kind]++
	}
	return true
}

// name takes the session's id: that of the file's name when a record has it too, else the last. A resumed session may
// begin with records of the one before.
func (s *session) name(r *record) {
	s.cwd = cmp.Or(s.cwd, r.cwd)
	if r.sessionID != "" && s.id != s.stem() {
		s.id = r.sessionID
	}
}

func (s *session) stem() string { return stem(s.File) }

func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// spoken says whether the last message is one that a person or a model said.
func spoken(h *chain) bool {
	n := len(h.c.Messages)
	return n > 0 && !h.c.Messages[n-1].Hidden
}

// chain is the conversation a record belongs to. Records of sub-agents name the agent, or, in older files, are told by
// the record they follow.
func (s *session) chain(r *record) *chain {
	if !r.sidechain {
		return s.main
	}
	h := s.byAgent[cmp.Or(r.agentID, r.parent)]
	if h == nil {
		h = s.newChain(r.agentID)
		s.agents = append(s.agents, h)
		if r.agentID != "" {
			s.byAgent[r.agentID] = h
		}
	}
	if r.agentID == "" && r.uuid != "" {
		s.byAgent[r.uuid] = h
	}
	return h
}

// progress follows the records on, and takes the messages of sub-agents that have no file of their own here.
func (s *session) progress(r *record) {
	g := &r.progress
	switch g.kind {
	case "agent_progress":
		s.tasks.started(g.agentID, g.callID)
		if g.inner == nil || g.agentID == "" || s.r.hasFile(g.agentID) {
			break
		}
		g.inner.sidechain, g.inner.agentID = true, g.agentID
		s.chain(g.inner).record(g.inner)
	case "hook_progress", "bash_progress", "waiting_for_task", "query_update", "search_results_received":
	default:
		kind, _ := source.Clean(g.kind)
		s.unknown[strings.TrimSpace("progress "+kind)]++
	}
	s.chain(r).follow(r)
}

// uuid tells the ids of sessions.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// conversations makes the conversations of the file: one with the runs in it, or, for the file of a sub-agent, that run.
func (s *session) conversations() (all []*chat.Conversation) {
	if s.id == "" && uuid.MatchString(s.stem()) {
		s.id = s.stem()
	}
	if s.id == "" {
		s.id = source.ContentID(s.main.first, s.main.c.CreatedAt.UTC().String())
	}
	if s.speaks {
		all = append(all, s.person())
	} else {
		for _, h := range s.agents {
			c := s.agent(h)
			s.r.learn(s.id, c.ExternalID, &s.tasks)
			all = append(all, c)
		}
	}
	if len(all) > 0 {
		s.Finish(all[0])
		for kind, n := range s.unknown {
			source.CountUnknown(all[0], kind)
			all[0].Unknown[kind] += n - 1
		}
	}
	return all
}

// person makes the conversation with the person.
func (s *session) person() *chat.Conversation {
	c := s.main.conversation(s.id, "", link{kind: "claude-code"})
	c.Title = s.title()
	if folder := path.Base(strings.ReplaceAll(s.cwd, `\`, "/")); s.cwd != "" && folder != "/" {
		c.Tags = []string{"project:" + folder}
	}
	s.r.learn(s.id, cmp.Or(s.r.longer[s.id], s.id), &s.tasks)
	for _, h := range s.agents {
		c.SubAgents = append(c.SubAgents, *s.agent(h))
	}
	return c
}

// agent makes the conversation of a sub-agent's run.
func (s *session) agent(h *chain) *chat.Conversation {
	at := s.r.startedBy(s.id, h)
	id := s.id + "/" + cmp.Or(h.agentID, h.root, h.first)
	c := h.conversation(id, cmp.Or(at.parent, s.r.longer[s.id], s.id), at)
	c.Title = at.title
	return c
}

// title is what the person called the session, else what it was called for them; a summary counts when it is about a
// record of this file.
func (s *session) title() string {
	title := cmp.Or(s.custom, s.ai)
	for i := len(s.summaries) - 1; i >= 0 && title == ""; i-- {
		if _, here := s.main.seen[s.summaries[i].leaf]; here {
			title = s.summaries[i].title
		}
	}
	return title
}
