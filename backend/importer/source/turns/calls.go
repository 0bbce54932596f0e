package turns

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// call reads one tool call: {id, function: {name, arguments}} of OpenAI, or {name, arguments} of older data.
func (t *Turn) call(p *source.Pull) {
	var call chat.ToolCall
	read := func(name string) { callField(p, &call, name) }
	p.Object(func(name string) {
		if name == "function" && p.Kind() == '{' {
			p.Object(read)
			return
		}
		read(name)
	})
	if call != (chat.ToolCall{}) {
		t.raw.calls = append(t.raw.calls, call)
	}
}

func callField(p *source.Pull, call *chat.ToolCall, name string) {
	switch name {
	case "id", "tool_call_id":
		call.ID = p.Text()
	case "name":
		call.Name = p.Name()
	case "arguments", "parameters", "input", "args":
		call.Arguments = arguments(p)
	}
}

// arguments reads arguments that are a text or a JSON value of their own; either way the JSON text is kept as it is
// written, cut off or not, for the exporter to judge.
func arguments(p *source.Pull) string {
	switch p.Kind() {
	case '"':
		return p.Text()
	case 'n':
		p.Skip()
		return ""
	}
	return string(p.Raw())
}

// ParseCalls reads call JSON, the content of a function_call: one call {"name", "arguments"} or a list of them. ok is
// false when text is anything else.
func ParseCalls(text string) (calls []chat.ToolCall, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || text[0] != '{' && text[0] != '[' || !jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true)) {
		return nil, false
	}
	p := source.NewPull()
	var t Turn
	err := p.Parse([]byte(text), func() {
		t = Turn{}
		if p.Kind() == '[' {
			p.Array(func() { t.call(p) })
			return
		}
		t.call(p)
	})
	for _, call := range t.raw.calls {
		if call.Name == "" {
			return nil, false
		}
	}
	return t.raw.calls, err == nil && len(t.raw.calls) > 0
}
