package otelgenai

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/turns"
)

// attributes are those of a span or an event by name: texts as they are, any other value as its JSON.
type attributes map[string]string

// read reads the list of OTLP, or the object that SDKs print.
func (a attributes) read(p *source.Pull) {
	if p.Kind() == '{' {
		p.Object(func(name string) {
			if nested[name] {
				a.flatten(p, name, 0)
				return
			}
			a[name] = p.AnyText()
		})
		return
	}
	p.Array(func() {
		name, raw := keyed(p)
		a[name] = textOf(raw)
	})
}

// keyed reads {key, value} of OTLP; the value is made plain JSON.
func keyed(p *source.Pull) (name string, value []byte) {
	p.Object(func(member string) {
		switch member {
		case "key":
			name = p.Text()
		case "value":
			if p.Kind() == '{' {
				value = readAny(p)
			} else { // Jaeger gives the type beside it
				value = bytes.Clone(p.Raw())
			}
		}
	})
	return name, value
}

// readAny reads a value of OTLP, which an object names the type of, as plain JSON.
func readAny(p *source.Pull) []byte {
	value := []byte("null")
	p.Object(func(kind string) {
		switch kind {
		case "arrayValue":
			value = readValues(p, '[', func(b []byte) []byte { return append(b, readAny(p)...) })
		case "kvlistValue":
			value = readValues(p, '{', func(b []byte) []byte {
				name, inner := keyed(p)
				b, _ = jsontext.AppendQuote(b, name) // its error tells of bad UTF-8, which it replaces
				return append(append(b, ':'), inner...)
			})
		case "intValue": // a whole number, as a text because it may be large
			value = []byte(p.Text())
			if !jsontext.Value(value).IsValid() {
				value = []byte("null")
			}
		default:
			value = bytes.Clone(p.Raw())
		}
	})
	return value
}

// readValues reads {values: […]} between brackets.
func readValues(p *source.Pull, open byte, one func(b []byte) []byte) []byte {
	b := []byte{open}
	p.Object(func(name string) {
		if name != "values" {
			return
		}
		p.Array(func() {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = one(b)
		})
	})
	return append(b, open+2) // in ASCII each closing bracket is two behind its opening one
}

// textOf is a JSON value as attributes keep it.
func textOf(value []byte) (text string) {
	p := source.NewPull()
	_ = p.Parse(value, func() { text = p.AnyText() }) // it was read from JSON just now
	return text
}

// said reads the messages under these names; role is whose they are when they name none.
func (a attributes) said(role string, names ...string) (s traces.Said) {
	for _, name := range names {
		text := a[name]
		if text == "" {
			continue
		}
		if name == "gen_ai.system_instructions" { // the parts of a message that says no role
			text = `{"role":"system","parts":` + text + "}"
		}
		add(&s, text, role)
	}
	return s
}

// add reads messages of JSON, or a text, behind what was said before.
func add(s *traces.Said, text, role string) {
	p := source.NewPull()
	raw := []byte(text)
	if !jsontext.Value(raw).IsValid(jsontext.AllowDuplicateNames(true)) {
		raw, _ = jsontext.AppendQuote(nil, text) // its error tells of bad UTF-8, which it replaces
	}
	var more traces.Said
	if p.Parse(raw, func() { more = traces.ReadSaid(p, role) }) != nil {
		more = traces.Said{Unknown: 1}
	}
	s.Turns, s.Unknown = append(s.Turns, more.Turns...), s.Unknown+more.Unknown
}

// tools are those declared to the model.
func (a attributes) tools() []chat.Tool {
	if tools := turns.ParseTools(a["gen_ai.tool.definitions"]); len(tools) > 0 {
		return tools
	}
	return append(a.functions(), a.schemas()...)
}

func (a attributes) tokens(s *traces.Span) {
	p := source.NewPull()
	for _, name := range []string{"gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"} {
		if a[name] != "" {
			_ = p.Parse([]byte(a[name]), func() { traces.ReadTokens(p, name, &s.Prompt, &s.Completion) }) // what is no number is no count
		}
	}
}
