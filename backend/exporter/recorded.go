package exporter

import "strconv"

// checkRecorded warns of what a trainer would do with a record whose turns stay as they were ("As recorded").
func (d *draft) checkRecorded() {
	turns := d.turns
	if len(turns) > 0 && turns[0].role == roleSystem {
		turns = turns[1:]
	}
	if len(turns) == 0 {
		d.leave("NOTHING_TO_LEARN", nil)
		return
	}
	if !d.has(roleUser) {
		d.warn("NO_USER", nil)
	} else if first := &turns[0]; first.role != roleUser {
		d.warn("START", first, first.role, first.place())
	}
	if !d.learnable() {
		d.warn("NOTHING_TO_LEARN", nil)
	} else if last := &turns[len(turns)-1]; last.role == roleUser || last.role == roleTool {
		d.warn("END", last, last.role, last.place())
	}
	for i := range turns {
		d.checkTurn(turns, i)
	}
}

// checkTurn warns of turn i and what follows it.
func (d *draft) checkTurn(turns []turn, i int) {
	t := &turns[i]
	var next *turn
	if i+1 < len(turns) {
		next = &turns[i+1]
	}
	switch t.role {
	case roleUser, roleAssistant:
		if blank(t.content) {
			d.warn(emptyCode(t), t, t.place())
		}
		if next != nil && next.role == roleTool {
			d.warn("RESULT_NO_CALL", next, next.place())
		}
	case roleTool:
		if next != nil && next.role == roleUser {
			if c := callBefore(turns[:i]); c != nil {
				d.warn("INTERRUPTED", c, c.calls[0].name, c.place())
			}
		}
	case roleFunctionCall:
		if next != nil && next.role != roleTool {
			d.warn("CALL_NO_RESULT", t, t.calls[0].name, t.place())
		}
		if i+2 < len(turns) && next.role == roleTool && turns[i+2].role == roleTool {
			d.warn("PARALLEL_RESULTS", t, t.place(), strconv.Itoa(len(t.calls)))
		}
	}
}

// callBefore finds the call that the results at the end of turns belong to.
func callBefore(turns []turn) *turn {
	for i := len(turns) - 1; i >= 0; i-- {
		switch turns[i].role {
		case roleFunctionCall:
			return &turns[i]
		case roleTool:
		default:
			return nil
		}
	}
	return nil
}
