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
		case "body": // of a batch request
			p.Object(func(name string) { r.Field(p, name) })
		case "response": // of a batch result, or of a log of requests
			r.response(p)
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

// response reads {body: {choices: [{message}], model, created}}, or the body itself.
func (r *row) response(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "body":
			r.response(p)
		case "choices":
			p.Array(func() { p.Object(func(name string) { r.choice(p, name) }) })
		case "model":
			r.Model = p.Text()
		case "created":
			r.CreatedAt = p.Time()
		}
	})
}

func (r *row) choice(p *source.Pull, name string) {
	if name == "message" {
		r.Answer(p)
	}
}
