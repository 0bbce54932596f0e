package exporter

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// toolCalls reads calls that stand beside the content.
func (j *judge) toolCalls(d *draft, t *turn, calls jsontext.Value) {
	typed := j.rules.typedArguments && j.report.FileFormat == chat.JSONL
	for _, one := range elements(calls) {
		members, _ := objectMembers(string(one)) // what is no object calls nothing
		function, _ := objectMembers(string(valueOf(members, "function")))
		arguments := valueOf(function, "arguments")
		if arguments != nil && arguments.Kind() == '"' && !typed {
			arguments = jsontext.Value(textOf(arguments))
		}
		j.addCall(d, t, valueOf(function, "name"), arguments)
		if id := valueOf(members, "id"); id != nil && id.Kind() == '"' {
			t.calls[len(t.calls)-1].id = textOf(id)
		}
	}
}

// callText reads calls that are the content of a turn.
func (j *judge) callText(d *draft, t *turn) {
	text := strings.TrimSpace(t.content)
	if after := withoutThought(text); after != text {
		text = strings.TrimSpace(after)
		d.warn("INLINE_CALL", t, t.place())
	}
	if said, after, ok := strings.Cut(text, callBegins); ok && !strings.HasPrefix(said, "{") && strings.HasSuffix(after, callEnds) {
		text = strings.TrimSpace(strings.TrimSuffix(after, callEnds))
		d.warn("SPOKEN_CALL", t, t.place())
	}
	calls := []jsontext.Value{jsontext.Value(text)}
	if strings.HasPrefix(text, "[") {
		calls = elements(calls[0])
	}
	for _, one := range calls {
		members, err := objectMembers(string(one))
		if err != nil || valueOf(members, "name") == nil {
			calls = nil
			break
		}
		j.addCall(d, t, valueOf(members, "name"), valueOf(members, "arguments"))
	}
	if len(calls) == 0 {
		d.warn("CALL_NO_JSON", t, t.place())
		t.calls = []call{{}}
	}
}

// addCall adds a call to t.
func (j *judge) addCall(d *draft, t *turn, name, arguments jsontext.Value) {
	c := call{arguments: string(arguments)}
	if name != nil && name.Kind() == '"' {
		c.name = textOf(name)
	}
	if c.name == "" {
		d.warn("CALL_NO_NAME", t, t.place())
	}
	object, _, err := spacedObject(c.arguments)
	if err != nil {
		d.warn("ARGS_NOT_OBJECT", t, c.name, t.place())
	}
	c.object = object
	t.calls = append(t.calls, c)
}
