// Package alpaca reads training data in the shape of Alpaca (FORMATS.md §21): rows of instruction, input and output, with
// a system prompt and earlier turns as LLaMA-Factory writes them.
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
		return f.Has("instruction", "output") && !f.Has("messages") && !f.Has("conversations")
	})
}

// Read yields one conversation for each row.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return tree.Read(ctx, in, key, &row{}, turns.Lists...)
}

// row is one record.
type row struct {
	id, system, instruction, input, output string
	history                                [][]string
}

// Read fills r with the row that comes next in p.
func (r *row) Read(p *source.Pull) {
	*r = row{}
	p.Object(func(name string) {
		switch name {
		case "id":
			r.id = p.Text()
		case "system":
			r.system = p.Text()
		case "instruction":
			r.instruction = p.Text()
		case "input":
			r.input = p.Text()
		case "output":
			r.output = p.Text()
		case "history":
			p.Array(func() {
				var pair []string
				p.Array(func() { pair = append(pair, p.Text()) })
				r.history = append(r.history, pair)
			})
		}
	})
}

// Conversation makes the conversation of the row. The input is what the instruction is about, and follows it.
func (r *row) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{ExternalID: r.id, LocalID: true}
	t := &tree.Tree{System: r.system}
	for _, pair := range r.history {
		for i, text := range pair {
			say(t, i%2 == 1, text)
		}
	}
	say(t, false, source.Join("\n", r.instruction, r.input))
	say(t, true, r.output)
	t.Grow(c, "")
	return c, ""
}

func say(t *tree.Tree, answer bool, text string) {
	n := tree.Node{Message: chat.Message{Role: chat.RoleUser}}
	if answer {
		n.Role = chat.RoleAssistant
		n.Reasoning, text = turns.SplitThink(text)
	}
	n.Say(text)
	t.Follow(n)
}
