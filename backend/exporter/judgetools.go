package exporter

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// declared reads the tools that a record declares where its readers look for them.
func (j *judge) declared(d *draft, members []member) {
	if value := valueOf(members, "tools"); value.Kind() == '"' && textOf(value) == "" && slices.Contains(j.target.refuses, "TOOLS_EMPTY") {
		d.warn("TOOLS_EMPTY", nil)
	}
	value := valueOf(members, j.wording.tools)
	mapped := value != nil
	if value == nil {
		value = valueOf(members, "tools") // to judge the calls by, though no trainer sees them there
	}
	if value == nil {
		return
	}
	if value.Kind() == '"' {
		text := strings.TrimSpace(textOf(value))
		if text == "[]" && mapped && j.target.alternates {
			j.once("TOOLS_EMPTY_LIST")
		}
		value = jsontext.Value(text)
	} else if mapped && j.target.alternates {
		j.once("TOOLS_NOT_TEXT", j.wording.tools)
	}
	for _, one := range elements(value) {
		j.tools = j.tools || mapped
		declaration, _ := objectMembers(string(one)) // what is no object declares nothing
		function := declaration
		if inner := valueOf(declaration, "function"); inner != nil {
			function, _ = objectMembers(string(inner))
		}
		t := chat.Tool{Name: textOf(valueOf(function, "name")), Parameters: string(valueOf(function, "parameters"))}
		made := newTool(t, j.rules.schemaTypes)
		if made.mended || made.refused {
			d.warn("TOOL_SCHEMA", nil, t.Name)
		}
		if wrong := append(made.written, made.unknown...); len(wrong) > 0 {
			d.warn("TOOL_TYPE", nil, t.Name, strings.Join(wrong, "`, `"))
		}
		d.tools = append(d.tools, made)
	}
}

// openaiKeys are the keys that OpenAI takes beside messages.
var openaiKeys = map[string]bool{"messages": true, "tools": true, "parallel_tool_calls": true, "functions": true}

// extraKeys says which keys OpenAI refuses.
func (j *judge) extraKeys(members []member) {
	for _, m := range members {
		if !openaiKeys[m.name] && !j.said["EXTRA_KEY "+m.name] {
			j.said["EXTRA_KEY "+m.name] = true
			j.whole("EXTRA_KEY", m.name)
		}
	}
}
