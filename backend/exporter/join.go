package exporter

import (
	"strings"
	"unicode"
)

// join merges neighbours that a trainer wants as one: turns of the same role, text before its call, calls without a
// result between.
func (d *draft) join() {
	out := d.turns[:0]
	for _, t := range d.turns {
		if len(out) == 0 || !d.joined(&out[len(out)-1], &t) {
			out = append(out, t)
		}
	}
	d.turns = out
}

// joined merges t into the turn before it when it can.
func (d *draft) joined(before, t *turn) bool {
	switch pair := before.role + " " + t.role; pair {
	case "user user", "assistant assistant":
		d.joinText(before, t)
	case "tool tool":
		if before.callID == "" || before.callID != t.callID {
			return false
		}
		d.repair("ORDER", t, t.role, before.place(), t.place())
		before.content = paragraphs(before.content, t.content)
	case "assistant function_call":
		d.joinCall(before, t)
	case "function_call function_call":
		d.repair("CALLS_APART", t, before.place(), t.place())
		before.calls = append(before.calls[:len(before.calls):len(before.calls)], t.calls...)
		before.text = paragraphs(before.text, t.text)
		before.reasoning = paragraphs(before.reasoning, t.reasoning)
	default:
		return false
	}
	return true
}

// joinText merges two turns of one role; an empty one simply goes, with what was thought kept.
func (d *draft) joinText(before, t *turn) {
	switch {
	case blank(t.content):
		d.repair(emptyCode(t), t, t.place())
		before.reasoning = paragraphs(before.reasoning, t.reasoning)
	case blank(before.content):
		d.repair(emptyCode(before), before, before.place())
		t.reasoning = paragraphs(before.reasoning, t.reasoning)
		*before = *t
	default:
		d.repair("ORDER", t, t.role, before.place(), t.place())
		before.content = paragraphs(before.content, t.content)
		before.reasoning = paragraphs(before.reasoning, t.reasoning)
	}
}

// joinCall keeps what was said before a call beside it.
func (d *draft) joinCall(before, t *turn) {
	if blank(before.content) {
		d.repair(emptyCode(before), before, before.place())
	} else {
		d.repair("CALL_TEXT", t, before.place(), t.place())
		t.text = paragraphs(before.content, t.text)
	}
	t.reasoning = paragraphs(before.reasoning, t.reasoning)
	*before = *t
}

// emptyCode is the code for an empty turn: an empty answer would be learnt.
func emptyCode(t *turn) string {
	if t.role == roleAssistant {
		return "EMPTY_ANSWER"
	}
	return "EMPTY_TURN"
}

// paragraphs puts b after a with a blank line between.
func paragraphs(a, b string) string {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	return a + "\n\n" + b
}

// blank says whether s has nothing to read; a NUL, which no CSV can hold, is nothing.
func blank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return r == 0 || unicode.IsSpace(r) }) == ""
}
