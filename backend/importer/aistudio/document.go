package aistudio

import (
	"cmp"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// document is one prompt.
type document struct {
	in *source.Input
	prompt
}

type prompt struct {
	id, title, model, system string
	created, updated         chat.Time
	chunks                   []chunk
}

// Read fills d with the prompt that comes next in p.
func (d *document) Read(p *source.Pull) {
	d.prompt = prompt{}
	p.Object(func(name string) {
		switch name {
		case "id":
			d.id = p.Text()
		case "displayName", "title":
			d.title = p.Text()
		case "createTime":
			d.created = p.Time()
		case "updateTime":
			d.updated = p.Time()
		case "runSettings":
			p.Object(func(name string) {
				if name == "model" {
					d.model = strings.TrimPrefix(p.Text(), "models/")
				}
			})
		case "systemInstruction":
			var c chunk
			c.read(p)
			d.system = c.words()
		case "chunkedPrompt":
			p.Object(func(name string) {
				if name == "chunks" {
					p.Array(func() { d.readChunk(p) })
				}
			})
		}
	})
}

func (d *document) readChunk(p *source.Pull) {
	var c chunk
	if c.read(p) {
		d.chunks = append(d.chunks, c)
	}
}

// Conversation makes the conversation. Chunks of one role behind each other are one message.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: cmp.Or(d.title, fileTitle(r.File)), CreatedAt: d.created, UpdatedAt: d.updated}
	t := &tree.Tree{System: d.system}
	for i := 0; i < len(d.chunks); {
		n := tree.Node{Message: chat.Message{ID: d.chunks[i].id, Role: d.chunks[i].speaker(), CreatedAt: d.chunks[i].created}}
		n.ID = cmp.Or(n.ID, t.NextID())
		if n.Role == chat.RoleAssistant {
			n.Model = d.model
		}
		for first := i; i < len(d.chunks) && d.chunks[i].role == d.chunks[first].role; i++ {
			d.chunks[i].write(&n)
		}
		t.Follow(n)
	}
	t.Grow(c, "")
	if id := tree.BeginningID(c); c.ExternalID == "" && id != "" {
		c.ExternalID = source.ContentID(path.Base(r.File), id)
	}
	source.GuessTimes(c)
	if !c.CreatedAt.Valid {
		c.CreatedAt = tree.FileTime(d.in, r.File)
	}
	return c, ""
}

// fileTitle is the name of a file; it is the title of the prompt, and has an extension only when somebody gave it one.
func fileTitle(file string) string {
	base := path.Base(file)
	switch ext := path.Ext(base); strings.ToLower(ext) {
	case ".json", ".txt":
		return strings.TrimSuffix(base, ext)
	}
	return base
}
