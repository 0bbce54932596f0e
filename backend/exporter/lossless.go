package exporter

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// roleAliases are other names for the roles of the data format.
var roleAliases = map[string]string{
	"developer": roleSystem,
	"human":     roleUser, "prompter": roleUser,
	"gpt": roleAssistant, "model": roleAssistant, "bot": roleAssistant, "ai": roleAssistant, "chatgpt": roleAssistant,
	roleFunctionCall: roleAssistant, "tool_call": roleAssistant,
	"function": roleTool, "observation": roleTool, "tool_response": roleTool,
}

// mend makes the repairs that lose nothing, in the order of EXPORT.md §5; d.left is set when none can help.
func (d *draft) mend() {
	d.nameRoles()
	d.validText()
	d.liftSystem()
	d.readCalls()
	d.join()
}

// nameRoles gives every turn a role of the data format.
func (d *draft) nameRoles() {
	for i := range d.turns {
		t := &d.turns[i]
		switch t.role {
		case roleSystem, roleUser, roleTool:
		case roleAssistant:
			if len(t.calls) > 0 {
				t.role, t.text, t.content = roleFunctionCall, t.content, ""
			}
		default:
			role, ok := roleAliases[strings.ToLower(t.role)]
			if !ok {
				d.leave("ROLE_UNKNOWN", t, t.role, t.place())
				return
			}
			d.repair("ROLE_ALIAS", t, t.role, t.place(), role)
			t.role = role
			if role == roleAssistant && len(t.calls) > 0 {
				t.role, t.text, t.content = roleFunctionCall, t.content, ""
			}
		}
	}
}

// validText replaces what is not UTF-8; readers have done so already, and a file must never hold it.
func (d *draft) validText() {
	for i := range d.turns {
		t := &d.turns[i]
		bad := false
		texts := []*string{&t.content, &t.text, &t.reasoning, &t.callID, &t.name}
		for j := range t.calls {
			texts = append(texts, &t.calls[j].id, &t.calls[j].name, &t.calls[j].arguments)
		}
		for _, s := range texts {
			if !utf8.ValidString(*s) {
				*s = strings.ToValidUTF8(*s, "\uFFFD")
				bad = true
			}
		}
		if bad {
			d.repair("BAD_TEXT", t, t.place())
		}
	}
}

// liftSystem keeps the last system prompt only, and puts it first.
func (d *draft) liftSystem() {
	if !slices.ContainsFunc(d.turns, func(t turn) bool { return t.role == roleSystem }) {
		return
	}
	var found []turn
	rest := make([]turn, 0, len(d.turns)+1)
	for i := range d.turns {
		if t := d.turns[i]; t.role == roleSystem {
			if strings.TrimSpace(t.content) == "" {
				d.repair("EMPTY_TURN", &t, t.place())
				continue
			}
			found = append(found, t)
		} else {
			rest = append(rest, t)
		}
	}
	if len(found) == 0 {
		d.turns = rest
		return
	}
	last := found[len(found)-1]
	count := strconv.Itoa(len(found))
	switch {
	case len(found) > 1 && sameContent(found):
		d.repair("SYSTEM_SAME", &last, count)
	case len(found) > 1:
		d.repair("SYSTEM_MANY", &last, count)
	case last.number > 1 && len(rest) > 0 && rest[0].number < last.number:
		d.repair("SYSTEM_LATE", &last, last.place())
	}
	d.turns = append([]turn{last}, rest...)
}

// sameContent says whether all turns have the same text.
func sameContent(turns []turn) bool {
	for _, t := range turns[1:] {
		if t.content != turns[0].content {
			return false
		}
	}
	return true
}

// readCalls reads the arguments of every call; a call that cannot be written as JSON leaves the record out.
func (d *draft) readCalls() {
	for i := range d.turns {
		t := &d.turns[i]
		for j := range t.calls {
			c := &t.calls[j]
			if strings.TrimSpace(c.name) == "" {
				d.leave("CALL_NO_NAME", t, t.place())
				return
			}
			if strings.TrimSpace(c.arguments) == "" {
				d.repair("ARGS_EMPTY", t, c.name, t.place())
				c.arguments = "{}"
			}
			object, replaced, err := spacedObject(c.arguments)
			if err != nil {
				d.leave("ARGS_NOT_OBJECT", t, c.name, t.place())
				return
			}
			if replaced {
				d.repair("BAD_TEXT", t, t.place())
				c.arguments = compact(c.arguments)
			}
			c.object = object
		}
	}
}
