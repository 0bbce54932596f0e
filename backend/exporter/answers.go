package exporter

import (
	"slices"

	"loquat/backend/chat"
)

// perAnswer makes a draft of each answer in d, with all that stands before it. What was repaired and warned of is said
// with the first draft that has the turn concerned.
func (d *draft) perAnswer() []*draft {
	ends := d.answers()
	if d.left != nil || len(ends) == 0 {
		return []*draft{d}
	}
	var all []*draft
	repaired, warned := d.repaired, d.warned
	for i, end := range ends {
		one := *d
		one.turns = slices.Clone(d.turns[:end+1])
		last := one.turns[end].number
		if i == len(ends)-1 {
			last = len(d.source.Messages)
		}
		one.repaired, repaired = upTo(repaired, last)
		one.warned, warned = upTo(warned, last)
		all = append(all, &one)
	}
	return all
}

// answers returns the places of the last turn before each user turn, and at the end, when there is something to learn.
func (d *draft) answers() []int {
	var ends []int
	for i := range d.turns {
		t := &d.turns[i]
		last := i+1 == len(d.turns) || d.turns[i+1].role == roleUser
		if last && (t.role == roleFunctionCall || t.role == roleAssistant && !blank(t.content)) {
			ends = append(ends, i)
		}
	}
	return ends
}

// upTo parts findings about turns up to the number last, or about none, from the others.
func upTo(findings []chat.Finding, last int) (now, later []chat.Finding) {
	for _, f := range findings {
		if f.Turn <= last {
			now = append(now, f)
		} else {
			later = append(later, f)
		}
	}
	return now, later
}
