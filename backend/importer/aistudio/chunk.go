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
	branched                string // id of the chunk that it follows, when that is not the one before it
	thought                 bool
	created                 chat.Time
	tokens                  *int64
	code, output, outcome   string
	ran                     bool // there is an output, even an empty one
	called                  *chat.ToolCall
	answered                *answer
	files                   []chat.Attachment
	sources                 []cite
	parts                   []chunk
	unknown                 []string
}

// answer is the result of a function.
type answer struct{ name, text string }

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
		case "branchParent":
			p.Object(func(name string) {
				if name == "id" {
					c.branched = p.Text()
				}
			})
		case "grounding":
			c.sources = readGrounding(p)
		case "isThought", "thought":
			c.thought = p.Bool()
		case "createTime":
			c.created = p.Time()
		case "tokenCount":
			c.tokens = p.Count()
		case "errorMessage":
			c.failure = p.Text()
		case "parts":
			source.ReadList(p, &c.parts, (*chunk).read)
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
	case "functionCall":
		c.call(p)
	case "functionResponse":
		c.answered = &answer{}
		p.Object(func(name string) {
			switch name {
			case "name":
				c.answered.name = p.Name()
			case "response", "output":
				c.answered.text = p.AnyText()
			}
		})
	case "driveDocument", "driveImage", "driveVideo", "driveAudio", "youtubeVideo", "inlineFile", "inlineImage", "inlineAudio", "inlineVideo", "inlineData":
		c.files = append(c.files, readFile(p, name))
	default:
		if p.Kind() == '{' && !silent[name] {
			c.unknown = append(c.unknown, "chunk "+name)
		}
	}
}

// call reads the call of a function, which may hold what the function gave.
func (c *chunk) call(p *source.Pull) {
	c.called = &chat.ToolCall{}
	p.Object(func(name string) {
		switch name {
		case "id":
			c.called.ID = p.Text()
		case "name":
			c.called.Name = p.Name()
		case "args", "parameters":
			c.called.Arguments = p.Arguments()
		case "response":
			c.answered = &answer{text: p.AnyText()}
		}
	})
	if c.answered != nil {
		c.answered.name = c.called.Name
	}
}

// silent are objects in a chunk that say how it came about, and nothing that was said.
var silent = map[string]bool{"videoMetadata": true, "grounding": true, "groundingMetadata": true, "citationMetadata": true, "usageMetadata": true, "generationConfig": true}

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

// plainly says that there is nothing in a chunk but text.
func (c *chunk) plainly() bool {
	return c.code == "" && !c.ran && c.called == nil && c.answered == nil && len(c.files) == 0
}

// unfolded is a chunk with what its parts say and it does not say itself: everything, the text, or what is no text.
func (c *chunk) unfolded() []chunk {
	if len(c.parts) == 0 {
		return []chunk{*c}
	}
	whole := *c
	whole.parts = nil
	if !c.plainly() {
		whole.text = c.words()
		return []chunk{whole}
	}
	out := []chunk{whole}
	for i := range c.parts {
		part := c.parts[i]
		part.thought = part.thought || c.thought
		if c.text != "" {
			part.text = ""
		}
		out = append(out, part)
	}
	return out
}

// write adds the chunk to the node of its message. before is the id of the call made last before that.
func (c *chunk) write(n *tree.Node, before string) {
	n.CreatedAt = cmp.Or(n.CreatedAt, c.created)
	for _, part := range c.unfolded() {
		part.say(n, before)
	}
	if n.Role == chat.RoleAssistant && c.tokens != nil {
		n.CompletionTokens = tree.Sum(n.CompletionTokens, c.tokens)
	}
}

// say adds what the chunk says itself.
func (c *chunk) say(n *tree.Node, before string) {
	if c.thought {
		n.Think(c.text)
	} else {
		n.Say(cited(c.text, c.sources))
	}
	if c.code != "" {
		n.Call(chat.ToolCall{Name: tool, Arguments: c.code})
	}
	if c.ran {
		n.Result(n.LastCall(), tool, c.output, c.outcome != "" && c.outcome != "OUTCOME_OK")
	}
	if c.called != nil {
		n.Call(*c.called)
	}
	if c.answered != nil {
		n.Result(cmp.Or(n.LastCall(), before), c.answered.name, c.answered.text, false)
	}
	for _, a := range c.files {
		n.Attach(a)
	}
}

// failed says that nothing came but an error: it was no answer.
func (c *chunk) failed() bool { return c.failure != "" && c.words() == "" && c.plainly() }

// continues says whether a chunk stands in the same message as the one that began it.
func (c *chunk) continues(first *chunk) bool {
	return c.role == first.role && c.branched == "" && !c.failed() && !first.failed()
}

// tool is the name of the tool that runs a model's code.
const tool = "code_execution"
