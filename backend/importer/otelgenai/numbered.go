package otelgenai

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source/traces"
	"loquat/backend/importer/source/turns"
)

// Older conventions have an attribute for each member of each message: gen_ai.prompt.0.role, gen_ai.prompt.0.content,
// gen_ai.completion.0.tool_calls.0.name (FORMATS.md §20).

// numbered sorts the attributes below a prefix by the number that follows it.
func (a attributes) numbered(prefix string) []attributes {
	byNumber := map[int]attributes{}
	var numbers []int
	for name, value := range a {
		rest, ok := strings.CutPrefix(name, prefix+".")
		number, member, found := strings.Cut(rest, ".")
		n, err := strconv.Atoi(number)
		if !ok || !found || err != nil {
			continue
		}
		if byNumber[n] == nil {
			byNumber[n], numbers = attributes{}, append(numbers, n)
		}
		byNumber[n][member] = value
	}
	slices.Sort(numbers)
	var all []attributes
	for _, n := range numbers {
		all = append(all, byNumber[n])
	}
	return all
}

// addNumbered reads the messages below a prefix behind what was said before.
func (a attributes) addNumbered(s *traces.Said, prefix, role string) {
	for _, m := range a.numbered(prefix) {
		m.addMessage(s, role)
	}
}

// addMessage reads a message of its members.
func (a attributes) addMessage(s *traces.Said, role string) {
	if a["role"] != "" {
		role = a["role"]
	}
	b := appendMember([]byte("{"), "role", role)
	if content := a["content"]; strings.HasPrefix(content, "[") && jsontext.Value(content).IsValid() {
		b = append(append(b, `,"content":`...), content...)
	} else {
		b = appendMember(append(b, ','), "content", content)
	}
	if id := a["tool_call_id"]; id != "" {
		b = appendMember(append(b, ','), "tool_call_id", id)
	}
	if thought := a["reasoning_content"]; thought != "" {
		b = appendMember(append(b, ','), "reasoning_content", thought)
	}
	if calls := a["tool_calls"]; jsontext.Value(calls).IsValid() {
		b = append(append(b, `,"tool_calls":`...), calls...)
	} else {
		b = appendCalls(b, a.numbered("tool_calls"))
	}
	add(s, string(append(b, '}')), role)
}

// appendCalls writes calls of tools of their members.
func appendCalls(b []byte, calls []attributes) []byte {
	for i, call := range calls {
		if b = append(b, ','); i == 0 {
			b = append(b, `"tool_calls":[`...)
		}
		b = appendMember(append(b, '{'), "name", call["name"])
		b = appendMember(append(b, ','), "id", call["id"])
		b = append(appendMember(append(b, ','), "arguments", call["arguments"]), '}')
	}
	if len(calls) > 0 {
		b = append(b, ']')
	}
	return b
}

// appendMember writes a member with a text.
func appendMember(b []byte, name, text string) []byte {
	b, _ = jsontext.AppendQuote(append(append(append(b, '"'), name...), `":`...), text) // its error tells of bad UTF-8, which it replaces
	return b
}

// schemas are the tools declared to the model in OpenInference, each a schema in JSON.
func (a attributes) schemas() []chat.Tool {
	var texts []string
	for _, t := range a.numbered("llm.tools") {
		if text := t["tool.json_schema"]; jsontext.Value(text).IsValid() {
			texts = append(texts, text)
		}
	}
	return turns.ParseTools("[" + strings.Join(texts, ",") + "]")
}

// functions are the tools declared to the model, an attribute for each member.
func (a attributes) functions() (tools []chat.Tool) {
	for _, f := range a.numbered("llm.request.functions") {
		tools = append(tools, chat.Tool{Name: f["name"], Description: f["description"], Parameters: f["parameters"]})
	}
	return tools
}
