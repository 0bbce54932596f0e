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
			if p.Kind() == '"' {
				d.system = p.Text()
				return
			}
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

// Conversation makes the conversation.
func (d *document) Conversation(r source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: d.id, Title: cmp.Or(d.title, fileTitle(r.File)), CreatedAt: d.created, UpdatedAt: d.updated}
	t := &tree.Tree{System: d.system}
	d.grow(c, t)
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

// grow makes messages of the chunks: chunks of one role behind each other are one. An error is one of its own, and so is
// what follows an earlier chunk.
func (d *document) grow(c *chat.Conversation, t *tree.Tree) {
	stands := map[string]string{} // id of a chunk to that of its message
	call := ""                    // made last
	for i := 0; i < len(d.chunks); {
		first := &d.chunks[i]
		n := d.begin(first, t.NextID())
		for begin := i; i < len(d.chunks) && (i == begin || d.chunks[i].continues(first)); i++ {
			d.chunks[i].write(&n, call)
			for _, kind := range d.chunks[i].unknown {
				source.CountUnknown(c, kind)
			}
			if id := d.chunks[i].id; id != "" {
				stands[id] = n.ID
			}
		}
		call = cmp.Or(n.LastCall(), call)
		if n.Parent = stands[first.branched]; n.Parent != "" && n.Parent != n.ID {
			t.Add(n)
		} else {
			t.Follow(n)
		}
	}
}

// begin makes the node of the message that a chunk begins.
func (d *document) begin(first *chunk, id string) tree.Node {
	n := tree.Node{Message: chat.Message{ID: cmp.Or(first.id, id), Role: first.speaker(), CreatedAt: first.created}}
	if n.Role == chat.RoleAssistant {
		n.Model = d.model
	}
	if first.failed() {
		n.Hidden = true
		n.Say(first.failure)
	}
	return n
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
