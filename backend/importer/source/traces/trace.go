// Package traces makes conversations of traces: the spans in which Langfuse, LangSmith and OpenTelemetry record the
// calls of models and tools (FORMATS.md §20). Every call of a model repeats the whole history before it; here each
// message is kept once.
package traces

import (
	"cmp"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// Kind is what a span records.
type Kind int

// The kinds of spans. All but Other matter to the conversation.
const (
	Other Kind = iota
	Model      // a call of a model
	Agent      // the run of an agent or a node
	Tool       // the run of a tool
)

// Span is one step of a trace.
type Span struct {
	Trace              string // id of the trace it is of
	ID, Parent         string
	Name               string
	Node               string // the agent or node it belongs to, when it names one
	Kind               Kind
	Start, End         chat.Time
	Model              string
	Prompt, Completion *int64 // tokens; nil when not said
	Input, Output      Said
	Tools              []chat.Tool
	CallID             string // of a Tool
	Result             string // of a Tool, as a text
	Failed             bool
	Partial            bool // what it says comes behind what other records of the same span say
}

// Conversation puts what the spans of one trace say into c: each message once, answers of the same history as branches,
// the runs of several named nodes one after the other. It is false when no model said anything.
func Conversation(c *chat.Conversation, spans []Span) bool {
	w := &weave{c: c, spans: merged(spans), thread: turns.NewThread(c), byID: map[string]int{}, seen: map[string]string{}, ends: map[string]end{}, begins: map[string]end{}}
	slices.SortStableFunc(w.spans, func(a, b Span) int { return cmp.Compare(a.Start.MS, b.Start.MS) })
	for i := range w.spans {
		w.byID[w.spans[i].Trace+"\x00"+w.spans[i].ID] = i
	}
	w.graph = len(w.nodes()) > 1
	w.collect()
	if len(c.Messages) == 0 { // no call of a model was recorded: what went in and came out is all there is
		w.outermost()
		w.collect()
	}
	if len(c.Messages) == 0 {
		return false
	}
	w.results()
	w.thread.Finish(0)
	c.Type = source.TypeOf(c.Messages)
	if w.graph {
		c.Type = chat.TypeGraph
	} else {
		c.Rounds = nil
	}
	c.Leaf = w.leaf
	source.Settle(c, nil)
	w.spend()
	return true
}

// weave is the work on one trace.
type weave struct {
	c      *chat.Conversation
	spans  []Span
	byID   map[string]int
	thread *turns.Thread
	graph  bool
	seen   map[string]string // what was said up to a message, as a key, to its id
	ends   map[string]end    // of each run, by the id of its span
	begins map[string]end    // where each trace of the conversation begins
	leaf   string
	key    string // of leaf
	length int    // messages up to leaf
	run    string
	said   []spoken
}

// end is where a run has got to.
type end struct {
	message, key string
	length       int
}

// spoken is what a span added.
type spoken struct {
	span    int
	message string // the last
}

// nodes are the names of the agents and nodes in which models were called.
func (w *weave) nodes() map[string]bool {
	names := map[string]bool{}
	for i := range w.spans {
		if w.spans[i].Kind == Model {
			if _, name := w.owner(i); name != "" {
				names[name] = true
			}
		}
	}
	return names
}

// owner is the run that a span belongs to: the nearest span of an agent around it, or what is directly around it.
func (w *weave) owner(i int) (run, name string) {
	run = w.spans[i].Parent
	seen := map[int]bool{}
	for at, ok := i, true; ok && !seen[at]; at, ok = w.up(at) {
		seen[at] = true
		switch s := &w.spans[at]; {
		case s.Node != "":
			if s.Kind == Model && s.Parent != "" {
				return s.Parent, s.Node
			}
			return s.ID, s.Node
		case s.Kind == Agent:
			return s.ID, agentName(s.Name)
		}
	}
	return run, ""
}

func (w *weave) up(i int) (int, bool) {
	at, ok := w.byID[w.spans[i].Trace+"\x00"+w.spans[i].Parent]
	return at, ok
}

// agentName is the name of an agent in that of its span: "invoke_agent x" of OpenTelemetry, "x run" of Pydantic AI.
func agentName(span string) string {
	return strings.TrimSuffix(strings.TrimPrefix(span, "invoke_agent "), " run")
}

// outermost takes the first span that no other is around, and that says anything, for a call of a model. What comes out
// of LangGraph is its whole state, which begins with what went in.
func (w *weave) outermost() {
	for i := range w.spans {
		if s := &w.spans[i]; s.Parent == "" && len(s.Input.Turns)+len(s.Output.Turns) > 0 {
			s.Kind = Model
			if in := s.Input.Turns; len(in) < len(s.Output.Turns) && slices.EqualFunc(in, s.Output.Turns[:len(in)], same) {
				s.Output.Turns = s.Output.Turns[len(in):]
			}
			return
		}
	}
}
