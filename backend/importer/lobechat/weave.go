package lobechat

import (
	"cmp"
	"slices"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// weave makes the tree of a conversation of its messages.
type weave struct {
	c        *chat.Conversation
	messages []message
	origins  map[string]string // thread to the message it begins at
	tree     tree.Tree

	parents []string            // of each message, in the order of messages
	behind  map[string][]string // message to those of the main thread that follow it
	ends    map[string]string   // answer to the last of its results
	ids     map[string]int      // message to its place
}

// grow puts the messages into the conversation. Older versions link only answers, to their questions; then a message
// follows the one before it in time. Answers to the same question are branches, and so are threads.
func (w *weave) grow(system string) {
	w.tree.System = system
	slices.SortStableFunc(w.messages, func(a, b message) int {
		if !a.created.Valid || !b.created.Valid {
			return cmp.Compare(boolInt(a.created.Valid), boolInt(b.created.Valid))
		}
		return cmp.Compare(a.created.MS, b.created.MS)
	})
	if w.told() {
		w.tree.System = ""
	}
	w.ids = make(map[string]int, len(w.messages))
	for i := range w.messages {
		m := &w.messages[i]
		m.id = cmp.Or(m.id, "m"+strconv.Itoa(i+1))
		if _, taken := w.ids[m.id]; !taken {
			w.ids[m.id] = i
		}
	}
	w.link()
	w.pair()
	for i := range w.messages {
		n := w.messages[i].node(w.c)
		n.Parent = w.parents[i]
		w.tree.Add(n)
	}
	w.tree.Grow(w.c, w.leaf())
}

// boolInt puts what has no time, such as a system prompt, before what has one.
func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// told says whether a message holds what the assistant was told.
func (w *weave) told() bool {
	return slices.ContainsFunc(w.messages, func(m message) bool { return m.role == string(chat.RoleSystem) })
}

// link finds out which message each follows. All results of an answer follow each other, and what follows one of them
// or the answer itself follows the last.
func (w *weave) link() {
	w.parents, w.behind, w.ends = make([]string, len(w.messages)), map[string][]string{}, map[string]string{}
	last := map[string]string{} // thread to its last message so far
	for i := range w.messages {
		m := &w.messages[i]
		parent := m.parent
		if p, ok := w.ids[parent]; !ok || p == i {
			parent = cmp.Or(last[m.thread], w.origins[m.thread], last[""])
		}
		answer := parent
		if p, ok := w.ids[parent]; ok && w.messages[p].role == "tool" && m.role != "tool" {
			answer = w.messages[p].parent
		}
		parent = cmp.Or(w.ends[answer], parent)
		if m.role == "tool" {
			w.ends[answer] = m.id
		}
		w.parents[i] = parent
		if last[m.thread] = m.id; m.thread == "" {
			w.behind[parent] = append(w.behind[parent], m.id)
		}
	}
}

// pair gives ids to results that name no call: the calls of the answer they follow, by the tool's name, else in order.
func (w *weave) pair() {
	waiting := map[string][]chat.ToolCall{}
	for i := range w.messages {
		m := &w.messages[i]
		for k := range m.calls {
			m.calls[k].ID = cmp.Or(m.calls[k].ID, source.CallID(m.id, k))
		}
		waiting[m.id] = slices.Clone(m.calls)
	}
	claim := func(m *message, suits func(chat.ToolCall) bool) bool {
		at := slices.IndexFunc(waiting[m.parent], suits)
		if at >= 0 {
			m.callID = waiting[m.parent][at].ID
			waiting[m.parent] = slices.Delete(waiting[m.parent], at, at+1)
		}
		return at >= 0
	}
	for i := range w.messages {
		if m := &w.messages[i]; m.role == "tool" && m.callID != "" {
			claim(m, func(call chat.ToolCall) bool { return call.ID == m.callID })
		}
	}
	for i := range w.messages {
		m := &w.messages[i]
		if m.role != "tool" || m.callID != "" {
			continue
		}
		if m.plugin.Name == "" || !claim(m, func(call chat.ToolCall) bool { return call.Name == m.plugin.Name }) {
			claim(m, func(chat.ToolCall) bool { return true })
		}
	}
}

// leaf is the last message in view: at a branch the one that the message before it names, else the last that has
// something behind it, else the last.
func (w *weave) leaf() string {
	at := ""
	for i := range w.messages {
		if w.messages[i].thread == "" && w.parents[i] == "" {
			at = w.messages[i].id
		}
	}
	for range w.messages { // never longer than all of them, whatever the links say
		next := w.behind[at]
		if len(next) == 0 || at == "" {
			return at
		}
		m := &w.messages[w.ids[at]]
		switch i := len(next) - 1; {
		case m.branch != nil && *m.branch < int64(len(next)):
			at = next[*m.branch]
		default:
			for k := range next {
				if len(w.behind[next[k]]) > 0 {
					i = k
				}
			}
			at = next[i]
		}
	}
	return at
}
