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
	turn                                 string // id of the turn
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
