package exporter

import (
	"iter"
	"strconv"

	"loquat/backend/chat"
)

// The roles of the data format; SPEC.md §3.
const (
	roleSystem       = "system"
	roleUser         = "user"
	roleAssistant    = "assistant"
	roleFunctionCall = "function_call"
	roleTool         = "tool"
)

// draft is one record in the making: a conversation, or one round of a graph.
type draft struct {
	source *chat.Conversation
	title  string // the conversation's
	model  string
	tools  []*tool
	turns  []turn
	rivals []turn // of a preference: the better answer and the other one
	origin string // of a preference: how it is known
	good   bool   // of a rated answer: it is a good one

	repaired []chat.Finding // what was changed
	warned   []chat.Finding // what remains
	left     *chat.Finding  // why there is no record; nil when there is one
}

// turn is one message of a record.
type turn struct {
	number  int    // its place among the messages as recorded, from 1
	message string // id of the conversation's message

	role      string
	content   string // of a function_call: the call JSON, set last
	text      string // of a function_call: what was said beside the call
	reasoning string
	thought   string // of a function_call: reasoning as text before it; content begins with it already
	calls     []call // of a function_call
	callID    string // of a tool turn
	name      string // of a tool turn
}

// call is one call of a tool.
type call struct {
	id, name  string
	arguments string // as recorded: the text of a JSON object
	object    string // the same object with a blank after each comma and colon, for the call JSON
}

// all yields every turn, those of a preference last.
func (d *draft) all() iter.Seq[*turn] {
	return func(yield func(*turn) bool) {
		for _, turns := range [][]turn{d.turns, d.rivals} {
			for i := range turns {
				if !yield(&turns[i]) {
					return
				}
			}
		}
	}
}

// finding makes the report's line about turn t, or about the whole record when t is nil.
func (d *draft) finding(name string, done bool, t *turn, values ...string) chat.Finding {
	f := chat.Finding{ConversationID: d.source.ExternalID, ID: d.source.ID, Title: d.source.Title}
	if t != nil {
		f.Turn, f.MessageID = t.number, t.message
	}
	return fillFinding(f, name, done, values)
}

// fillFinding adds code, level and sentence to f; done adds what was done about it.
func fillFinding(f chat.Finding, name string, done bool, values []string) chat.Finding {
	c := code(name)
	f.Code, f.Level, f.Values = c.Code, c.Level, values
	if values == nil {
		f.Values = []string{}
	}
	f.Message = fill(c.Sentence, values)
	if done && c.Done != "" {
		f.Message += " " + fill(c.Done, values)
	}
	return f
}

// repair reports a change.
func (d *draft) repair(name string, t *turn, values ...string) {
	d.repaired = append(d.repaired, d.finding(name, true, t, values...))
}

// warn reports what stays as it is.
func (d *draft) warn(name string, t *turn, values ...string) {
	d.warned = append(d.warned, d.finding(name, false, t, values...))
}

// leave says that no record comes of d; the first reason counts.
func (d *draft) leave(name string, t *turn, values ...string) {
	if d.left == nil {
		f := d.finding(name, true, t, values...)
		d.left = &f
	}
}

// place is the turn's number as a value of a sentence.
func (t *turn) place() string { return strconv.Itoa(t.number) }
