package openai

import (
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// row is a record of training data, a line of a batch file, or a message of a bare list.
type row struct {
	turns.Row
	isMessage bool // the record is itself a message
	customID  string
}

// read fills r with the record that comes next in p.
func (r *row) read(p *source.Pull) {
	r.isMessage, r.customID = false, ""
	hasRole := false
	r.Row.Read(p, func(name string) bool {
		switch name {
		case "role":
			hasRole = true
			p.Skip()
		case "custom_id":
			r.customID = p.Text()
		case "question": // beside a chosen and a rejected answer
			r.Field(p, "prompt")
		case "body", "params": // of a batch request, of OpenAI and of Anthropic
			p.Object(func(name string) { r.request(p, name) })
		case "response": // of a batch result, or of a log of requests; or what was answered to a prompt
			if p.Kind() == '"' {
				r.Field(p, "completion")
				return true
			}
			r.response(p)
		case "result": // of a batch result of Anthropic
			r.result(p)
		default:
			return false
		}
		return true
	})
	r.isMessage = hasRole && r.Empty()
	if r.ID == "" {
		r.ID = r.customID
	}
}

// request reads a member of a request, of the chat interface or of the one for responses.
func (r *row) request(p *source.Pull, name string) {
	switch name {
	case "instructions":
		r.Field(p, "system")
	case "input":
		r.Say(items(p, "user")...)
	default:
		r.Field(p, name)
	}
}

// response reads {body: {choices: [{message}], model, created}}, or the body itself.
func (r *row) response(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "body":
			r.response(p)
		case "choices":
			p.Array(func() { p.Object(func(name string) { r.choice(p, name) }) })
		case "output": // of the interface for responses
			r.End(items(p, "assistant")...)
		case "model":
			r.Model = p.Text()
		case "created", "created_at":
			r.CreatedAt = p.Time()
		}
	})
}

// result reads {type, message} of a batch of Anthropic.
func (r *row) result(p *source.Pull) {
	p.Object(func(name string) {
		if name != "message" {
			return
		}
		var t turns.Turn
		if t.Read(p) {
			r.Model = t.Model
			r.End(t)
		}
	})
}

func (r *row) choice(p *source.Pull, name string) {
	if name == "message" {
		r.Answer(p)
	}
}
