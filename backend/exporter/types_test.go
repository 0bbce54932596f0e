package exporter

import (
	"slices"
	"testing"
)

// TestTypesOfOtherLanguages holds which type of JSON Schema a name stands for. A wrong one teaches a model calls that the
// tool does not take, and nobody sees it: what is not certain stays and is warned of.
func TestTypesOfOtherLanguages(t *testing.T) {
	for _, test := range []struct{ name, known, element string }{
		{"string", "string", ""},
		{"STRING", "string", ""},
		{" str, optional", "string", ""},
		{"List[int], optional", "array", "integer"},
		{"Optional[List[str]]", "array", "string"},
		{"List[List[str]]", "array", "array"},
		{"list", "array", ""},
		{"string[]", "array", "string"},
		{"int[]", "array", "integer"},
		{"string[][]", "array", "array"},
		{"Thing[]", "array", ""},
		{"Dict[str, int]", "object", ""}, // the str is of its names
		{"Tuple[int, str]", "array", ""}, // whose elements are not of one type
		{"List[Dict[str, int]]", "array", "object"},
		{"string, number", "", ""},
		{"Union[int, str]", "", ""},
		{"str | None", "", ""},
		{"date", "", ""},
		{"[]", "array", ""},
		{"", "", ""},
	} {
		if known, element := typeOf(test.name); known != test.known || element != test.element {
			t.Errorf("%q is %q of %q, want %q of %q", test.name, known, element, test.known, test.element)
		}
	}
}

// TestTypesOfASchema holds that only types are written anew, wherever a schema may stand in another, and that what only
// looks like one stays to the byte: names of properties, values, references, and what is no schema.
func TestTypesOfASchema(t *testing.T) {
	for _, test := range []struct {
		name, schema, want string
		written, unknown   []string
	}{
		{"right already", `{"type":"object","properties":{"a":{"type":["string","null"]}}}`, "", nil, nil},
		{"properties of these names", `{"type":"object","properties":{"type":{"type":"str"},"items":{"type":"int"},"properties":{"type":"float"}}}`,
			`{"type":"object","properties":{"type":{"type":"string"},"items":{"type":"integer"},"properties":{"type":"number"}}}`,
			[]string{"str", "int", "float"}, nil},
		{"values", `{"type":"object","properties":{"a":{"enum":["str"],"default":{"type":"str"},"$ref":"#/$defs/str"}}}`, "", nil, nil},
		{"schemas in schemas", `{"type":"dict","properties":{},"patternProperties":{"x":{"type":"str"}},"$defs":{"y":{"type":"int"}},"not":{"type":"bool"}}`,
			`{"type":"object","properties":{},"patternProperties":{"x":{"type":"string"}},"$defs":{"y":{"type":"integer"}},"not":{"type":"boolean"}}`,
			[]string{"dict", "str", "int", "bool"}, nil},
		{"elements by place", `{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"int"},{"type":"date"}],"items":false}}}`,
			`{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"integer"},{"type":"date"}],"items":false}}}`,
			[]string{"int"}, []string{"date"}},
		{"an array of TypeScript's", `{"type":"object","properties":{"a":{"type":"string[]"}}}`,
			`{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}}`, []string{"string[]"}, nil},
		{"an object of Python's", `{"type":"object","properties":{"a":{"type":"Dict[str, int]"}}}`,
			`{"type":"object","properties":{"a":{"type":"object"}}}`, []string{"Dict[str, int]"}, nil},
		{"no schemas", `{"type":"object","properties":{"a":"str","b":["int"],"c":{"type":null},"d":true}}`, "", nil, nil},
	} {
		var types typing
		want := test.want
		if want == "" {
			want = test.schema
		}
		got := types.parameters([]byte(test.schema))
		if string(got) != want || !slices.Equal(types.written, test.written) || !slices.Equal(types.unknown, test.unknown) {
			t.Errorf("%s: %s, %q written, %q unknown, want %s, %q, %q", test.name, got, types.written, types.unknown, want, test.written, test.unknown)
		}
	}
}
