package source

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Member writes a member of an object, and the bracket or comma before it. The value is JSON; the caller writes the
// closing bracket.
func Member(b *bytes.Buffer, name string, value []byte) {
	b.WriteByte("{,"[min(1, b.Len())])
	quoted, _ := jsontext.AppendQuote(nil, name) // its error tells of bad UTF-8, which it replaces
	b.Write(quoted)
	b.WriteByte(':')
	b.Write(value)
}
