package exporter

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lenient reads JSON as the sources wrote it: repeated names stay, a lone surrogate becomes U+FFFD. Numbers keep their
// digits and names their order.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// spaced writes JSON with a blank after each comma and colon, as Python does.
var spaced = json.JoinOptions(lenient, jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true))

// callJSON is spaced with < > & escaped, which keeps LLaMA-Factory from finding its own tags in arguments: EXPORT.md §4.1.
var callJSON = json.JoinOptions(spaced, jsontext.EscapeForHTML(true))

var errNotObject = errors.New("not a JSON object")

// spacedObject writes the raw text of a JSON object as the call JSON wants it. replaced says that a lone surrogate was.
func spacedObject(raw string) (object string, replaced bool, err error) {
	trimmed := strings.TrimLeft(raw, " \t\r\n")
	if trimmed == "" || trimmed[0] != '{' {
		return "", false, errNotObject
	}
	b, err := jsontext.AppendFormat(make([]byte, 0, len(raw)+len(raw)/8), raw, callJSON)
	if err != nil {
		return "", false, err
	}
	object = string(b)
	const mark = "\uFFFD"
	replaced = strings.Contains(object, mark) && !strings.Contains(raw, mark) && !strings.Contains(strings.ToLower(raw), `\ufffd`)
	return object, replaced, nil
}

// compact writes valid JSON without blanks, lone surrogates replaced.
func compact(raw string) string {
	b, err := jsontext.AppendFormat(nil, raw, lenient)
	if err != nil {
		return raw
	}
	return string(b)
}

// callContent is the content of a function_call turn: one call as an object, several as an array.
func callContent(calls []call) string {
	var b []byte
	if len(calls) != 1 {
		b = append(b, '[')
	}
	for i, c := range calls {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, `{"name": `...)
		b = appendQuoted(b, c.name)
		b = append(b, `, "arguments": `...)
		b = append(b, c.object...)
		b = append(b, '}')
	}
	if len(calls) != 1 {
		b = append(b, ']')
	}
	return string(b)
}

// appendQuoted appends s as a JSON string with < > & escaped.
func appendQuoted(b []byte, s string) []byte {
	quoted, _ := jsontext.AppendQuote(nil, s) // its only error is invalid UTF-8, which it replaces
	out, err := jsontext.AppendFormat(b, quoted, callJSON)
	if err != nil {
		return append(b, quoted...)
	}
	return out
}

// recordJSON writes a record: compact, with the line separators of Unicode escaped, since Python's splitlines ends a
// line at them (EXPORT.md §4.3).
var recordJSON = json.JoinOptions(lenient, jsontext.EscapeForJS(true))

// appendRecord appends value as compact JSON to b.
func appendRecord(b *bytes.Buffer, value any) error {
	start := b.Len()
	if err := json.MarshalWrite(b, value, recordJSON); err != nil {
		return err
	}
	const nextLine = "\u0085" // the one separator that EscapeForJS leaves
	if line := b.Bytes()[start:]; bytes.Contains(line, []byte(nextLine)) {
		escaped := bytes.ReplaceAll(line, []byte(nextLine), []byte(`\u0085`))
		b.Truncate(start)
		b.Write(escaped)
	}
	return nil
}
