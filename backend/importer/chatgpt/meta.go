package chatgpt

import "loquat/backend/importer/source"

// meta is the used part of a message's metadata.
type meta struct {
	model, profile, instructions, status string
	hidden, userSystem                   bool
	files                                []file
	images                               []string // results of the code interpreter
	references                           []reference
}

// file is an element of metadata.attachments.
type file struct {
	id, name, mime string
	size           int64
}

func (m *meta) read(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "model_slug":
			m.model = p.Name()
		case "is_visually_hidden_from_conversation":
			m.hidden = p.Bool()
		case "is_user_system_message":
			m.userSystem = p.Bool()
		case "user_context_message_data":
			p.Object(func(name string) {
				switch name {
				case "about_user_message":
					m.profile = p.Text()
				case "about_model_message":
					m.instructions = p.Text()
				}
			})
		case "attachments":
			p.Array(func() { m.files = append(m.files, readFile(p)) })
		case "aggregate_result":
			m.readResult(p)
		case "content_references", "citations":
			p.Array(func() { m.references = append(m.references, readReference(p)) })
		}
	})
}

// readResult reads how a run of the code interpreter ended, and the pictures it made.
func (m *meta) readResult(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "status":
			m.status = p.Name()
		case "messages":
			p.Array(func() {
				p.Object(func(name string) {
					if name == "image_url" {
						m.images = append(m.images, p.Text())
					}
				})
			})
		}
	})
}

func readFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "id":
			f.id = p.Text()
		case "file_id":
			if id := p.Text(); f.id == "" {
				f.id = id
			}
		case "name":
			f.name = p.Text()
		case "mime_type", "mimeType":
			f.mime = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		}
	})
	return f
}
