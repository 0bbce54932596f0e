package codex

import (
	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// A message stands in a rollout up to three times, and no layer has all of them in every version (FORMATS.md §4, quirks
// 1 and 2).
const (
	layerItem      = iota // an item of the model's history
	layerEvent            // an event of its own kind
	layerCompleted        // an event that an item is completed
	layers
)

// copies finds the copies of what was said within a turn: by the id of the item, else by who said what.
type copies struct {
	ids    map[string]int // item id to place of the message; kept over turns
	counts map[string][layers]int
	places map[string][]int // who said what, to the places of the messages
}

// reset begins a new turn.
func (k *copies) reset() {
	if k.ids == nil {
		k.ids = map[string]int{}
	}
	k.counts, k.places = map[string][layers]int{}, map[string][]int{}
}

// find returns the place of the message that this is a copy of, or -1; then the message must be told with put.
func (k *copies) find(layer int, id, who, text string) int {
	key := who + " " + normal(text)
	counts := k.counts[key]
	counts[layer]++
	k.counts[key] = counts
	if at, ok := k.ids[id]; ok && id != "" {
		return at
	}
	if n := counts[layer]; n <= len(k.places[key]) {
		at := k.places[key][n-1]
		if id != "" {
			k.ids[id] = at
		}
		return at
	}
	return -1
}

// put notes that a message was added at that place.
func (k *copies) put(at int, id, who, text string) {
	key := who + " " + normal(text)
	k.places[key] = append(k.places[key], at)
	if id != "" {
		k.ids[id] = at
	}
}

// thought gathers what the model thought until the message that it thought it for.
type thought struct {
	text, id string // id is that of the message to come
	waits    bool
}

// add adds thoughts; the message to come gets its id now, so that it has the same however the file goes on.
func (t *thought) add(s *session, text, id string) {
	if !t.waits {
		t.id, t.waits = s.ids.Unique(id), true
	}
	t.text = source.Join("\n\n", t.text, text)
}

// end makes a message of thoughts that nothing follows.
func (t *thought) end(s *session) {
	if t.waits {
		t.into(s, chat.Message{Role: chat.RoleAssistant}, "")
	}
}

// into adds a message with the thoughts before it.
func (t *thought) into(s *session, m chat.Message, id string) *chat.Message {
	m.Model = s.model
	if !t.waits {
		return s.append(m, id)
	}
	m.ID, m.Parent, m.Reasoning, m.CreatedAt = t.id, s.last, t.text, s.record.at
	*t = thought{}
	return s.place(m)
}
