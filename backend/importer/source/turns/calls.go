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
	t.addCall(call)
}

// addCall adds a call that says anything; one without arguments has none: {}.
func (t *Turn) addCall(call chat.ToolCall) {
	if call == (chat.ToolCall{}) {
		return
	}
	if call.Arguments == "" {
		call.Arguments = "{}"
	}
	t.raw.calls = append(t.raw.calls, call)
}

func callField(p *source.Pull, call *chat.ToolCall, name string) {
	switch name {
	case "id", "tool_call_id", "toolCallId":
		call.ID = p.Text()
	case "name", "toolName":
		call.Name = p.Name()
	case "arguments", "parameters", "input", "args":
		call.Arguments = arguments(p)
	}
}

// arguments reads arguments that are a text or a JSON value of their own. JSON is kept as it is written, also an object
// that is cut off: the exporter must be able to see that. Free text is wrapped.
func arguments(p *source.Pull) string {
	text := ""
	switch p.Kind() {
	case '"':
		text = p.Text()
	case 'n':
		p.Skip()
	default:
		text, _ = source.Clean(string(p.Raw()))
	}
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") || trimmed != "" && jsontext.Value(trimmed).IsValid() {
		return trimmed
	}
	return source.Arguments(text)
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
