package exporter

import (
	"slices"
	"strconv"
)

// pairCalls gives every call its result. Results without a call go, and so do calls without a result, unless the record
// ends there. split writes parallel calls one at a time.
func (d *draft) pairCalls(split bool) {
	if !slices.ContainsFunc(d.turns, func(t turn) bool { return t.role == roleTool || t.role == roleFunctionCall }) {
		return
	}
	out := make([]turn, 0, len(d.turns))
	for i := 0; i < len(d.turns); i++ {
		t := d.turns[i]
		switch t.role {
		case roleTool:
			d.repair("RESULT_NO_CALL", &t, t.place())
		case roleFunctionCall:
			end := i + 1
			for end < len(d.turns) && d.turns[end].role == roleTool {
				end++
			}
			out = d.pair(out, t, d.turns[i+1:end], d.turns[end:], split)
			i = end - 1
		default:
			out = append(out, t)
		}
	}
	d.turns = out
}

// pair appends the exchange of turn t and its results to out; after is what follows.
func (d *draft) pair(out []turn, t turn, results, after []turn, split bool) []turn {
	answers := d.match(&t, results)
	var kept []call
	var answered []turn
	for i, c := range t.calls {
		last := len(after) == 0 && i >= len(t.calls)-unanswered(answers)
		switch {
		case answers[i] != nil:
			kept, answered = append(kept, c), append(answered, *answers[i])
		case last && len(kept) == len(answered), !split && last && len(answered) == 0:
			kept = append(kept, c) // the record ends with this call
		case len(after) > 0 && after[0].role == roleUser:
			d.repair("INTERRUPTED", &t, c.name, t.place())
		default:
			d.repair("CALL_NO_RESULT", &t, c.name, t.place())
		}
	}
	t.calls = kept
	switch {
	case len(kept) == 0:
		if said, ok := spoken(t); ok {
			out = append(out, said)
		}
		return out
	case len(kept) == 1 || !split:
		return append(append(out, t), answered...)
	}
	d.repair("PARALLEL_RESULTS", &t, t.place(), strconv.Itoa(len(kept)))
	return oneAtATime(out, t, answered)
}

// unanswered counts the calls at the end of a list that have no result.
func unanswered(answers []*turn) int {
	n := 0
	for n < len(answers) && answers[len(answers)-1-n] == nil {
		n++
	}
	return n
}

// oneAtATime appends each call of t with its result; what was said and thought stays with the first.
func oneAtATime(out []turn, t turn, answered []turn) []turn {
	calls := t.calls
	for i, c := range calls {
		t.calls = []call{c}
		out = append(out, t)
		if i < len(answered) {
			out = append(out, answered[i])
		}
		t.text, t.reasoning = "", ""
	}
	return out
}

// match finds the result of each call of t: by id, and where an id is missing by order. A further result of a call is
// joined to the first.
func (d *draft) match(t *turn, results []turn) []*turn {
	answers := make([]*turn, len(t.calls))
	placed := make([]*turn, len(results)) // the turn that now holds each result
	for r := range results {
		for i, c := range t.calls {
			if c.id != "" && c.id == results[r].callID && placed[r] == nil {
				placed[r] = d.answer(&answers[i], &results[r])
			}
		}
	}
	for r := range results {
		if placed[r] != nil {
			continue
		}
		if placed[r] = d.matchByOrder(t, answers, &results[r]); placed[r] != nil {
			continue
		}
		if r > 0 && placed[r-1] != nil && results[r].callID == "" {
			placed[r] = d.answer(&placed[r-1], &results[r])
			continue
		}
		d.repair("RESULT_NO_CALL", &results[r], results[r].place())
	}
	return answers
}

// matchByOrder gives result to the first call that has none, when one of the two has no id.
func (d *draft) matchByOrder(t *turn, answers []*turn, result *turn) *turn {
	for i, c := range t.calls {
		if answers[i] == nil && (result.callID == "" || c.id == "") {
			return d.answer(&answers[i], result)
		}
	}
	return nil
}

// answer puts result in place, joined to what is there already, and returns the turn that holds it.
func (d *draft) answer(place **turn, result *turn) *turn {
	if *place == nil {
		*place = result
		return result
	}
	first := *place
	d.repair("ORDER", result, result.role, first.place(), result.place())
	first.content = paragraphs(first.content, result.content)
	return first
}
