package traces

import (
	"cmp"

	"loquat/backend/chat"
)

// merged is the spans with those of the same id joined into one: a span is written when it begins and once more when it
// ends, and a list of spans may stand twice, without and with what they say.
func merged(spans []Span) (out []Span) {
	places := map[string]int{}
	for _, s := range spans {
		id := s.Trace + "\x00" + s.ID
		at, ok := places[id]
		if s.ID == "" || !ok {
			places[id] = len(out)
			out = append(out, s)
			continue
		}
		out[at].merge(s)
	}
	return out
}

// merge takes from a later record of the same span what it says.
func (s *Span) merge(b Span) {
	if b.Partial {
		b.Kind = cmp.Or(s.Kind, b.Kind)
		b.Input.Turns = append(s.Input.Turns[:len(s.Input.Turns):len(s.Input.Turns)], b.Input.Turns...)
		b.Output.Turns = append(s.Output.Turns[:len(s.Output.Turns):len(s.Output.Turns)], b.Output.Turns...)
	}
	s.Parent, s.Name, s.Node = cmp.Or(b.Parent, s.Parent), cmp.Or(b.Name, s.Name), cmp.Or(b.Node, s.Node)
	s.Kind, s.Model = cmp.Or(b.Kind, s.Kind), cmp.Or(b.Model, s.Model)
	s.Start, s.End = known(s.Start, b.Start), known(b.End, s.End)
	s.Prompt, s.Completion = first(b.Prompt, s.Prompt), first(b.Completion, s.Completion)
	s.CallID, s.Result = cmp.Or(b.CallID, s.CallID), cmp.Or(b.Result, s.Result)
	s.Failed = s.Failed || b.Failed
	if len(b.Tools) > 0 {
		s.Tools = b.Tools
	}
	if b.Input.says() {
		s.Input = b.Input
	}
	if b.Output.says() {
		s.Output = b.Output
	}
}

func (s *Said) says() bool { return len(s.Turns)+len(s.Tools) > 0 }

func known(a, b chat.Time) chat.Time {
	if a.Valid {
		return a
	}
	return b
}
