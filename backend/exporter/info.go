package exporter

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// infoName is the file that tells LLaMA-Factory how to read the data file.
const infoName = "dataset_info.json"

// info is one entry of dataset_info.json; EXPORT.md §4.2.
type info struct {
	FileName   string `json:"file_name"`
	Formatting string `json:"formatting,omitempty"`
	Ranking    bool   `json:"ranking,omitzero"`
	NumSamples int    `json:"num_samples"`
	Columns    pairs  `json:"columns"`
	Tags       pairs  `json:"tags,omitempty"`
}

// withTools names the column of tools, when there is one.
func (i info) withTools(l layout, column string) info {
	if l.tools {
		i.Columns = append(i.Columns, pair{"tools", column})
	}
	return i
}

// pair is one name and value of a JSON object.
type pair struct{ name, value string }

// pairs is a JSON object with its names in order.
type pairs []pair

// MarshalJSONTo writes the object.
func (p pairs) MarshalJSONTo(e *jsontext.Encoder) error {
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, one := range p {
		if err := e.WriteToken(jsontext.String(one.name)); err != nil {
			return err
		}
		if err := e.WriteToken(jsontext.String(one.value)); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndObject)
}

// infoJSON is the whole of dataset_info.json: ASCII only, since LLaMA-Factory opens it with the system's encoding.
func infoJSON(dataset string, entry info) ([]byte, error) {
	b, err := json.Marshal(map[string]info{dataset: entry}, jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return nil, err
	}
	return append(ascii(b), '\n'), nil
}

// ascii writes every other character of JSON text as \uXXXX.
func ascii(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			n := bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
			if n < 0 {
				n = len(b)
			}
			out, b = append(out, b[:n]...), b[n:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		for _, unit := range utf16.Encode([]rune{r}) {
			const hex = "0123456789abcdef"
			out = append(out, '\\', 'u', hex[unit>>12], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
		}
	}
	return out
}
