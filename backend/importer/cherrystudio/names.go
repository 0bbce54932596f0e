package cherrystudio

import (
	"bytes"
	"encoding/json"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// names is what the program's state says of topics: only there they are named. It takes nothing else of it, because keys
// stand beside it.
type names struct {
	topics map[string]named
	broken bool // the state cannot be read
}

// named is a topic as its assistant lists it.
type named struct {
	name, prompt     string
	created, updated chat.Time
	assistant        *assistant
	row              []byte // as it is written, without messages
}

// assistant is what a person set up.
type assistant struct{ ID, Name, Prompt string }

func newNames() *names { return &names{topics: map[string]named{}} }

// state reads the state: a text that is JSON, whose members are texts that are JSON again. A part that cannot be read
// costs names only.
func (n *names) state(p *source.Pull) {
	outer := source.NewPull()
	err := outer.Parse([]byte(p.Text()), func() {
		outer.Object(func(name string) {
			if name != "assistants" {
				return
			}
			inner := source.NewPull()
			if inner.Parse([]byte(outer.Text()), func() { n.slice(inner) }) != nil {
				n.broken = true
			}
		})
	})
	n.broken = n.broken || err != nil
}

// slice reads the part of the state that tells of assistants.
func (n *names) slice(p *source.Pull) {
	p.Object(func(name string) {
		switch name {
		case "defaultAssistant":
			n.assistant(p)
		case "assistants":
			p.Array(func() { n.assistant(p) })
		}
	})
}

// assistant reads an assistant and the topics in its list.
func (n *names) assistant(p *source.Pull) {
	a := &assistant{}
	p.Object(func(name string) {
		switch name {
		case "id":
			a.ID = p.Text()
		case "name":
			a.Name = p.Text()
		case "prompt":
			a.Prompt = p.Text()
		case "topics":
			p.Array(func() { n.topic(p, a) })
		}
	})
}

// topic reads a topic in the list of an assistant. One that several list belongs to the first.
func (n *names) topic(p *source.Pull, a *assistant) {
	t, id := named{assistant: a}, ""
	var row bytes.Buffer
	if !p.Object(func(name string) {
		from := p.Mark()
		switch name {
		case "id":
			id = p.Text()
		case "name":
			t.name = p.Text()
		case "prompt":
			t.prompt = p.Text()
		case "createdAt":
			t.created = p.Time()
		case "updatedAt":
			t.updated = p.Time()
		default:
			return
		}
		source.Member(&row, name, p.Written(from))
	}) {
		return
	}
	row.WriteByte('}')
	t.row = row.Bytes()
	if _, known := n.topics[id]; !known && id != "" {
		n.topics[id] = t
	}
}

// record is what is known of a topic, as a list of assistants with one that lists it alone.
func (t *named) record() []byte {
	if t.assistant == nil {
		return []byte("[]")
	}
	about, _ := json.Marshal(struct {
		ID     string          `json:"id"`
		Name   string          `json:"name"`
		Prompt string          `json:"prompt"`
		Topics json.RawMessage `json:"topics"`
	}{t.assistant.ID, t.assistant.Name, t.assistant.Prompt, append(append([]byte("["), t.row...), ']')})
	return append(append([]byte("["), about...), ']')
}

// quoted is a text as JSON.
func quoted(text string) []byte {
	b, _ := json.Marshal(text)
	return b
}
