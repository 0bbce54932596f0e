package source

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// CallID is the id of a tool call that the source gave none: the same at every import (FORMATS.md §0.1). n counts the
// calls of the message from 0.
func CallID(message string, n int) string { return "call_" + message + "_" + strconv.Itoa(n) }

// ContentID is the external id of a record that the source gave none: the hash of what makes it itself.
func ContentID(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Arguments returns the arguments of a tool call as JSON text: an object as it is written, anything else wrapped as
// {"input": …} (FORMATS.md §0.1); nothing is {}.
func Arguments(raw string) string {
	trimmed := strings.TrimSpace(raw)
	switch {
	case trimmed == "":
		return "{}"
	case trimmed[0] == '{' && jsontext.Value(trimmed).IsValid():
		return trimmed
	}
	input, _ := jsontext.AppendQuote(nil, raw) // its error tells of bad UTF-8, which it replaces
	return `{"input": ` + string(input) + `}`
}
