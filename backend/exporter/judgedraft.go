package exporter

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// draft reads a record of a file as the draft that an export would have made, with what is wrong with it as warnings.
func (j *judge) draft(r row) *draft {
	d := &draft{source: &chat.Conversation{}}
	members, _ := rawMembers(r.json) // a broken row comes to no draft
	if id := valueOf(members, "conversation_id"); id != nil && id.Kind() == '"' {
		d.source.ExternalID = textOf(id)
	}
	if j.report.FileFormat == chat.JSONL && loneSurrogate(r.json) {
		j.once("LONE_SURROGATE", strconv.Itoa(j.report.Records))
	}
	if j.target.Key == "openai" && j.format == "openai" {
		j.extraKeys(members)
	}
	j.see(members)
	switch columns := j.textColumns(members); {
	case columns != nil:
		j.texts(d, members, columns)
		return d
	case j.format == "trl_prompt":
		j.turns(d, elements(valueOf(members, "prompt")))
		j.turns(d, elements(valueOf(members, "completion")))
	default:
		j.messages(d, members)
	}
	j.declared(d, members)
	j.order(d)
	d.finish(j.rules.parallel)
	if j.format == "openai" {
		d.warnNames()
	}
	return d
}

// messages reads the turns of a record, and what stands beside them.
func (j *judge) messages(d *draft, members []member) {
	list := valueOf(members, j.wording.list)
	if system := valueOf(members, j.wording.system); system != nil && system.Kind() == '"' && !blank(textOf(system)) {
		d.turns = append(d.turns, turn{role: roleSystem, content: textOf(system)})
	}
	if list != nil && list.Kind() == '"' {
		j.once("MESSAGES_TEXT", j.wording.list)
		list = jsontext.Value(textOf(list))
	}
	if list == nil || list.Kind() != '[' {
		d.warn("NO_MESSAGES", nil)
		return
	}
	hasRole := func(message jsontext.Value) bool {
		members, _ := objectMembers(string(message))
		return valueOf(members, j.wording.role) != nil
	}
	messages := elements(list)
	if len(messages) > 0 && !slices.ContainsFunc(messages, hasRole) {
		d.warn("NO_MESSAGES", nil)
		return
	}
	j.turns(d, messages)
	j.preference(d, members)
}

// turns reads a list of messages.
func (j *judge) turns(d *draft, messages []jsontext.Value) {
	for _, message := range messages {
		d.turns = append(d.turns, j.turn(d, message, len(d.turns)+1))
	}
}

// turn reads one message, the numberth of its record.
func (j *judge) turn(d *draft, message jsontext.Value, number int) turn {
	t := turn{number: number}
	d.warnText(&t, message)
	members, err := objectMembers(string(message))
	if err != nil {
		d.warn("CONTENT_NULL", &t, t.place())
		return t
	}
	text := func(name string) string {
		if v := valueOf(members, name); v != nil && v.Kind() == '"' {
			return textOf(v)
		}
		return ""
	}
	name := text(j.wording.role)
	role, ok := j.wording.roles[name]
	if !ok {
		d.warn("ROLE_UNKNOWN", &t, name, t.place())
		role = name
	}
	t.role, t.callID, t.name, t.reasoning = role, text("tool_call_id"), text("name"), text("reasoning_content")
	calls := valueOf(members, "tool_calls")
	asCalls := role == roleAssistant && j.rules.parallel && len(elements(calls)) > 0
	d.readContent(&t, valueOf(members, j.wording.content), asCalls)
	switch {
	case asCalls:
		t.role, t.text, t.content = roleFunctionCall, t.content, ""
		j.toolCalls(d, &t, calls)
	case role == roleFunctionCall:
		j.callText(d, &t)
	}
	j.calls = j.calls || t.role == roleFunctionCall
	return t
}

// readContent reads the content of a message; only calls may stand in its place.
func (d *draft) readContent(t *turn, content jsontext.Value, hasCalls bool) {
	switch {
	case content == nil && hasCalls:
	case content == nil:
		d.warn("CONTENT_NULL", t, t.place())
	case content.Kind() == '"':
		t.content = textOf(content)
	default:
		d.warn("CONTENT_PARTS", t, t.place())
		t.content = string(content)
	}
}

// warnText warns of text in t that is none: bytes that are no UTF-8, or half a surrogate pair.
func (d *draft) warnText(t *turn, json []byte) {
	if !utf8.Valid(json) || loneSurrogate(json) {
		d.warn("BAD_TEXT", t, t.place())
	}
}

// order warns of turns that do not stand as a trainer wants them.
func (j *judge) order(d *draft) {
	turns := d.turns
	systems := 0
	for i := range turns {
		if t := &turns[i]; t.role == roleSystem {
			if systems++; i > 0 && systems == 1 {
				d.warn("SYSTEM_LATE", t, t.place())
			}
		}
	}
	if systems > 1 {
		d.warn("SYSTEM_MANY", nil, strconv.Itoa(systems))
	}
	if len(turns) == 0 || systems == len(turns) {
		d.warn("NOTHING_TO_LEARN", nil)
		return
	}
	found := len(d.warned)
	d.turns = append(turns[:len(turns):len(turns)], d.rivals[:min(len(d.rivals), 1)]...)
	d.checkRecorded()
	d.turns = turns
	if j.rules.parallel {
		d.warned = append(d.warned[:found], withoutCode(d.warned[found:], "PARALLEL_RESULTS")...)
	}
	for i := 1; i < len(turns); i++ {
		j.neighbours(d, &turns[i-1], &turns[i])
	}
}

// neighbours warns of two turns of which an export would have made one.
func (j *judge) neighbours(d *draft, before, t *turn) {
	switch before.role + " " + t.role {
	case "user user", "assistant assistant":
		d.warn("ORDER", t, t.role, before.place(), t.place())
	case "assistant function_call":
		d.warn("CALL_TEXT", t, before.place(), t.place())
	case "function_call function_call":
		if !j.rules.parallel {
			d.warn("CALLS_APART", t, before.place(), t.place())
		}
	}
}

// withoutCode returns the findings of other codes.
func withoutCode(findings []chat.Finding, code string) []chat.Finding {
	var others []chat.Finding
	for _, f := range findings {
		if f.Code != code {
			others = append(others, f)
		}
	}
	return others
}
