package grok

import (
	"cmp"
	"strings"
	"unicode"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// response is one message, whoever wrote it. The export writes its members with underscores; the web interface, whose
// answers other programs save, writes the same in camel case.
type response struct {
	id, parent, sender, text, model string
	query, failure                  string
	thoughts                        []string // of the model, and of the agents it asked
	asked                           string   // on a message of the user: the model it was sent to
	created                         chat.Time
	files                           []file
	pictures                        []string // addresses of pictures that were made
	steps                           []step
	found                           []page // by all searches together
	cards                           []card
	unknown                         []string
}

// file is a file that came with a message.
type file struct{ id, name, media string }

// read fills r, which may be wrapped in an object; it is false when what comes next is no message.
func (r *response) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		if name == "response" {
			p.Object(func(name string) { r.field(p, snake(name)) })
			return
		}
		r.field(p, snake(name))
	})
}

func (r *response) field(p *source.Pull, name string) {
	switch name {
	case "response_id", "_id", "id":
		r.id = cmp.Or(ident(p), r.id)
	case "parent_response_id":
		r.parent = ident(p)
	case "sender":
		r.sender = strings.ToLower(p.Name())
	case "message":
		r.text = p.Text()
	case "query":
		r.query = p.Text()
	case "error":
		r.failure = p.Text()
	case "thinking_trace":
		r.thoughts = append(r.thoughts, p.Text())
	case "model":
		r.model = p.Name()
	case "create_time":
		r.created = p.Time()
	case "metadata":
		p.Object(func(name string) { r.about(p, snake(name)) })
	default:
		r.list(p, name)
	}
}

// about reads the metadata: the model that was asked for, or that answered.
func (r *response) about(p *source.Pull, name string) {
	switch name {
	case "request_model_details", "request_metadata":
		p.Object(func(name string) {
			switch snake(name) {
			case "model_id", "resolved_model", "model":
				r.asked = cmp.Or(p.Name(), r.asked)
			}
		})
	}
}

// list reads the members that are lists.
func (r *response) list(p *source.Pull, name string) {
	switch name {
	case "agent_thinking_traces":
		p.Array(func() {
			p.Object(func(name string) {
				if snake(name) == "thinking_trace" {
					r.thoughts = append(r.thoughts, p.Text())
				}
			})
		})
	case "file_attachments", "image_attachments", "file_attachments_metadata":
		p.Array(func() { r.file(p, name) })
	case "generated_image_urls":
		p.Array(func() { r.pictures = append(r.pictures, p.Text()) })
	case "steps":
		p.Array(func() { r.steps = append(r.steps, readStep(p)) })
	case "web_search_results", "cited_web_search_results", "xpost_ids":
		readPages(p, &r.found)
	case "card_attachments_json":
		p.Array(func() { r.card(p) })
	}
}

// file reads a file: its id, or what is known of it, which may stand beside the id. One described in another way is
// counted.
func (r *response) file(p *source.Pull, list string) {
	var f file
	if p.Kind() == '{' {
		p.Object(func(name string) { f.field(p, snake(name)) })
	} else {
		f.id = p.Text()
	}
	if f == (file{}) {
		r.unknown = append(r.unknown, list)
		return
	}
	for i := range r.files {
		if r.files[i].id == f.id && f.id != "" {
			r.files[i] = file{f.id, cmp.Or(r.files[i].name, f.name), cmp.Or(r.files[i].media, f.media)}
			return
		}
	}
	r.files = append(r.files, f)
}

func (f *file) field(p *source.Pull, name string) {
	switch name {
	case "id", "file_id", "file_metadata_id", "asset_id", "url", "image_url", "file_uri":
		f.id = cmp.Or(f.id, p.Text())
	case "name", "file_name":
		f.name = p.Text()
	case "mime_type", "file_mime_type":
		f.media = p.Text()
	}
}

// ident reads an id, which MongoDB wraps in an object.
func ident(p *source.Pull) (id string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "$oid" {
			id = p.Text()
		}
	})
	return id
}

// snake is a name as the export writes it.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
