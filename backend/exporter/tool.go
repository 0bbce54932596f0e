package exporter

import (
	"bytes"
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
	made := newTool(t)
	p.tools[t] = made
	return made
}

// newTool writes t with a description and with parameters that have a type and properties: LLaMA-Factory's default tool
// format and mistral-finetune require them.
func newTool(t chat.Tool) *tool {
	made := &tool{name: t.Name}
	parameters, mended := completeParameters(t.Parameters)
	made.mended = mended
	made.refused = unprintable(parameters)

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

// completeParameters returns schema compact, with type and properties; a null "required" goes, since LLaMA-Factory stops
// at it. What is not a JSON object becomes an empty one.
func completeParameters(schema string) (parameters []byte, mended bool) {
	const empty = `{"type":"object","properties":{}}`
	members, err := objectMembers(schema)
	if err != nil {
		return []byte(empty), true
	}
	out := []byte{'{'}
	add := func(name string, value []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(appendText(out, name), ':')
		out = append(out, value...)
	}
	if !hasMember(members, "type", '"', '[') {
		add("type", []byte(`"object"`))
		mended = true
	}
	properties := hasMember(members, "properties", '{')
	for _, m := range members {
		wrongType := m.name == "type" && m.value.Kind() != '"' && m.value.Kind() != '['
		wrongProperties := m.name == "properties" && m.value.Kind() != '{'
		wrongRequired := m.name == "required" && m.value.Kind() != '['
		if wrongType || wrongProperties || wrongRequired {
			mended = true
			continue
		}
		add(m.name, m.value)
	}
	if !properties {
		add("properties", []byte("{}"))
		mended = true
	}
	return append(out, '}'), mended
}

// member is one name and value of a JSON object, the value compact.
type member struct {
	name  string
	value jsontext.Value
}

// hasMember says whether a member of that name has one of the kinds of value.
func hasMember(members []member, name string, kinds ...jsontext.Kind) bool {
	for _, m := range members {
		for _, k := range kinds {
			if m.name == name && m.value.Kind() == k {
				return true
			}
		}
	}
	return false
}

// objectMembers reads the members of the JSON object in text, in order.
func objectMembers(text string) ([]member, error) {
	b, err := jsontext.AppendFormat(nil, text, lenient)
	if err != nil {
		return nil, err
	}
	d := jsontext.NewDecoder(bytes.NewReader(b), lenient)
	if first, err := d.ReadToken(); err != nil || first.Kind() != '{' {
		return nil, errNotObject
	}
	var members []member
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		m := member{name: name.String()}
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		m.value = value.Clone()
		members = append(members, m)
	}
	return members, nil
}

// unprintable says whether LLaMA-Factory stops at one of the properties: a schema that is no object, an enum that is not
// all text, a description or items of the wrong kind (tool_utils.py, default tool format).
func unprintable(parameters []byte) bool {
	members, err := objectMembers(string(parameters))
	if err != nil {
		return true
	}
	for _, m := range members {
		if m.name != "properties" {
			continue
		}
		properties, _ := objectMembers(string(m.value))
		for _, p := range properties {
			schema, err := objectMembers(string(p.value))
			if err != nil || unprintableProperty(schema) {
				return true
			}
		}
	}
	return false
}

// unprintableProperty says whether the schema of one property stops LLaMA-Factory.
func unprintableProperty(schema []member) bool {
	for _, m := range schema {
		switch {
		case m.name == "items" && m.value.Kind() != '{':
			return true
		case m.name == "enum" && !allText(m.value):
			return true
		}
	}
	return false
}

// allText says whether value is an array of strings.
func allText(value jsontext.Value) bool {
	d := jsontext.NewDecoder(bytes.NewReader(value), lenient)
	if t, err := d.ReadToken(); err != nil || t.Kind() != '[' {
		return false
	}
	for {
		t, err := d.ReadToken()
		if err != nil || t.Kind() == ']' {
			return err == nil
		}
		if t.Kind() != '"' {
			return false
		}
	}
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
