package traces

import (
	"slices"
	"strconv"

	"loquat/backend/chat"
)

// results adds the results that stand in spans of tools only, because no later call of a model repeats them: each
// behind the call it answers, by its id, else by the tool's name and arguments.
func (w *weave) results() {
	answered := map[string]bool{}
	for i := range w.c.Messages {
		answered[w.c.Messages[i].ToolCallID] = true
	}
	used := make([]bool, len(w.spans))
	for i := 0; i < len(w.c.Messages); i++ {
		if len(w.c.Messages[i].ToolCalls) == 0 {
			continue
		}
		var found []chat.Message
		for _, call := range w.c.Messages[i].ToolCalls {
			if at := w.toolSpan(call, used); at >= 0 && !answered[call.ID] {
				used[at], answered[call.ID] = true, true
				s := &w.spans[at]
				found = append(found, chat.Message{Role: chat.RoleTool, ToolCallID: call.ID, Name: call.Name, Content: s.Result,
					IsError: s.Failed, CreatedAt: s.End, Round: w.c.Messages[i].Round})
			}
		}
		w.insert(i, found)
		i += len(found)
	}
}

// toolSpan is the place of the span in which the call was run, or -1.
func (w *weave) toolSpan(call chat.ToolCall, used []bool) int {
	byID := slices.IndexFunc(w.spans, func(s Span) bool { return s.Kind == Tool && s.CallID != "" && s.CallID == call.ID })
	if byID >= 0 {
		return byID
	}
	for i := range w.spans {
		if s := &w.spans[i]; s.Kind == Tool && !used[i] && s.CallID == "" && s.Name == call.Name {
			return i
		}
	}
	return -1
}

// insert puts messages behind the one at place i; what followed it follows the last of them.
func (w *weave) insert(i int, messages []chat.Message) {
	if len(messages) == 0 {
		return
	}
	id := w.c.Messages[i].ID
	last := id
	for k := range messages {
		messages[k].Parent, last = last, id+"/"+strconv.Itoa(k+2)
		messages[k].ID = last
	}
	for k := range w.c.Messages {
		if w.c.Messages[k].Parent == id {
			w.c.Messages[k].Parent = last
		}
	}
	if w.leaf == id {
		w.leaf = last
	}
	w.c.Messages = slices.Insert(w.c.Messages, i+1, messages...)
}
