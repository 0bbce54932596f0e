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
}

// wordingOf is the wording of a data format, with what dataset_info.json says instead.
func wordingOf(format string, d described) wording {
	w := wording{list: "messages", role: "role", content: "content", tools: "tools", roles: map[string]string{}}
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
	w.described(d)
	return w
}

// described takes the columns and tags of dataset_info.json.
func (w *wording) described(d described) {
	if !d.info {
		return
	}
	set := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	set(&w.list, d.columns["messages"])
	set(&w.role, d.tags["role_tag"])
	set(&w.content, d.tags["content_tag"])
	w.tools = d.columns["tools"]
	// Of two tags with one name the later counts, as in LLaMA-Factory (data/converter.py).
	tags := pairs{{"user_tag", roleUser}, {"assistant_tag", roleAssistant}, {"observation_tag", roleTool}, {"function_tag", roleFunctionCall},
		{"system_tag", roleSystem}}
	for _, tag := range tags {
		if name := d.tags[tag.name]; name != "" {
			w.roles[name] = tag.value
		}
	}
}

// recognise finds the data format that the first records have, unless it is said.
func (j *judge) recognise(first []row) {
	if j.format == "" {
		j.format = recognised(first, j.target)
	}
	f, _ := findFormat(j.format) // one that is said was found before
	j.rules = f.rules
	j.wording = wordingOf(j.format, j.described)
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
		if format := byCalls(string(r.json)); format != "" {
			return format
		}
	}
	if slices.Contains([]string{"openai", "trl", "swift"}, t.instead) {
		return t.instead
	}
	return "standard"
}

// byCalls recognises a data format by how a record calls tools; empty when it calls none. ms-swift reads standard's role of
// a call as well, so its own come first.
func byCalls(record string) string {
	unescaped := strings.ReplaceAll(record, `\"`, `"`) // of messages that are text in a cell
	text := strings.ReplaceAll(unescaped, " ", "")
	says := func(role string) bool { return strings.Contains(text, `"role":"`+role+`"`) }
	switch {
	case says(swiftCall) || says(swiftResult):
		return "swift"
	case says(roleFunctionCall):
		return "standard"
	case !strings.Contains(unescaped, `"tool_calls"`):
		return ""
	case strings.Contains(text, `"arguments":{`):
		return "trl"
	}
	return "openai"
}

// byColumns recognises a data format by the columns of a record; empty when they do not tell.
func byColumns(members []member) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return valueOf(members, name) == nil })
	}
	switch {
	case has("conversations"):
		return "sharegpt"
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
