package claudecode

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// record is one line of a session, as far as it is used.
type record struct {
	kind, subtype, uuid, parent, logicalParent string
	sessionID, agentID, cwd, startedBy         string
	hasParent                                  bool // parentUuid is there, also as null
	at                                         chat.Time
	sidechain, meta, summary, apiError         bool

	message  message
	text     string // of a system record
	title    string // of a title or summary record
	leaf     string // the record that a summary is about
	result   result // what stands beside the result of a tool
	attached attached
	progress progress
}

// message is the message of a user or assistant record.
type message struct {
	id, model string
	blocks    []block
	usage     usage
	is        bool
}

// usage is what one answer cost. It repeats on each line of the answer and grows.
type usage struct{ prompt, completion int64 }

// result is the used part of toolUseResult: the sub-agent that a call started.
type result struct{ agentID string }

// attached is the used part of an attachment record.
type attached struct {
	kind   string
	prompt []block
}

// progress is the used part of a progress record: a sub-agent's message, repeated.
type progress struct {
	kind, agentID, callID string
	inner                 *record
}

// read fills r from the line that comes next in p.
func (r *record) read(p *source.Pull) {
	*r = record{}
	p.Object(func(name string) {
		if !r.about(p, name) {
			r.field(p, name)
		}
	})
}

// about reads the fields that all records share.
func (r *record) about(p *source.Pull, name string) bool {
	switch name {
	case "type":
		r.kind = p.Name()
	case "subtype":
		r.subtype = p.Name()
	case "uuid":
		r.uuid = p.Text()
	case "parentUuid":
		r.parent, r.hasParent = p.Text(), true
	case "logicalParentUuid":
		r.logicalParent = p.Text()
	case "sessionId", "session_id":
		r.sessionID = p.Name()
	case "agentId":
		r.agentID = p.Name()
	case "parent_tool_use_id": // what the program prints names the call that started a sub-agent
		r.startedBy = p.Text()
	case "cwd":
		r.cwd = p.Name()
	case "timestamp":
		r.at = p.Time()
	case "isSidechain":
		r.sidechain = p.Bool()
	case "isMeta":
		r.meta = p.Bool()
	case "isCompactSummary":
		r.summary = p.Bool()
	case "isApiErrorMessage":
		r.apiError = p.Bool()
	default:
		return false
	}
	return true
}

func (r *record) field(p *source.Pull, name string) {
	switch name {
	case "message":
		r.message.read(p)
	case "content":
		r.text = p.Text()
	case "summary", "customTitle", "aiTitle", "title":
		r.title = p.Text()
	case "leafUuid":
		r.leaf = p.Text()
	case "toolUseResult":
		p.Object(func(name string) {
			if name == "agentId" {
				r.result.agentID = p.Text()
			}
		})
	case "attachment":
		p.Object(func(name string) {
			switch name {
			case "type":
				r.attached.kind = p.Name()
			case "prompt":
				r.attached.prompt = readBlocks(p)
			}
		})
	case "parentToolUseID":
		r.progress.callID = p.Text()
	case "data":
		p.Object(func(name string) { r.progress.field(p, name) })
	}
}

func (g *progress) field(p *source.Pull, name string) {
	switch name {
	case "type":
		g.kind = p.Name()
	case "agentId":
		g.agentID = p.Name()
	case "message":
		if p.Kind() == '{' {
			g.inner = &record{}
			g.inner.read(p)
		}
	}
}

func (m *message) read(p *source.Pull) {
	m.is = p.Object(func(name string) {
		switch name {
		case "id":
			m.id = p.Text()
		case "model":
			m.model = p.Name()
		case "content":
			m.blocks = readBlocks(p)
		case "usage":
			m.usage.read(p)
		}
	})
}

func (u *usage) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens":
			if n := p.Count(); n != nil {
				u.prompt += *n
			}
		case "output_tokens":
			if n := p.Count(); n != nil {
				u.completion = *n
			}
		}
	})
}
