package exporter

import (
	"strconv"
	"strings"
)

// placeReasoning puts what the model thought where it is to stand, and says what has no place in the data format.
func (d *draft) placeReasoning(c choices, f Format) {
	thoughts, spoken := 0, 0
	for t := range d.all() {
		if c.spoken && t.speak() {
			d.warn("SPOKEN_CALL", t, t.place())
		}
		if !blank(t.reasoning) {
			thoughts++
			if c.reasoning == reasoningInline {
				t.think(t.reasoning)
				if t.role == roleFunctionCall && !f.rules.parallel {
					d.warn("INLINE_CALL", t, t.place())
				}
			}
		}
		if c.reasoning != reasoningField {
			t.reasoning = ""
		}
		if t.role == roleFunctionCall && !blank(t.text) {
			spoken++
		}
	}
	if thoughts > 0 && c.reasoning == reasoningOmit && !c.dropThoughts {
		d.warn("REASONING_OUT", nil, f.Key, strconv.Itoa(thoughts))
	}
	if spoken > 0 && !f.rules.spoken {
		d.warn("TEXT_OUT", nil, f.Key, strconv.Itoa(spoken))
	}
	if f.rules.noTools && len(d.tools) > 0 {
		d.warn("TOOLS_OUT", nil, f.Key)
	}
}

// The marks around a call that follows a text.
const callBegins, callEnds = "<tool_call>", "</tool_call>"

// speak puts what was said beside a call before it and says whether there was something. A text with the mark of a call
// stays where it is: the mark would be found there first.
func (t *turn) speak() bool {
	if t.role != roleFunctionCall || blank(t.text) || strings.Contains(t.text, callBegins) {
		return false
	}
	t.content, t.text = t.text+"\n"+callBegins+t.content+callEnds, ""
	return true
}

// The marks around a thought.
const thoughtBegins, thoughtEnds = "<think>", "</think>"

// withoutThought is what follows the thought that a text begins with; the text itself when it begins with none.
func withoutThought(text string) string {
	if _, after, ok := strings.Cut(text, thoughtEnds); ok && strings.HasPrefix(text, thoughtBegins) {
		return after
	}
	return text
}

// think puts a thought before what t says, in the words that trainers know.
func (t *turn) think(thought string) {
	thought = thoughtBegins + "\n" + thought + "\n" + thoughtEnds + "\n\n"
	if t.role == roleAssistant || t.role == roleFunctionCall {
		t.content = thought + t.content
	}
	if t.role == roleFunctionCall {
		t.thought = thought
	}
}

// callsTools says whether d has a call or a result.
func (d *draft) callsTools() bool {
	for t := range d.all() {
		if t.role == roleFunctionCall || t.role == roleTool {
			return true
		}
	}
	return false
}

// gatherResults writes the results of several calls in one turn as one turn, a JSON array with the id of each.
func (d *draft) gatherResults() {
	out := d.turns[:0]
	for i := 0; i < len(d.turns); i++ {
		t := d.turns[i]
		end := i + 1
		for end < len(d.turns) && t.role == roleTool && d.turns[end].role == roleTool {
			end++
		}
		if end > i+1 {
			content := []byte{'['}
			for j, result := range d.turns[i:end] {
				if j > 0 {
					content = append(content, ", "...)
				}
				content = append(content, '{')
				if result.callID != "" {
					content = append(content, `"tool_call_id": `...)
					content = append(appendQuoted(content, result.callID), ", "...)
				}
				content = append(content, `"content": `...)
				content = append(appendQuoted(content, result.content), '}')
			}
			t.content, t.callID, t.name = string(append(content, ']')), "", ""
			i = end - 1
		}
		out = append(out, t)
	}
	d.turns = out
}
