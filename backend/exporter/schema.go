package exporter

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// completeParameters returns schema compact, with type and properties; a null "required" goes, since LLaMA-Factory stops
// at it. What is not a JSON object becomes an empty one.
func completeParameters(schema string) (parameters []byte, mended bool) {
	const empty = `{"type":"object","properties":{}}`
	members, err := objectMembers(schema)
	if err != nil {
		return []byte(empty), true
	}
	var kept []member
	if !hasMember(members, "type", '"', '[') {
		kept = append(kept, member{"type", []byte(`"object"`)})
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
		kept = append(kept, m)
	}
	if !properties {
		kept = append(kept, member{"properties", []byte("{}")})
		mended = true
	}
	return objectOf(kept), mended
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
	return rawMembers(b)
}

// rawMembers lists the members of a JSON object, their values with every escape as it was written.
func rawMembers(b []byte) ([]member, error) {
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

// each puts what change makes of a value in its place; of an array, of each element.
func each(value jsontext.Value, change func(jsontext.Value) jsontext.Value) jsontext.Value {
	if value.Kind() != '[' {
		return change(value)
	}
	out := []byte{'['}
	for i, element := range elements(value) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, change(element)...)
	}
	return append(out, ']')
}

// objectOf is the JSON object with such members.
func objectOf(members []member) jsontext.Value {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(appendText(out, m.name), ':'), m.value...)
	}
	return append(out, '}')
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
