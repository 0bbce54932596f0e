package gen

import (
	"bytes"
	"encoding/json"
	"fmt"
)

type object = map[string]any

var models = []string{"gpt-4o", "gpt-4o", "gpt-4o", "gpt-4", "o3", "gpt-4o-mini", "gpt-5", "gpt-5-thinking"}

// tree is one conversation while it is made.
type tree struct {
	g     *generator
	nodes *mapping
	at    int64
	model string
}

// mapping is the nodes in the order they were made, as a real export has them.
type mapping struct {
	order []string
	nodes object
}

func (m *mapping) put(id string, node object) {
	m.order = append(m.order, id)
	m.nodes[id] = node
}

// MarshalJSON writes the nodes in order.
func (m *mapping) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, id := range m.order {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", id)
		if err := encode(&b, m.nodes[id]); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes v as JSON with < > & as they are.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// conversation makes one conversation in the shape of ChatGPT's export.
func (g *generator) conversation() object {
	cjk := g.r.chance(90)
	g.clock -= int64(g.r.skewed(3600)) * 1_000_000
	t := &tree{g: g, nodes: &mapping{nodes: object{}}, at: g.clock, model: models[g.r.below(len(models))]}
	root := g.uuid()
	t.nodes.put(root, object{"id": root, "message": nil, "parent": nil, "children": []string{}})
	leaf := t.add(root, "system", "", object{"content_type": "text", "parts": []string{""}}, "all")
	for range min(g.r.skewed(6), 150) {
		leaf = t.turn(leaf, cjk)
	}
	id, title := g.uuid(), ""
	for range 2 + g.r.below(5) {
		title += pick(g.r, map[bool][]string{true: g.words.cjk, false: g.words.latin}[cjk]) + " "
	}
	return object{"title": title[:len(title)-1], "create_time": seconds(g.clock), "update_time": seconds(t.at), "mapping": t.nodes,
		"moderation_results": []string{}, "current_node": leaf, "conversation_id": id, "id": id, "default_model_slug": t.model,
		"is_archived": g.r.chance(70), "gizmo_id": nil, "safe_urls": []string{}, "voice": nil, "memory_scope": "global_enabled"}
}

// turn adds a question and its answer, and sometimes a tool call, thoughts or a second answer; it returns the leaf.
func (t *tree) turn(parent string, cjk bool) string {
	g := t.g
	user := t.add(parent, "user", "", object{"content_type": "text", "parts": []string{g.text(g.r.skewed(160), cjk, false)}}, "all")
	leaf := t.answer(user, cjk)
	if g.r.chance(60) {
		leaf = t.answer(user, cjk)
	}
	return leaf
}

func (t *tree) answer(parent string, cjk bool) string {
	g := t.g
	if g.r.chance(95) {
		parent = t.add(parent, "assistant", "", object{"content_type": "code", "language": "unknown", "text": t.program(180)}, "python")
		parent = t.add(parent, "tool", "python", object{"content_type": "execution_output", "text": t.program(400)}, "all")
	}
	if g.r.chance(20) {
		thought := object{"summary": "Thinking", "content": g.text(g.r.skewed(500), cjk, false)}
		parent = t.add(parent, "assistant", "", object{"content_type": "thoughts", "thoughts": []object{thought}}, "all")
	}
	return t.add(parent, "assistant", "", object{"content_type": "text", "parts": []string{g.text(g.r.skewed(1200), cjk, true)}}, "all")
}

func (t *tree) program(median int) string {
	t.g.buf = t.g.buf[:0]
	t.g.code(t.g.r.skewed(median)/40 + 1)
	return string(t.g.buf)
}

// add puts a message under parent and returns its id.
func (t *tree) add(parent, role, name string, content object, recipient string) string {
	id := t.g.uuid()
	t.at += int64(t.g.r.skewed(30)) * 1_000_000
	metadata := object{"request_id": t.g.uuid(), "timestamp_": "absolute", "message_type": "next", "parent_id": parent,
		"citations": []string{}, "content_references": []string{}}
	if role == "assistant" {
		metadata["model_slug"] = t.model
		metadata["finish_details"] = object{"type": "stop", "stop_tokens": []int{200002}}
	}
	if role == "system" {
		metadata["is_visually_hidden_from_conversation"] = true
	}
	author := object{"role": role, "name": nil, "metadata": object{}}
	if name != "" {
		author["name"] = name
	}
	t.nodes.put(id, object{"id": id, "parent": parent, "children": []string{}, "message": object{"id": id, "author": author,
		"create_time": seconds(t.at), "update_time": nil, "content": content, "status": "finished_successfully", "end_turn": role == "assistant",
		"weight": 1.0, "metadata": metadata, "recipient": recipient, "channel": nil}})
	t.g.stats.Messages++
	up := t.nodes.nodes[parent].(object)
	up["children"] = append(up["children"].([]string), id)
	return id
}

// seconds is a moment as ChatGPT writes it: seconds with a fraction.
func seconds(micros int64) float64 { return float64(micros) / 1e6 }

func (g *generator) uuid() string {
	a, b := g.r.src.Uint64(), g.r.src.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>52, b&0xffffffffffff)
}
