package grok

import (
	"cmp"
	"regexp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// response is one message, whoever wrote it.
type response struct {
	id, parent, sender, text, thought, model string
	asked                                    string // on a message of the user: the model it was sent to
	created                                  chat.Time
	files                                    []string // ids
	pictures                                 []string // addresses of pictures that were made
	unknown                                  []string
}

// read fills r, which may be wrapped in an object; it is false when what comes next is no message.
func (r *response) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		if name == "response" {
			p.Object(func(name string) { r.field(p, name) })
			return
		}
		r.field(p, name)
	})
}

func (r *response) field(p *source.Pull, name string) {
	switch name {
	case "response_id", "_id", "id":
		r.id = cmp.Or(p.Text(), r.id)
	case "parent_response_id":
		r.parent = p.Text()
	case "sender":
		r.sender = strings.ToLower(p.Name())
	case "message":
		r.text = p.Text()
	case "thinking_trace":
		r.thought = p.Text()
	case "model":
		r.model = p.Name()
	case "create_time":
		r.created = p.Time()
	case "metadata":
		p.Object(func(name string) {
			if name == "requestModelDetails" {
				p.Object(func(name string) {
					if name == "modelId" {
						r.asked = p.Name()
					}
				})
			}
		})
	case "file_attachments", "image_attachments":
		p.Array(func() { r.file(p, name) })
	case "generated_image_urls":
		p.Array(func() { r.pictures = append(r.pictures, p.Text()) })
	case "steps", "web_search_results", "card_attachments_json":
		p.Array(func() { r.unknown = append(r.unknown, name) })
	}
}

// file reads the id of a file; one that is described in another way is counted.
func (r *response) file(p *source.Pull, name string) {
	if id := p.Text(); id != "" {
		r.files = append(r.files, id)
	} else {
		r.unknown = append(r.unknown, name)
	}
}

// node makes the node of a response; asked is the model that the message of the user before it was sent to.
func (r *response) node(c *chat.Conversation, files *assets, asked string) tree.Node {
	role, known := turns.Role(r.sender)
	n := tree.Node{Message: chat.Message{ID: r.id, Parent: r.parent, Role: role, CreatedAt: r.created}}
	if !known {
		source.CountUnknown(c, "sender "+r.sender)
		n.Hidden, n.Name = true, r.sender
	}
	if role == chat.RoleAssistant {
		n.Model = cmp.Or(r.model, r.asked, asked)
		n.Think(r.thought)
		n.Say(plain(r.text))
	} else {
		n.Say(r.text)
	}
	for _, id := range r.files {
		n.Attach(files.attachment(id))
	}
	for _, url := range r.pictures {
		n.Attach(turns.Missing(url))
	}
	for _, kind := range r.unknown {
		source.CountUnknown(c, kind)
	}
	return n
}

// render is a mark at which Grok's page draws a card; artifact is what it wraps a document in.
var (
	render   = regexp.MustCompile(`(?s)<grok:render\b[^>]*>.*?</grok:render>|<grok:render\b[^>]*/>`)
	artifact = regexp.MustCompile(`</?xaiArtifact\b[^>]*>`)
)

// plain takes the marks of Grok's page out of a text; what a document says stays.
func plain(text string) string {
	if !strings.Contains(text, "<grok:") && !strings.Contains(text, "xaiArtifact") {
		return text
	}
	return strings.TrimSpace(artifact.ReplaceAllString(render.ReplaceAllString(text, ""), ""))
}
