package exporter

// trim takes out what would make a trainer skip the record, in the order of EXPORT.md §5: "Training-ready". split writes
// parallel calls one at a time.
func (d *draft) trim(split bool) {
	d.dropEmpty()
	d.pairCalls(split)
	d.dropInterrupted()
	d.dropLeading()
	d.dropTrailing()
	d.join()
}

// dropEmpty takes out user turns and answers without text.
func (d *draft) dropEmpty() {
	out := d.turns[:0]
	for _, t := range d.turns {
		if (t.role == roleUser || t.role == roleAssistant) && blank(t.content) {
			d.repair(emptyCode(&t), &t, t.place())
			continue
		}
		out = append(out, t)
	}
	d.turns = out
}

// dropInterrupted takes out the calls whose results were followed by the user instead of an answer.
func (d *draft) dropInterrupted() {
	out := d.turns[:0]
	for _, t := range d.turns {
		if t.role == roleUser {
			for len(out) > 0 && out[len(out)-1].role == roleTool {
				out = d.dropExchange(out)
			}
		}
		out = append(out, t)
	}
	d.turns = out
}

// dropExchange takes a call and its results off the end of turns; what was said beside the call stays.
func (d *draft) dropExchange(turns []turn) []turn {
	end := len(turns)
	for end > 0 && turns[end-1].role == roleTool {
		end--
	}
	t := turns[end-1] // pairCalls left no result without its call
	for _, c := range t.calls {
		d.repair("INTERRUPTED", &t, c.name, t.place())
	}
	turns = turns[:end-1]
	if said, ok := spoken(t); ok {
		turns = append(turns, said)
	}
	return turns
}

// spoken returns what was said beside a call as an answer of its own.
func spoken(t turn) (turn, bool) {
	if blank(t.text) {
		return turn{}, false
	}
	t.role, t.content, t.text, t.calls = roleAssistant, t.text, "", nil
	return t, true
}

// dropLeading takes out what stands before the first user turn, the system prompt excepted.
func (d *draft) dropLeading() {
	out := d.turns[:0]
	started := false
	for _, t := range d.turns {
		started = started || t.role == roleUser
		if !started && t.role != roleSystem {
			d.repair("START", &t, t.role, t.place())
			continue
		}
		out = append(out, t)
	}
	d.turns = out
}

// dropTrailing takes user and tool turns off the end. A call at the end stays: it is learnt.
func (d *draft) dropTrailing() {
	for n := len(d.turns); n > 0; n-- {
		t := d.turns[n-1]
		if t.role != roleUser && t.role != roleTool {
			break
		}
		d.repair("END", &t, t.role, t.place())
		d.turns = d.turns[:n-1]
	}
}
