package chatgpt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// weave turns the nodes of a record into the messages of a conversation.
type weave struct {
	r      *reader
	c      *chat.Conversation
	near   string         // file the record stands in
	nodes  []node         // of the record
	index  map[string]int // node key to place
	parent []int          // place of the parent node; -1 for a root
	kept   []int          // place of the message a node became; -1 when it became none

	unsigned, unfinished int // messages without an author, and answers cut off
}

// link finds the parent of each node. A second node with the key of another gets a key of its own, so that no message
// is lost.
func (w *weave) link() {
	w.index = make(map[string]int, len(w.nodes))
	w.parent, w.kept = make([]int, len(w.nodes)), make([]int, len(w.nodes))
	for i := range w.nodes {
		key := w.nodes[i].key
		for n := 2; ; n++ {
			if _, taken := w.index[key]; !taken && key != "" {
				break
			}
			key = source.CallID(w.nodes[i].key, n)
		}
		w.nodes[i].key = key
		w.index[key] = i
	}
	for i := range w.nodes {
		w.parent[i], w.kept[i] = -1, -1
		if p, ok := w.index[w.nodes[i].parent]; ok && p != i {
			w.parent[i] = p
		}
	}
}

// maxSteps is how far up is gone from a node: far more than one turn has, and an end to circles in the source.
const maxSteps = 10_000

// up goes from node i towards the root, and calls see for each node until that returns false.
func (w *weave) up(i int, see func(at int) bool) {
	for at, steps := w.parent[i], 0; at >= 0 && steps < maxSteps; at, steps = w.parent[at], steps+1 {
		if !see(at) {
			return
		}
	}
}

// messages makes a message of each node that has one, in the order of the file, and links it to the message before.
func (w *weave) messages() {
	reasoning := w.reasoning()
	w.c.Messages = make([]chat.Message, 0, len(w.nodes))
	for i := range w.nodes {
		n := &w.nodes[i]
		thought, lost := reasoning[i]
		switch {
		case !n.has, n.content.left() && !lost, n.content.kind == "tether_browsing_display" && n.body() == "":
			continue
		}
		w.kept[i] = len(w.c.Messages)
		w.c.Messages = append(w.c.Messages, w.message(i, thought))
	}
	for i, place := range w.kept {
		if place < 0 {
			continue
		}
		w.up(i, func(at int) bool {
			if w.kept[at] >= 0 {
				w.c.Messages[place].Parent = w.nodes[at].key
			}
			return w.kept[at] < 0
		})
	}
}

// reasoning gives each answer the thoughts before it on its path. Thoughts that no answer follows stay where they are:
// their own node is in the result.
func (w *weave) reasoning() map[int]string {
	out := map[int]string{}
	taken := map[int]bool{}
	for i := range w.nodes {
		n := &w.nodes[i]
		if !n.has || n.role != string(chat.RoleAssistant) || n.content.left() {
			continue
		}
		var thoughts []string
		w.up(i, func(at int) bool {
			before := &w.nodes[at]
			if before.has && before.content.kind == "thoughts" {
				thoughts = append(thoughts, before.content.thought())
				taken[at] = true
				return true
			}
			return !before.has || before.content.left() || before.role == string(chat.RoleTool) || before.role == string(chat.RoleSystem)
		})
		if len(thoughts) > 0 {
			slices.Reverse(thoughts)
			out[i] = source.Join("\n\n", thoughts...)
		}
	}
	for i := range w.nodes {
		if n := &w.nodes[i]; n.has && n.content.kind == "thoughts" && !taken[i] {
			out[i] = n.content.thought()
		}
	}
	return out
}

// message makes the message of a node.
func (w *weave) message(i int, reasoning string) chat.Message {
	n := &w.nodes[i]
	m := chat.Message{ID: n.key, Reasoning: reasoning, CreatedAt: n.created, Channel: n.channel, Rating: w.r.rating(w.c.ExternalID, n.key)}
	r, ok := role(n.role)
	if n.meta.userSystem || n.content.kind == "user_editable_context" {
		r = chat.RoleSystem
	}
	m.Role = r
	if !n.content.left() {
		m.Content = n.body()
	}
	switch {
	case n.role == "":
		w.unsigned++
		m.Content = cited(m.Content, n.meta.references)
	case !ok:
		source.CountUnknown(w.c, "role "+n.role)
	}
	m.Hidden = n.hides(m.Content) || !ok
	switch {
	case r == chat.RoleAssistant && n.calls():
		m.ToolCalls = []chat.ToolCall{{ID: n.key, Name: n.recipient, Arguments: source.Arguments(m.Content)}}
		m.Content = ""
	case r == chat.RoleTool:
		w.answer(i, &m)
	}
	if r == chat.RoleAssistant {
		m.Model = model(n.meta.model)
		m.Content = cited(m.Content, n.meta.references)
	}
	if !known[n.content.kind] {
		source.CountUnknown(w.c, n.content.kind)
	}
	if n.unfinished && r == chat.RoleAssistant && m.Content != "" {
		w.unfinished++
	}
	m.Attachments = w.attachments(n)
	return m
}

// notes tell what a person should know about the messages.
func (w *weave) notes() (notes []string) {
	if w.unsigned > 0 {
		notes = append(notes, fmt.Sprintf("messages that do not say who wrote them, kept but hidden: %d", w.unsigned))
	}
	if w.unfinished > 0 {
		notes = append(notes, fmt.Sprintf("answers that were cut off or not finished: %d", w.unfinished))
	}
	return notes
}

// answer pairs a tool's message with the call it answers: the nearest one before it on the path, in the same turn, to
// that tool. It is as hidden as its call.
func (w *weave) answer(i int, m *chat.Message) {
	n := &w.nodes[i]
	m.Name, m.IsError = n.name, n.failed()
	w.up(i, func(at int) bool {
		call := &w.nodes[at]
		if call.has && call.calls() && answers(n.name, call.recipient) {
			m.ToolCallID = call.key
			m.Hidden = call.hides("")
			m.Name = cmp.Or(m.Name, call.recipient)
			return false
		}
		return !call.has || call.role != string(chat.RoleUser)
	})
}

// answers says whether a tool of that name gives the result of a call to recipient: the same name, or the same before
// the dot.
func answers(tool, recipient string) bool {
	family, _, _ := strings.Cut(recipient, ".")
	own, _, _ := strings.Cut(tool, ".")
	return tool == "" || tool == recipient || own == family
}

func (r *reader) rating(conversation, message string) int {
	if len(r.rated) == 0 {
		return 0
	}
	return r.rated[conversation+" "+message]
}

// leaf is the message in view for the source's current node: that node's, or the nearest before it.
func (w *weave) leaf(current string) string {
	at, ok := w.index[current]
	if !ok {
		return ""
	}
	if w.kept[at] >= 0 {
		return current
	}
	leaf := ""
	w.up(at, func(at int) bool {
		if w.kept[at] >= 0 {
			leaf = w.nodes[at].key
		}
		return leaf == ""
	})
	return leaf
}
