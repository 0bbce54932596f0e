package traces

import (
	"strings"

	"loquat/backend/importer/source"
)

// Settle gives the span its output, which means another thing in each kind of span: output is its JSON as it is written,
// "" when there is none. A span that runs an agent may be told by its name alone, as Pydantic AI's are.
func (s *Span) Settle(output string) {
	if s.Kind == Other && (strings.HasPrefix(s.Name, "invoke_agent ") || strings.HasSuffix(s.Name, " run")) {
		s.Kind = Agent
	}
	if s.Kind == Tool {
		s.Name = strings.TrimPrefix(strings.TrimPrefix(s.Name, "execute_tool "), "running tool: ")
	}
	if output == "" || output == "null" {
		return
	}
	p := source.NewPull()
	// It is a value of JSON, so it is read to its end.
	_ = p.Parse([]byte(output), func() {
		if s.Kind == Tool {
			s.Result = result(p, output)
			return
		}
		s.Output = ReadSaid(p, "assistant")
	})
}

// result is what a tool gave as a text: the texts in it, or its JSON as it is.
func result(p *source.Pull, output string) string {
	text := output
	if p.Kind() == '"' {
		text = p.Text()
		inner := source.NewPull()
		if strings.HasPrefix(strings.TrimSpace(text), "{") {
			said := ""
			if inner.Parse([]byte(text), func() { said = readText(inner) }) == nil && said != "" {
				return said
			}
		}
		return text
	}
	if said := readText(p); said != "" {
		text = said
	}
	text, _ = source.Clean(text)
	return text
}
