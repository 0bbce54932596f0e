package geminicli

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// call is a call of a tool with its result.
type call struct {
	chat.ToolCall
	result  parts
	done    bool   // there is a result
	display string // what the person saw of it
	failed  bool
}

// read fills c; it is false when what comes next is no call.
func (c *call) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "id":
			c.ID = p.Text()
		case "name":
			c.Name = p.Name()
		case "args":
			c.Arguments = p.Arguments()
		case "status":
			c.failed = c.failed || p.Text() == "error"
		case "result":
			c.readResult(p)
		case "resultDisplay":
			if p.Kind() == '"' {
				c.display = p.Text()
			}
		}
	})
}

// readResult reads a text, or parts, of which one is the response of the function.
func (c *call) readResult(p *source.Pull) {
	switch p.Kind() {
	case '[':
		p.Array(func() { c.readResult(p) })
	case '{':
		c.done = true
		p.Object(func(name string) {
			if name != "functionResponse" {
				c.result.part(p, name)
				return
			}
			p.Object(func(name string) {
				if name == "response" {
					c.response(p)
				}
			})
		})
	case '"':
		c.done = true
		c.result.read(p)
	}
}

// response reads what a function gave: its output or its error, or any other value as it is written.
func (c *call) response(p *source.Pull) {
	from, told := p.Mark(), false
	if p.Kind() != '{' {
		c.result.read(p)
		return
	}
	p.Object(func(name string) {
		if name != "output" && name != "error" || p.Kind() != '"' {
			return
		}
		told = true
		c.failed = c.failed || name == "error"
		c.result.text = source.Join("\n\n", c.result.text, p.Text())
	})
	if !told {
		text, _ := source.Clean(string(p.Written(from)))
		c.result.text = source.Join("\n\n", c.result.text, text)
	}
}

// answer is the text of the result, else what the person saw; done is false when there is neither.
func (c *call) answer() (text string, done bool) {
	if c.result.text == "" && c.display != "" {
		return c.display, true
	}
	return c.result.text, c.done
}
