package claudeai

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// record is one conversation, or one project, as the export writes it, as far as it is used.
type record struct {
	isObject, isProject bool

	id, title, model, leaf string
	project, projectName   string // the name stands in single conversations only
	created, updated       chat.Time
	starred                bool
	messages               []message
	lost                   int // elements of the list of messages that are none
}

// message is one message as it is written.
type message struct {
	id, sender, text   string
	parent             string
	hasParent          bool // the member is there, also as null
	created            chat.Time
	blocks             []block
	attachments, files []file
}

// file is an element of attachments, files or files_v2.
type file struct {
	id, name, kind, text string
	size                 int64
	data                 string // its bytes in base64, when they stand in the export
}

// read fills r from p; it may be called again for the same record.
func (r *record) read(p *source.Pull) {
	*r = record{messages: r.messages[:0]}
	hasMessages, looksProject := false, false
	r.isObject = p.Object(func(name string) {
		switch name {
		case "uuid":
			r.id = p.Text()
		case "name":
			r.title = p.Text()
		case "model":
			r.model = p.Name()
		case "created_at":
			r.created = p.Time()
		case "updated_at":
			r.updated = p.Time()
		case "current_leaf_message_uuid":
			r.leaf = p.Text()
		case "is_starred":
			r.starred = p.Bool()
		case "project_uuid", "project":
			r.readProject(p)
		case "docs", "prompt_template", "is_starter_project":
			looksProject = true
		case "chat_messages":
			hasMessages = true
			p.Array(func() { r.readMessage(p) })
		}
	})
	r.isProject = looksProject && !hasMessages
}

// readProject reads the project of a conversation: its uuid, or an object with it.
func (r *record) readProject(p *source.Pull) {
	if p.Kind() != '{' {
		if id := p.Text(); id != "" {
			r.project = id
		}
		return
	}
	p.Object(func(name string) {
		switch name {
		case "uuid":
			r.project = p.Text()
		case "name":
			r.projectName = p.Text()
		}
	})
}

func (r *record) readMessage(p *source.Pull) {
	var m message
	if p.Object(func(name string) { m.field(p, name) }) {
		r.messages = append(r.messages, m)
	} else {
		r.lost++
	}
}

func (m *message) field(p *source.Pull, name string) {
	switch name {
	case "uuid":
		m.id = p.Text()
	case "sender":
		m.sender = p.Name()
	case "text":
		m.text = p.Text()
	case "created_at":
		m.created = p.Time()
	case "parent_message_uuid":
		m.parent, m.hasParent = p.Text(), true
	case "content":
		m.blocks = readBlocks(p)
	case "attachments":
		p.Array(func() { m.attachments = append(m.attachments, readFile(p)) })
	case "files", "files_v2":
		p.Array(func() { m.addFile(readFile(p)) })
	}
}

// addFile adds a file, unless it was named before: files_v2 repeats files.
func (m *message) addFile(f file) {
	for _, before := range m.files {
		if f.id != "" && f.id == before.id {
			return
		}
	}
	m.files = append(m.files, f)
}

func readFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "file_uuid", "uuid":
			f.id = p.Text()
		case "file_name", "name":
			f.name = p.Text()
		case "file_type", "file_kind", "mime_type":
			f.kind = p.Text()
		case "file_path":
			if at := p.Text(); f.name == "" {
				f.name = at
			}
		case "file_size", "size_bytes":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		case "extracted_content":
			f.text = p.Text()
		}
	})
	return f
}
