package otelgenai

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/turns"
)

// attributes are those of a span by name: texts as they are, any other value as its JSON.
type attributes map[string]string

// read reads the list of OTLP, or the object that SDKs print.
func (a attributes) read(p *source.Pull) {
	if p.Kind() == '{' {
		p.Object(func(name string) { a[name] = plain(p) })
		return
	}
	p.Array(func() {
		key, value := "", ""
		p.Object(func(name string) {
			switch name {
			case "key":
				key = p.Text()
			case "value":
				p.Object(func(string) { value = plain(p) })
			}
		})
		a[key] = value
	})
}

func plain(p *source.Pull) string {
	if p.Kind() == '"' {
		return p.Text()
	}
	text, _ := source.Clean(string(p.Raw()))
	return text
}

// said reads the messages under these names; role is whose they are when they name none.
func (a attributes) said(role string, names ...string) (s traces.Said) {
	for _, name := range names {
		if a[name] == "" {
			continue
		}
		text := a[name]
		if name == "gen_ai.system_instructions" { // the parts of a message that says no role
			text = `{"role":"system","parts":` + text + "}"
		}
		p := source.NewPull()
		var part traces.Said
		if p.Parse([]byte(text), func() { part = traces.ReadSaid(p, role) }) != nil {
			part = traces.Said{Unknown: 1}
		}
		s.Turns, s.Unknown = append(s.Turns, part.Turns...), s.Unknown+part.Unknown
	}
	return s
}

func (a attributes) tools() []chat.Tool { return turns.ParseTools(a["gen_ai.tool.definitions"]) }

func (a attributes) tokens(s *traces.Span) {
	p := source.NewPull()
	for _, name := range []string{"gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"} {
		if a[name] != "" {
			_ = p.Parse([]byte(a[name]), func() { traces.ReadTokens(p, name, &s.Prompt, &s.Completion) }) // what is no number is no count
		}
	}
}
