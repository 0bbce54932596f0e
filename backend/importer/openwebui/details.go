package openwebui

import (
	"html"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	nethtml "golang.org/x/net/html"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// opening is the tag with which Open WebUI wraps what is no answer (FORMATS.md §7, quirk 1).
var opening = regexp.MustCompile(`(?m)^[ \t]*<details type="(reasoning|tool_calls|code_interpreter)"`)

const closing = "</details>"

// writeDetails adds a text of the model to its node, and what is wrapped in it as reasoning, calls and results.
func writeDetails(n *tree.Node, text string) {
	for {
		at := opening.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		inside, after, found := strings.Cut(text[at[0]:], closing)
		if !found {
			break
		}
		n.Say(strings.TrimSpace(text[:at[0]]))
		writeBlock(n, text[at[2]:at[3]], inside)
		text = after
	}
	if strings.TrimSpace(text) != "" {
		n.Say(strings.TrimSpace(text))
	}
}

// writeBlock adds one wrapped block: its opening tag with what stands behind it.
func writeBlock(n *tree.Node, kind, block string) {
	z := nethtml.NewTokenizer(strings.NewReader(block))
	for z.Next() == nethtml.TextToken {
	}
	attributes := map[string]string{}
	for _, a := range z.Token().Attr {
		attributes[a.Key] = a.Val
	}
	_, body, _ := strings.Cut(block, ">")
	if _, rest, ok := strings.Cut(body, "</summary>"); ok {
		body = rest
	}
	switch kind {
	case "reasoning":
		n.Think(unquote(body))
	case "tool_calls":
		writeCall(n, attributes, body)
	case "code_interpreter":
		id := n.Call(chat.ToolCall{Name: kind, Arguments: unfence(body)})
		if output, ok := attributes["output"]; ok {
			n.Result(id, kind, unwrap(output), false)
		}
	}
}

// writeCall adds a call. Its result stands in an attribute, in newer versions in the body.
func writeCall(n *tree.Node, attributes map[string]string, body string) {
	name := attributes["name"]
	id := n.Call(chat.ToolCall{ID: attributes["id"], Name: name, Arguments: unwrap(attributes["arguments"])})
	result, ok := attributes["result"]
	if body = strings.TrimSpace(body); result == "" && body != "" {
		result, ok = html.UnescapeString(body), true
	}
	if ok {
		n.Result(id, name, unwrap(result), false)
	}
}

// unwrap undoes the JSON in which an attribute wraps a text; anything else stays.
func unwrap(text string) string {
	if len(text) < 2 || text[0] != '"' || !jsontext.Value(text).IsValid() {
		text, _ = source.Clean(text)
		return text
	}
	plain, _ := jsontext.AppendUnquote(nil, text) // its error tells of half characters, which it replaces
	text, _ = source.Clean(string(plain))
	return text
}

// unquote takes the quotation signs off the lines of a thought.
func unquote(body string) string {
	body = strings.TrimSpace(html.UnescapeString(body))
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, ">"); ok {
			lines[i] = strings.TrimPrefix(rest, " ")
		}
	}
	return strings.Join(lines, "\n")
}

// unfence takes the fence off a piece of code.
func unfence(body string) string {
	body = strings.TrimSpace(body)
	rest, ok := strings.CutPrefix(body, "```")
	_, code, more := strings.Cut(rest, "\n")
	if !ok || !more {
		return body
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(code), "```"))
}
