package exporter

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonTypes are the types of JSON Schema.
var jsonTypes = []string{"string", "number", "integer", "boolean", "array", "object", "null"}

// otherTypes are what datasets of tool calls write for them, most of it Python.
var otherTypes = map[string]string{
	"str": "string", "text": "string", "float": "number", "double": "number", "int": "integer", "long": "integer", "bool": "boolean",
	"list": "array", "tuple": "array", "set": "array", "dict": "object", "map": "object", "none": "null",
}

// typeOf is the type of JSON Schema that a name stands for, and for an array that of its elements: "List[str]" and "str[]"
// are arrays of strings, and "int, optional" is an integer. Empty is one that is not known.
func typeOf(name string) (known, element string) {
	name = strings.ToLower(strings.TrimSpace(name))
	if before, after, ok := strings.Cut(name, ","); ok && strings.TrimSpace(after) == "optional" {
		name = strings.TrimSpace(before)
	}
	if inner, ok := strings.CutPrefix(name, "optional["); ok {
		return typeOf(strings.TrimSuffix(inner, "]"))
	}
	if inner, ok := strings.CutSuffix(name, "[]"); ok {
		element, _ = typeOf(inner)
		return "array", element
	}
	name, inner, _ := strings.Cut(name, "[")
	known = name
	if !slices.Contains(jsonTypes, name) {
		known = otherTypes[name]
	}
	if known == "array" && inner != "" {
		element, _ = typeOf(strings.TrimSuffix(inner, "]"))
	}
	return known, element
}

// maxSchemaDepth is how deep a schema is looked into; no parameter of a tool is that deep.
const maxSchemaDepth = 64

// typing writes schemas with the types of JSON Schema, on which OpenAI and Mistral's tokenizers insist.
type typing struct {
	written []string // names in whose place a type of JSON Schema is written
	unknown []string // names that stay, since they stand for none
	depth   int
}

// parameters returns the parameters of a tool, a JSON object, with such types.
func (t *typing) parameters(schema []byte) []byte {
	changed := t.schema(schema)
	members, _ := rawMembers(changed)
	if kind := valueOf(members, "type"); textOf(kind) != "object" {
		note(&t.unknown, strings.Trim(string(kind), `"`))
	}
	if len(t.written) == 0 {
		return schema
	}
	return changed
}

// note adds a name to a list, once.
func note(list *[]string, name string) {
	if !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// schema returns a schema with such types; what is no object stays as it is.
func (t *typing) schema(schema jsontext.Value) jsontext.Value {
	members, err := rawMembers(schema)
	if err != nil || t.depth >= maxSchemaDepth {
		return schema
	}
	t.depth++
	defer func() { t.depth-- }()
	if _, element := typeOf(textOf(valueOf(members, "type"))); element != "" && valueOf(members, "items") == nil {
		members = append(members, member{"items", append(appendText([]byte(`{"type":`), element), '}')})
	}
	for i := range members {
		m := &members[i]
		switch m.name {
		case "type":
			m.value = each(m.value, t.name)
		case "properties", "patternProperties", "$defs", "definitions":
			m.value = t.named(m.value)
		case "items", "prefixItems", "additionalProperties", "anyOf", "oneOf", "allOf", "not":
			m.value = each(m.value, t.schema)
		}
	}
	return objectOf(members)
}

// named returns an object of schemas with such types.
func (t *typing) named(schemas jsontext.Value) jsontext.Value {
	members, err := rawMembers(schemas)
	if err != nil {
		return schemas
	}
	for i := range members {
		members[i].value = t.schema(members[i].value)
	}
	return objectOf(members)
}

// name returns the name of a type as JSON Schema has it.
func (t *typing) name(value jsontext.Value) jsontext.Value {
	name := textOf(value)
	if value.Kind() != '"' || slices.Contains(jsonTypes, name) {
		return value
	}
	known, _ := typeOf(name)
	if known == "" {
		note(&t.unknown, name)
		return value
	}
	note(&t.written, name)
	return appendText(nil, known)
}
