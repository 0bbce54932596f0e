package turns

import (
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// ReadTools reads the tools declared to a model, unless there are none: a list, or the same as JSON text, of
// {type, function: {name, description, parameters}} or of the functions alone.
func ReadTools(p *source.Pull) []chat.Tool {
	switch p.Kind() {
	case '"':
		return ParseTools(p.Text())
	case '[':
		var tools []chat.Tool
		p.Array(func() {
			if tool := readTool(p); tool.Name != "" {
				tools = append(tools, tool)
			}
		})
		return tools
	}
	p.Skip()
	return nil
}

// ParseTools is ReadTools for JSON text.
func ParseTools(text string) (tools []chat.Tool) {
	if text = strings.TrimSpace(text); text == "" || text[0] != '[' {
		return nil
	}
	p := source.NewPull()
	if err := p.Parse([]byte(text), func() { tools = ReadTools(p) }); err != nil {
		return nil
	}
	return tools
}

func readTool(p *source.Pull) (tool chat.Tool) {
	read := func(name string) {
		switch name {
		case "name":
			tool.Name = p.Text()
		case "description":
			tool.Description = p.Text()
		case "parameters", "input_schema":
			if p.Kind() == '{' {
				tool.Parameters = string(p.Raw())
			}
		}
	}
	p.Object(func(name string) {
		if name == "function" && p.Kind() == '{' {
			p.Object(read)
			return
		}
		read(name)
	})
	return tool
}
