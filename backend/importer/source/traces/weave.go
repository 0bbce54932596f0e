package traces

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// collect adds what the models were told and said, in the order of their spans.
func (w *weave) collect() {
	system := w.system()
	for i := range w.spans {
		s := &w.spans[i]
		if s.Kind != Model {
			continue
		}
		for range s.Input.Unknown + s.Output.Unknown {
			source.CountUnknown(w.c, "input or output in another shape")
		}
		input := s.Input.Turns
		if system != nil && len(w.c.Messages) == 0 && (len(input) == 0 || input[0].Role != chat.RoleSystem) {
			input = append(slices.Clone(system), input...)
		}
		if len(input)+len(s.Output.Turns) > 0 {
			w.span(i, input)
		}
	}
}

// system is what the span around all others says the model was told; it is used when no call of a model says it.
func (w *weave) system() (system []turns.Turn) {
	for i := range w.spans {
		if w.spans[i].Parent != "" || w.spans[i].Kind == Model {
			continue
		}
		for _, t := range w.spans[i].Input.Turns {
			if t.Role == chat.RoleSystem {
				system = append(system, t)
			}
		}
		if system != nil {
			return system
		}
	}
	return nil
}

// span adds one call of a model: its input behind what is known of it, then its output.
func (w *weave) span(i int, input []turns.Turn) {
	s := &w.spans[i]
	run, name := w.owner(i)
	run += "\x00" + name
	if w.graph && (run != w.run || len(w.c.Rounds) == 0) {
		w.c.Rounds = append(w.c.Rounds, chat.Round{Number: len(w.c.Rounds) + 1, AgentName: name, Tools: s.tools()})
	}
	w.run = run
	at, input := w.begin(s, input)
	if before, ok := w.ends[run]; ok && len(input) == 0 {
		at = before // the history is not in this span: it goes on where the run was
	}
	for k := range input {
		at = w.add(at, &input[k], s.Start, "")
	}
	model := cmp.Or(s.Model, s.Output.Model)
	for k := range s.Output.Turns {
		at = w.add(at, &s.Output.Turns[k], cmp.Or(s.End, s.Start), model)
	}
	w.ends[run] = at
	w.said = append(w.said, spoken{i, at.message})
	if at.length >= w.length || w.graph {
		w.leaf, w.key, w.length = at.message, at.key, at.length
	}
}

// begin is where the input of a span begins: at the beginning of the conversation, which most inputs repeat, or where
// the traces before had got to, when the input of a later trace does not repeat them. What the model was told first is
// left out then, when it was told before.
func (w *weave) begin(s *Span, input []turns.Turn) (end, []turns.Turn) {
	from, begun := w.begins[s.Trace]
	if !begun {
		from = end{w.leaf, w.key, w.length}
		w.begins[s.Trace] = from
	}
	if from.message == "" || len(input) == 0 {
		return from, input
	}
	at, told := end{}, 0
	for told < len(input) && input[told].Role == chat.RoleSystem && w.knows(&at, &input[told]) {
		told++
	}
	if told == len(input) || w.knows(&at, &input[told]) {
		return end{}, input
	}
	return from, input[told:]
}

// knows says whether a message is there already behind at, which then goes on to it.
func (w *weave) knows(at *end, t *turns.Turn) bool {
	key := source.ContentID(append([]string{at.key}, content(t)...)...)
	id, ok := w.seen[key]
	if ok {
		*at = end{id, key, at.length + 1}
	}
	return ok
}

func (s *Span) tools() []chat.Tool {
	if len(s.Tools) > 0 {
		return s.Tools
	}
	return s.Input.Tools
}

// add puts a message behind at, unless the same one is there already.
func (w *weave) add(at end, t *turns.Turn, when chat.Time, model string) end {
	if w.knows(&at, t) {
		return at
	}
	key := source.ContentID(append([]string{at.key}, content(t)...)...)
	turn := *t
	if turn.Role == chat.RoleAssistant {
		turn.Model = cmp.Or(turn.Model, model)
	}
	if !turn.CreatedAt.Valid {
		turn.CreatedAt = when
	}
	w.thread.Last = at.message
	if w.graph && len(w.c.Messages) > 0 {
		w.thread.Last = w.c.Messages[len(w.c.Messages)-1].ID // the runs of nodes follow each other
	}
	w.thread.Add(&turn, len(w.c.Rounds))
	w.seen[key] = w.thread.Last
	return end{w.thread.Last, key, at.length + 1}
}

// content is what makes a message the same in two spans: what was said, and what was called.
func content(t *turns.Turn) []string {
	c := &chat.Conversation{}
	turns.NewThread(c).Add(t, 0)
	var parts []string
	for i := range c.Messages {
		m := &c.Messages[i]
		parts = append(parts, string(m.Role), m.Content)
		for _, call := range m.ToolCalls {
			parts = append(parts, call.Name, canonical(call.Arguments))
		}
		for _, a := range m.Attachments {
			parts = append(parts, a.Name)
		}
	}
	return append(parts, strconv.Itoa(len(parts)))
}

// same says whether two turns are the same message.
func same(a, b turns.Turn) bool { return slices.Equal(content(&a), content(&b)) }

// canonical writes arguments so that the same ones are equal however they were spaced.
func canonical(arguments string) string {
	v := jsontext.Value(arguments)
	if v.Canonicalize() != nil {
		return arguments
	}
	return string(v)
}

// spend adds the tokens and the tools of the calls of models to their rounds, which are those of the branch in view.
func (w *weave) spend() {
	rounds := map[string]int{}
	tree := chat.NewTree(w.c)
	for _, i := range tree.Path(tree.InView()) {
		rounds[w.c.Messages[i].ID] = w.c.Messages[i].Round
	}
	for _, said := range w.said {
		number := rounds[said.message]
		at := slices.IndexFunc(w.c.Rounds, func(r chat.Round) bool { return r.Number == number })
		if number == 0 {
			continue
		}
		if at < 0 {
			w.c.Rounds = append(w.c.Rounds, chat.Round{Number: number})
			at = len(w.c.Rounds) - 1
		}
		s, r := &w.spans[said.span], &w.c.Rounds[at]
		r.Model = cmp.Or(s.Model, s.Output.Model, r.Model)
		r.PromptTokens = sum(r.PromptTokens, first(s.Prompt, s.Output.Prompt))
		r.CompletionTokens = sum(r.CompletionTokens, first(s.Completion, s.Output.Completion))
		if len(r.Tools) == 0 {
			r.Tools = s.tools()
		}
	}
}

func first(a, b *int64) *int64 {
	if a == nil {
		return b
	}
	return a
}

// sum adds two counts, of which either may be unknown.
func sum(a, b *int64) *int64 {
	if a == nil || b == nil {
		return first(a, b)
	}
	n := *a + *b
	return &n
}
