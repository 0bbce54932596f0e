package claudecode

import (
	"cmp"
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// persisted is where a large result says that its text is (FORMATS.md §3, quirk 11).
var persisted = regexp.MustCompile(`^<persisted-output>[\s\S]*?tool-results[/\\]([\w.-]+)`)

// chain makes one conversation of records: that of the person, or the run of a sub-agent. Records follow each other in
// the order of the file: a walk from parent to parent would lose the results of parallel calls (FORMATS.md §3, quirk 3).
type chain struct {
	c       chat.Conversation
	agentID string
	root    string // uuid of the first record
	ids     source.IDs
	last    string                            // id of the message that the next one follows
	seen    map[string]string                 // uuid of a record to the id of the message it became, or that it follows
	answers map[string]int                    // id of an answer to the place of its message: an answer is written on several lines
	calls   map[string]string                 // call id to the tool's name
	prompts map[string]string                 // id of a message to what a prompt that followed it really follows: more of them are rewinds
	command int                               // place of a command of the person that waits for its text; -1 when none does
	ended   map[string]bool                   // ids of messages behind which the service gave the result of a tool of its own
	spent   map[string]string                 // id of an answer to that of the message that its tokens are counted with
	usages  map[string]usage                  // by id of the message
	first   string                            // what the user said first
	output  func(name string) chat.Attachment // finds a large result that was written to a file
}

func newChain() *chain {
	return &chain{ids: source.IDs{}, seen: map[string]string{}, answers: map[string]int{}, calls: map[string]string{}, prompts: map[string]string{},
		ended: map[string]bool{}, spent: map[string]string{}, usages: map[string]usage{}, command: -1}
}

// record adds what a record says.
func (h *chain) record(r *record) {
	if _, again := h.seen[r.uuid]; again && r.uuid != "" {
		return // a resumed session repeats records
	}
	h.times(r.at)
	h.root = cmp.Or(h.root, r.uuid)
	h.follow(r)
	id, before := "", len(h.c.Messages)
	switch r.kind {
	case "user":
		h.user(r)
	case "assistant":
		id = h.assistant(r)
	case "system":
		h.system(r)
	case "attachment":
		h.attachment(r)
	}
	if id == "" && len(h.c.Messages) > before {
		id = h.last
	}
	if id != "" && r.uuid != "" {
		h.seen[r.uuid] = id
	}
}

// follow notes which message a record follows, for records that become none themselves.
func (h *chain) follow(r *record) {
	if r.uuid == "" {
		return
	}
	at, ok := h.seen[r.parent]
	if !ok || r.parent == "" {
		at = h.last
	}
	h.seen[r.uuid] = at
}

// times takes the first and the last time of the session.
func (h *chain) times(at chat.Time) {
	if !at.Valid {
		return
	}
	if !h.c.CreatedAt.Valid || at.MS < h.c.CreatedAt.MS {
		h.c.CreatedAt = at
	}
	if !h.c.UpdatedAt.Valid || at.MS > h.c.UpdatedAt.MS {
		h.c.UpdatedAt = at
	}
}

// append adds a message behind the last.
func (h *chain) append(r *record, m chat.Message) {
	m.ID, m.Parent, m.CreatedAt = h.ids.Unique(r.uuid), h.last, r.at
	h.last = m.ID
	h.c.Messages = append(h.c.Messages, m)
}

// user adds a record of the user: results of tools, what the program wrote, what the person said.
func (h *chain) user(r *record) {
	before := len(h.c.Messages)
	said, synthetic, files := h.read(r, r.message.blocks)
	if r.meta || r.summary {
		said, synthetic = "", source.Join("\n\n", said, synthetic)
	}
	h.expand(r)
	speaks := !r.meta && (said != "" || len(files) > 0)
	if speaks && len(h.c.Messages) == before {
		h.rewind(r)
	}
	if synthetic != "" {
		m := chat.Message{Role: chat.RoleUser, Content: synthetic, Hidden: true}
		if r.summary {
			m.Channel = "summary"
		}
		h.append(r, m)
		if said == "" && typed(synthetic) != "" {
			h.command = len(h.c.Messages) - 1
		}
	}
	if said != "" || len(files) > 0 {
		h.append(r, chat.Message{Role: chat.RoleUser, Content: said, Attachments: files, Hidden: r.meta})
	}
	if speaks {
		h.first = cmp.Or(h.first, said)
	}
}

// expand looks whether a record is the text that stands for the command before it: then the person said the command to
// the model, not to the program.
func (h *chain) expand(r *record) {
	place := h.command
	h.command = -1
	if place < 0 || !r.meta || r.parent == "" || h.seen[r.parent] != h.c.Messages[place].ID {
		return
	}
	text := ""
	for _, b := range r.message.blocks {
		text += b.text
	}
	if said, _ := divide(text); said != "" {
		m := &h.c.Messages[place]
		m.Hidden, m.Content = false, typed(m.Content)
		h.first = cmp.Or(h.first, m.Content)
	}
}

// rewind looks whether the person went back to say something else: another prompt follows the same record
// (FORMATS.md §3, quirk 3). Then this one begins a branch beside it.
func (h *chain) rewind(r *record) {
	after, known := h.seen[r.parent]
	if r.parent == "" {
		after, known = "", r.hasParent
	}
	if !known {
		return
	}
	if before, again := h.prompts[after]; again {
		h.last = before
	} else {
		h.prompts[after] = h.last
	}
}

// read parts the blocks of a user's message; results of tools become messages at once.
func (h *chain) read(r *record, blocks []block) (said, synthetic string, files []chat.Attachment) {
	for i := range blocks {
		b := &blocks[i]
		switch b.kind {
		case kindText, "":
			more, wrote := divide(b.text)
			said, synthetic = source.Join("\n\n", said, more), source.Join("\n\n", synthetic, wrote)
		case kindImage, kindDocument:
			files = append(files, b.attachment())
		case kindResult:
			h.result(r, b)
		default:
			h.unknown(b)
		}
	}
	return said, synthetic, files
}

func (h *chain) unknown(b *block) {
	if !b.known() {
		source.CountUnknown(&h.c, "block "+b.kind)
	}
}

// result adds the result of a tool, paired by the id of the call.
func (h *chain) result(r *record, b *block) {
	m := chat.Message{Role: chat.RoleTool, ToolCallID: b.id, Name: h.calls[b.id], IsError: b.isError}
	for i := range b.inside {
		in := &b.inside[i]
		switch in.kind {
		case kindImage, kindDocument:
			m.Attachments = append(m.Attachments, in.attachment())
		default:
			h.unknown(in)
			m.Content = source.Join("\n\n", m.Content, in.text)
		}
	}
	m.Content = escapes.ReplaceAllString(m.Content, "")
	if found := persisted.FindStringSubmatch(m.Content); found != nil {
		m.Attachments = append(m.Attachments, h.output(found[1]))
	}
	h.append(r, m)
}

// system adds a record of the program. Most measure something; what has a text is kept and hidden.
func (h *chain) system(r *record) {
	switch r.subtype {
	case "compact_boundary", "local_command", "turn_duration", "stop_hook_summary", "api_error", "init":
	default:
		source.CountUnknown(&h.c, strings.TrimSpace("system "+r.subtype))
	}
	if r.subtype == "compact_boundary" {
		h.prompts = map[string]string{} // nothing behind it goes back before it
	}
	if text := escapes.ReplaceAllString(r.text, ""); text != "" {
		h.append(r, chat.Message{Role: chat.RoleSystem, Content: text, Hidden: true})
	}
}

// attachment adds a prompt that the person wrote while the model worked (FORMATS.md §3, quirk 9). Other attachments are
// what the program showed to the model: they stay in the raw record.
func (h *chain) attachment(r *record) {
	if r.attached.kind != "queued_command" {
		source.CountUnknown(&h.c, strings.TrimSpace("attachment "+r.attached.kind))
		return
	}
	said, synthetic, files := h.read(r, r.attached.prompt)
	if synthetic != "" {
		h.append(r, chat.Message{Role: chat.RoleUser, Content: synthetic, Hidden: true})
	}
	if said != "" || len(files) > 0 {
		h.append(r, chat.Message{Role: chat.RoleUser, Content: said, Attachments: files})
		h.first = cmp.Or(h.first, said)
	}
}
