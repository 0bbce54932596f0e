package otelgenai

import (
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// speakers are the events that are a message each, and whose it is. Of gen_ai.choice the message is an answer.
var speakers = map[string]string{"gen_ai.system.message": "system", "gen_ai.user.message": "user", "gen_ai.assistant.message": "assistant",
	"gen_ai.tool.message": "tool", choice: "assistant"}

const choice = "gen_ai.choice"

// event is an event of a span, or a log record that belongs to one.
type event struct {
	name string
	attributes
	body string // its JSON, when it is a log record
}

func readEvent(p *source.Pull) event {
	e := event{attributes: attributes{}}
	p.Object(func(name string) { e.member(p, name) })
	return e
}

func (e *event) member(p *source.Pull, name string) {
	switch name {
	case "name", "eventName", "event_name":
		e.name = p.Text()
	case "attributes":
		e.attributes.read(p)
	case "body":
		if p.Kind() == '{' {
			e.body = string(readBody(p))
		} else {
			e.body = p.AnyText()
		}
	}
}

// readBody reads the body of a log record: a value of OTLP, or the object that SDKs print.
func readBody(p *source.Pull) []byte {
	raw := append([]byte(nil), p.Raw()...)
	inner, value := source.NewPull(), []byte(nil)
	_ = inner.Parse(raw, func() { // it was read from JSON just now
		value = nil
		inner.Object(func(name string) {
			if strings.HasSuffix(name, "Value") {
				value = raw
			}
		})
	})
	if value == nil {
		return raw
	}
	_ = inner.Parse(raw, func() { value = readAny(inner) })
	return value
}

// addTo adds what an event says to a span: a message, the whole of what was asked or answered, or attributes of the span
// that stand in the event alone.
func (e *event) addTo(f *traces.Found, a attributes) {
	if e.name == "" {
		e.name = e.attributes["event.name"]
	}
	role, speaks := speakers[e.name]
	if !speaks {
		for name, value := range e.attributes {
			a[name] = value
		}
		return
	}
	said := &f.Input
	if e.name == choice {
		said = &f.Output
	}
	m := e.attributes
	for _, text := range []string{e.attributes["gen_ai.event.content"], e.body} {
		if strings.HasPrefix(text, "{") {
			m = members(text)
		}
	}
	if inner := m["message"]; strings.HasPrefix(inner, "{") {
		m = members(inner)
	} else if inner != "" {
		m["content"] = inner
	}
	if role == "tool" && m["tool_call_id"] == "" {
		m["tool_call_id"] = m["id"]
	}
	if m["content"] != "" || m["tool_calls"] != "" || len(m.numbered("tool_calls")) > 0 {
		m.addMessage(said, role)
	}
}

// members are those of an object in a text.
func members(text string) attributes {
	m, p := attributes{}, source.NewPull()
	_ = p.Parse([]byte(text), func() { m.read(p) }) // what is no JSON has no members
	return m
}
