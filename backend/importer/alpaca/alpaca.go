// Package alpaca reads training data in the shape of Alpaca (FORMATS.md §21): rows of instruction, input and output, with
// a system prompt, earlier turns, a label or two answers to choose from as LLaMA-Factory writes them, and under the names of
// Dolly (context, response) and of ms-swift (query, response).
package alpaca

import (
	"context"
	"iter"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "alpaca"

// Source reads Alpaca rows.
var Source = source.Source{Key: key, Name: "Alpaca", Detect: Detect, Belongs: turns.IsDatasetInfo, Read: Read,
	Give: "a JSON or JSONL file of Alpaca rows"}

// Detect says whether the file holds Alpaca rows.
func Detect(p *source.Probe) bool {
	return p.Sample().MostIn(turns.Lists, func(f source.Fields) bool {
		if f.Has("messages") || f.Has("conversations") {
			return false
		}
		return f.Has("instruction", "output") || f.Has("instruction", "response") || f.Has("instruction", "chosen", "rejected") || f.Has("query", "response")
	})
}

// Read yields one conversation for each row.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &row{}, turns.Lists...)
}

// row is one record.
type row struct {
	id, system, instruction, input string
	outputs                        []string // the answer, or the chosen and the rejected one
	history                        [][]string
	rating                         int // of the answer
}

// Read fills r with the row that comes next in p.
func (r *row) Read(p *source.Pull) {
	*r = row{}
	chosen, rejected := "", ""
	p.Object(func(name string) {
		switch name {
		case "chosen":
			chosen = p.Text()
		case "rejected":
			rejected = p.Text()
		default:
			r.field(p, name)
		}
	})
	if chosen != "" && len(r.outputs) == 0 {
		r.outputs = []string{chosen, rejected}
	}
}

func (r *row) field(p *source.Pull, name string) {
	switch name {
	case "id":
		r.id = p.Text()
	case "system":
		r.system = p.Text()
	case "instruction", "query":
		r.instruction = source.Join("\n", r.instruction, p.Text())
	case "input", "context":
		r.input = source.Join("\n", r.input, p.Text())
	case "output", "response":
		r.outputs = texts(p)
	case "kto_tag":
		if kind := p.Kind(); kind == 't' || kind == 'f' {
			r.rating = map[bool]int{true: 1, false: -1}[p.Bool()]
		}
	case "history":
		p.Array(func() {
			if pair := texts(p); len(pair) > 0 {
				r.history = append(r.history, pair)
			}
		})
	}
}

// texts reads a text, or a list of them.
func texts(p *source.Pull) (list []string) {
	if p.Kind() != '[' {
		return []string{p.Text()}
	}
	p.Array(func() { list = append(list, p.Text()) })
	return list
}

// Conversation makes the conversation of the row. The input is what the instruction is about, and follows it. Of several
// answers the first is the chosen one.
func (r *row) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: r.id, LocalID: true}
	t := &tree.Tree{System: r.system}
	for _, pair := range r.history {
		for i, text := range pair {
			say(t, i%2 == 1, text, 0)
		}
	}
	asked := say(t, false, source.Join("\n", r.instruction, r.input), 0)
	leaf := ""
	for i, text := range r.outputs {
		if len(r.outputs) == 1 {
			say(t, true, text, r.rating)
			break
		}
		n := answer(text, map[bool]int{true: 1, false: -1}[i == 0])
		n.ID, n.Parent = t.NextID(), asked
		t.Add(n)
		if i == 0 {
			leaf = n.ID
		}
	}
	t.Grow(c, leaf)
	return c, ""
}

// say adds a turn, and returns its id.
func say(t *tree.Tree, answers bool, text string, rating int) string {
	n := tree.Node{Message: chat.Message{Role: chat.RoleUser}}
	if answers {
		n = answer(text, rating)
	} else {
		n.Say(text)
	}
	n.ID = t.NextID()
	t.Follow(n)
	return n.ID
}

// answer makes the node of an answer, from which its thoughts are parted.
func answer(text string, rating int) tree.Node {
	n := tree.Node{Message: chat.Message{Role: chat.RoleAssistant}}
	if text == "" {
		return n
	}
	n.Rating = rating
	n.Reasoning, text = turns.SplitThink(text)
	n.Say(text)
	return n
}
