package codex

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// record is one line of a rollout, as far as it is used.
type record struct {
	kind string
	at   chat.Time
	item item // the payload, or, in the oldest files, the line itself
	name string
	sort string // record_type of the oldest files
}

// item is the payload of a record: an item of the model's history, an event, what is known of the session or a turn.
type item struct {
	kind, id, role, phase string
	text                  string // message or text
	parts                 []part // content
	thoughts              []string
	callID, name          string
	arguments             string
	hasOutput             bool
	output                output
	inner                 *item // of item_completed
	images                []string

	// Of the session or the turn.
	model, cwd, forkedFrom, instructions string
	parent, nickname, agentRole          string // of a sub-agent's session
	threadName                           string
	started                              string // the session that a call started
	back                                 int64  // turns that were taken back
	total                                *tokens
	lines                                string // of a command
	failed                               bool
}

// part is one part of a content.
type part struct{ kind, text, image string }

// output is the result of a call.
type output struct {
	text   string
	images []string
	failed bool
}

// tokens are counted over the whole session.
type tokens struct{ prompt, completion int64 }

// read fills r from the line that comes next in p.
func (r *record) read(p *source.Pull) {
	*r = record{}
	payload := false
	p.Object(func(name string) {
		switch name {
		case "timestamp":
			r.at = p.Time()
		case "record_type":
			r.sort = p.Name()
		case "payload":
			payload = true
			r.item = item{}
			r.item.read(p)
		case "type":
			r.kind = p.Name()
		case "thread_name":
			r.name = p.Text()
		default:
			if !payload {
				r.item.field(p, name)
			}
		}
	})
	if !payload && r.sort == "" {
		r.legacy()
	}
}

// legacy gives a line of the oldest files the kind of record that it is now.
func (r *record) legacy() {
	switch {
	case r.kind == "" && r.name != "":
		r.kind = "index"
	case r.kind == "":
		r.kind = "session_meta"
	default:
		r.item.kind, r.kind = r.kind, "response_item"
	}
}

func (i *item) read(p *source.Pull) {
	p.Object(func(name string) {
		if name == "type" {
			i.kind = p.Name()
			return
		}
		i.field(p, name)
	})
}

func (i *item) field(p *source.Pull, name string) {
	switch name {
	case "id":
		i.id = p.Text()
	case "role":
		i.role = p.Name()
	case "phase":
		i.phase = p.Name()
	case "message", "text", "reason":
		i.text = p.Text()
	case "content", "fragments":
		i.parts = append(i.parts, readParts(p)...)
	case "summary", "summary_text", "raw_content":
		for _, thought := range readParts(p) {
			i.thoughts = append(i.thoughts, thought.text)
		}
	case "item":
		if p.Kind() == '{' {
			i.inner = &item{}
			i.inner.read(p)
		}
	case "images", "local_images":
		p.Array(func() { i.images = append(i.images, p.Text()) })
	default:
		if !i.call(p, name) {
			i.about(p, name)
		}
	}
}

// call reads what calls and their results have.
func (i *item) call(p *source.Pull, name string) bool {
	switch name {
	case "call_id":
		i.callID = p.Text()
	case "name", "tool":
		i.name = p.Name()
	case "arguments", "input", "action", "changes":
		i.arguments = p.Arguments()
	case "invocation": // of an MCP tool
		p.Object(func(name string) { i.call(p, name) })
	case "command":
		text, _ := source.Clean(string(p.Raw()))
		i.lines = text
	case "output", "result", "tools", "aggregated_output":
		i.output, i.hasOutput = readOutput(p), true
	case "stdout", "stderr":
		if text := p.Text(); !i.hasOutput {
			i.output.text = source.Join("\n", i.output.text, text)
		}
	case "exit_code":
		code, ok := p.Number()
		i.failed = ok && code != 0
	case "success":
		i.failed = p.Kind() == 'f'
		p.Skip()
	default:
		return false
	}
	return true
}

// about reads what is known of a session or a turn.
func (i *item) about(p *source.Pull, name string) {
	switch name {
	case "model":
		i.model = p.Name()
	case "cwd":
		i.cwd = p.Text()
	case "forked_from_id":
		i.forkedFrom = p.Text()
	case "instructions":
		i.instructions = p.Text()
	case "base_instructions":
		if p.Kind() == '"' {
			i.instructions = p.Text()
			return
		}
		p.Object(func(name string) {
			if name == "text" {
				i.instructions = p.Text()
			}
		})
	case "source", "subagent", "thread_spawn":
		p.Object(func(name string) { i.about(p, name) })
	case "parent_thread_id":
		i.parent = p.Text()
	case "agent_nickname", "new_agent_nickname":
		i.nickname = p.Text()
	case "agent_role", "new_agent_role":
		i.agentRole = p.Text()
	case "thread_name":
		i.threadName = p.Text()
	case "new_thread_id", "agent_thread_id":
		i.started = p.Text()
	case "num_turns":
		if n := p.Count(); n != nil {
			i.back = *n
		}
	case "info":
		p.Object(func(name string) {
			if name == "total_token_usage" {
				i.total = readTokens(p)
			}
		})
	}
}

func readTokens(p *source.Pull) *tokens {
	t := &tokens{}
	p.Object(func(name string) {
		n := p.Count()
		switch {
		case n == nil:
		case name == "input_tokens":
			t.prompt = *n
		case name == "output_tokens":
			t.completion = *n
		}
	})
	return t
}

// readParts reads a content: a text, or a list of texts and parts.
func readParts(p *source.Pull) (parts []part) {
	if p.Kind() == '"' {
		return []part{{kind: "text", text: p.Text()}}
	}
	p.Array(func() {
		if p.Kind() == '"' {
			parts = append(parts, part{kind: "text", text: p.Text()})
			return
		}
		var one part
		if p.Object(func(name string) {
			switch name {
			case "type":
				one.kind = p.Name()
			case "text", "refusal":
				one.text = p.Text()
			case "image_url", "path":
				one.image = p.Text()
			}
		}) {
			parts = append(parts, one)
		}
	})
	return parts
}
