package exporter

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// wording says where a data format keeps its turns and what it calls the roles.
type wording struct {
	list, role, content string            // the column of messages and the keys in them
	system, tools       string            // columns beside them; empty for none
	roles               map[string]string // a name of a role to the role

	flat                             bool // a record is of texts, each a column
	prompt, query, response, history string
	chosen, rejected, label          string // columns of a preference
}

// wordingOf is the wording of a data format, with what dataset_info.json says instead.
func wordingOf(format string, d described, t *target) wording {
	w := wording{list: "messages", role: "role", content: "content", tools: "tools", roles: map[string]string{},
		prompt: "instruction", query: "input", response: "output", history: "history", chosen: "chosen", rejected: "rejected", label: "kto_tag"}
	for _, role := range []string{roleSystem, roleUser, roleAssistant, roleTool} {
		w.roles[role] = role
	}
	switch format {
	case "standard", "dpo", "kto":
		w.roles[roleFunctionCall] = roleFunctionCall
	case "swift":
		w.roles[swiftCall], w.roles[swiftResult], w.roles[roleFunctionCall] = roleFunctionCall, roleTool, roleFunctionCall
	case "sharegpt":
		w.list, w.role, w.content, w.system = "conversations", "from", "value", "system"
		clear(w.roles)
		for role, name := range sharegptRoles {
			w.roles[name] = role
		}
	}
	if format == "standard" {
		w.tools = "tools_json"
	}
	w.described(d, t.alternates)
	return w
}

// described takes the columns and tags of dataset_info.json. exact says that the target reads it: what it does not name is
// then what LLaMA-Factory takes instead (data/parser.py), or nothing.
func (w *wording) described(d described, exact bool) {
	if !d.info {
		return
	}
	w.flat = exact && d.flat()
	w.tools = d.columns["tools"]
	for _, c := range []struct {
		to          *string
		name, usual string
	}{
		{&w.list, "messages", "conversations"}, {&w.system, "system", ""}, {&w.prompt, "prompt", "instruction"}, {&w.query, "query", "input"},
		{&w.response, "response", "output"}, {&w.history, "history", ""}, {&w.chosen, "chosen", ""}, {&w.rejected, "rejected", ""}, {&w.label, "kto_tag", ""},
	} {
		name(c.to, d.columns, c.name, c.usual, exact)
	}
	name(&w.role, d.tags, "role_tag", "from", exact)
	name(&w.content, d.tags, "content_tag", "value", exact)
	if exact {
		clear(w.roles)
	}
	// Of two tags with one name the later counts, as in LLaMA-Factory (data/converter.py).
	tags := pairs{{"user_tag", roleUser}, {"assistant_tag", roleAssistant}, {"observation_tag", roleTool}, {"function_tag", roleFunctionCall},
		{"system_tag", roleSystem}}
	for _, tag := range tags {
		word := ""
		if name(&word, d.tags, tag.name, sharegptRoles[tag.value], exact); word != "" {
			w.roles[word] = tag.value
		}
	}
}

// name gives to what names says of key. An exact reader takes what is usual when nothing is named at all, and nothing when
// only others are.
func name(to *string, names map[string]string, key, usual string, exact bool) {
	switch {
	case names[key] != "":
		*to = names[key]
	case exact && names == nil:
		*to = usual
	case exact:
		*to = ""
	}
}

// recognise finds the data format that dataset_info.json says or the first records have, unless a person says it.
func (j *judge) recognise(first []row) {
	if j.format == "" {
		j.format = j.described.format(j.target)
	}
	if j.format == "" {
		j.format = recognised(first, j.target)
	}
	f, _ := findFormat(j.format) // one that is said was found before
	j.rules = f.rules
	j.wording = wordingOf(j.format, j.described, j.target)
}

// recognised is the data format whose signs the records have. Messages without calls are those of several: of the one
// that the target wants, if it has messages.
func recognised(first []row, t *target) string {
	for _, r := range first {
		members, err := objectMembers(string(r.json))
		if err != nil {
			continue
		}
		if format := byColumns(members); format != "" {
			return format
		}
	}
	for _, r := range first {
		members, _ := objectMembers(string(r.json)) // what is no object has no messages
		if format := byCalls(valueOf(members, "messages")); format != "" {
			return format
		}
	}
	if slices.Contains([]string{"openai", "trl", "swift"}, t.instead) {
		return t.instead
	}
	return "standard"
}

// byCalls recognises a data format by how messages call tools; empty when none does. ms-swift reads standard's role of a
// call as well, so its own come first.
func byCalls(list jsontext.Value) string {
	if list != nil && list.Kind() == '"' {
		list = jsontext.Value(textOf(list))
	}
	found := map[string]bool{}
	for _, message := range elements(list) {
		members, _ := objectMembers(string(message))
		if role := valueOf(members, "role"); role != nil && role.Kind() == '"' {
			found[textOf(role)] = true
		}
		for _, one := range elements(valueOf(members, "tool_calls")) {
			call, _ := objectMembers(string(one))
			function, _ := objectMembers(string(valueOf(call, "function")))
			found["tool_calls"] = true
			found["object"] = found["object"] || valueOf(function, "arguments").Kind() == '{'
		}
	}
	switch {
	case found[swiftCall] || found[swiftResult]:
		return swiftFormat.Key
	case found[roleFunctionCall]:
		return standardFormat.Key
	case found["object"]:
		return trlFormat.Key
	case found["tool_calls"]:
		return openaiFormat.Key
	}
	return ""
}

// byColumns recognises a data format by the columns of a record; empty when they do not tell.
func byColumns(members []member) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return valueOf(members, name) == nil })
	}
	switch {
	case has("conversations"):
		return "sharegpt"
	case has("conversation_id", "turn", "role", "content"):
		return "spreadsheet"
	case has("messages", "chosen", "rejected"):
		return "dpo"
	case has("messages", "kto_tag"):
		return "kto"
	case has("messages") && (has("data_source") || has("conversation_id") || has("tools_json")):
		return "standard"
	case has("prompt", "completion"):
		return "trl_prompt"
	case has("instruction", "output"):
		return "alpaca"
	case has("text") && !has("messages"):
		return "chatml"
	}
	return ""
}

// valueOf returns the value of a member; nil when there is none, or it is null.
func valueOf(members []member, name string) jsontext.Value {
	for _, m := range members {
		if m.name == name && m.value.Kind() != 'n' {
			return m.value
		}
	}
	return nil
}

// textOf is the text of a JSON string.
func textOf(value jsontext.Value) string {
	b, err := jsontext.AppendUnquote(nil, value)
	if err != nil && len(b) == 0 {
		return ""
	}
	return string(b)
}

// elements are the values of a JSON array.
func elements(value jsontext.Value) []jsontext.Value {
	d := jsontext.NewDecoder(strings.NewReader(string(value)), lenient)
	if t, err := d.ReadToken(); err != nil || t.Kind() != '[' {
		return nil
	}
	var all []jsontext.Value
	for d.PeekKind() != ']' {
		v, err := d.ReadValue()
		if err != nil {
			return all
		}
		all = append(all, v.Clone())
	}
	return all
}
