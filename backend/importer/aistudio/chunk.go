package aistudio

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// chunk is a piece of a message: a text, a thought, code, its output, or a file. Its parts say the same once more, or
// alone in some files.
type chunk struct {
	id, role, text, failure string
	thought                 bool
	created                 chat.Time
	tokens                  *int64
	code, output, outcome   string
	ran                     bool // there is an output, even an empty one
	files                   []chat.Attachment
	parts                   []chunk
}

// read fills c; it is false when what comes next is no chunk.
func (c *chunk) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			c.id = p.Text()
		case "role":
			c.role = p.Name()
		case "text":
			c.text = p.Text()
		case "isThought", "thought":
			c.thought = p.Bool()
		case "createTime":
			c.created = p.Time()
		case "tokenCount":
			c.tokens = p.Count()
		case "errorMessage":
			c.failure = p.Text()
		case "parts":
			p.Array(func() {
				var part chunk
				if part.read(p) {
					c.parts = append(c.parts, part)
				}
			})
		default:
			c.thing(p, name)
		}
	})
}

// thing reads what is no text.
func (c *chunk) thing(p *source.Pull, name string) {
	switch name {
	case "executableCode":
		p.Object(func(name string) {
			if name == "code" {
				c.code = p.Text()
			}
		})
	case "codeExecutionResult":
		c.ran = p.Object(func(name string) {
			switch name {
			case "output":
				c.output = p.Text()
			case "outcome":
				c.outcome = p.Name()
			}
		})
	case "driveDocument", "driveImage", "driveVideo", "driveAudio", "youtubeVideo", "inlineFile", "inlineImage", "inlineData":
		c.files = append(c.files, readFile(p, name))
	}
}

// readFile reads a file: bytes in the prompt, or a name in Google Drive or on YouTube, where its bytes are.
func readFile(p *source.Pull, kind string) chat.Attachment {
	var id, name, media, data string
	size := int64(0)
	p.Object(func(field string) {
		switch field {
		case "id":
			id = p.Text()
		case "name":
			name = p.Text()
		case "mimeType":
			media = p.Text()
		case "data":
			data = p.Text()
		case "sizeBytes":
			if n, ok := p.Number(); ok && n > 0 {
				size = int64(n)
			}
		}
	})
	if data != "" {
		inline, _ := source.DataURI("data:" + media + ";base64," + data)
		inline.Name = name
		return inline
	}
	if kind == "youtubeVideo" && name == "" {
		name = "https://youtu.be/" + id
		return chat.Attachment{Name: name, MIME: media, Missing: true}
	}
	a := turns.Missing(cmp.Or(name, id))
	a.MIME, a.Size = cmp.Or(media, a.MIME), size
	return a
}

func (c *chunk) speaker() chat.Role {
	role, _ := turns.Role(c.role)
	return role
}

// words is the text of a chunk, or of its parts.
func (c *chunk) words() string {
	text := c.text
	for i := range c.parts {
		if c.text == "" {
			text += c.parts[i].text
		}
	}
	return text
}

// write adds the chunk to the node of its message. Its parts are read when it says nothing itself.
func (c *chunk) write(n *tree.Node) {
	n.CreatedAt = cmp.Or(n.CreatedAt, c.created)
	if c.text == "" && c.code == "" && !c.ran && len(c.files) == 0 && len(c.parts) > 0 {
		for i := range c.parts {
			c.parts[i].thought = c.parts[i].thought || c.thought
			c.parts[i].write(n)
		}
	}
	switch {
	case c.thought:
		n.Think(c.text)
	default:
		n.Say(c.text)
	}
	if c.code != "" {
		n.Call(chat.ToolCall{Name: tool, Arguments: c.code})
	}
	if c.ran {
		n.Result(n.LastCall(), tool, c.output, c.outcome != "" && c.outcome != "OUTCOME_OK")
	}
	for _, a := range c.files {
		n.Attach(a)
	}
	if c.failure != "" && n.Blank() { // nothing came but an error: it was no answer
		n.Say(c.failure)
		n.Hidden = true
	}
	if n.Role == chat.RoleAssistant && c.tokens != nil {
		n.CompletionTokens = tree.Sum(n.CompletionTokens, c.tokens)
	}
}

// tool is the name of the tool that runs a model's code.
const tool = "code_execution"
