package exporter

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// tool is a declared function as the data formats write it.
type tool struct {
	name    string
	wrapped string // {"type":"function","function":{…}}, compact
	bare    string // {"name": …, "description": …, "parameters": …}, spaced
	mended  bool   // something was added to its parameters
	typing         // of its parameters, where the data format wants the types of JSON Schema
	refused bool   // 77 of LLaMA-Factory's 124 templates cannot print it, and nothing can be added to help
	paths   []path // what a reader that infers types sees in wrapped
}

// declare puts the tools of rounds into d, unique by name, the first definition kept.
func (p *preparer) declare(d *draft, rounds []chat.Round) {
	var seen map[string]chat.Tool
	for _, r := range rounds {
		for _, t := range r.Tools {
			first, ok := seen[t.Name]
			if ok && first != t {
				d.repair("TOOL_TWICE", nil, t.Name)
			}
			if ok || t.Name == "" {
				continue
			}
			if seen == nil {
				seen = map[string]chat.Tool{}
			}
			seen[t.Name] = t
			made := p.tool(t)
			if made.mended {
				d.repair("TOOL_SCHEMA", nil, t.Name)
			}
			if made.refused {
				d.warn("TOOL_SCHEMA", nil, t.Name)
			}
			if len(made.written) > 0 {
				d.repair("TOOL_TYPE", nil, t.Name, strings.Join(made.written, "`, `"))
			}
			if len(made.unknown) > 0 {
				d.warn("TOOL_TYPE", nil, t.Name, strings.Join(made.unknown, "`, `"))
			}
			d.tools = append(d.tools, made)
		}
	}
}

// maxKnownTools bounds a preparer's memory of tools already made.
const maxKnownTools = 4096

// tool makes t, or returns it made before: many conversations declare the same.
func (p *preparer) tool(t chat.Tool) *tool {
	if made, ok := p.tools[t]; ok {
		return made
	}
	if len(p.tools) >= maxKnownTools {
		clear(p.tools)
	}
	made := newTool(t, p.format.rules.schemaTypes)
	p.tools[t] = made
	return made
}

// newTool writes t with a description and with parameters that have a type and properties: LLaMA-Factory's default tool
// format and mistral-finetune require them; with schemaTypes also with the types of JSON Schema.
func newTool(t chat.Tool, schemaTypes bool) *tool {
	made := &tool{name: t.Name}
	parameters, mended := completeParameters(t.Parameters)
	made.mended = mended
	made.refused = unprintable(parameters)
	if schemaTypes {
		parameters = made.typing.parameters(parameters)
	}

	function := []byte(`{"name":`)
	function = appendText(function, t.Name)
	function = append(function, `,"description":`...)
	function = appendText(function, t.Description)
	function = append(function, `,"parameters":`...)
	function = append(function, parameters...)
	function = append(function, '}')

	made.wrapped = `{"type":"function","function":` + string(function) + `}`
	bare, err := jsontext.AppendFormat(nil, function, spaced)
	if err != nil {
		bare = function // completeParameters gave valid JSON: not reached
	}
	made.bare = string(bare)
	made.paths = pathsOf("/tools/[]", made.wrapped)
	return made
}

// appendText appends s as a JSON string.
func appendText(b []byte, s string) []byte {
	b, _ = jsontext.AppendQuote(b, s) // its only error is invalid UTF-8, which it replaces
	return b
}

// toolsArray is the text of the tools array of a record, "[]" for none.
func (d *draft) toolsArray() string {
	parts := make([]string, len(d.tools))
	for i, t := range d.tools {
		parts[i] = t.wrapped
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// toolsText is the text for trainers that take tools as a string: bare functions, "" for none.
func (d *draft) toolsText() string {
	if len(d.tools) == 0 {
		return ""
	}
	parts := make([]string, len(d.tools))
	for i, t := range d.tools {
		parts[i] = t.bare
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
