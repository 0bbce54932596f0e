package cherrystudio

import (
	"bytes"
	"cmp"
	"fmt"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// talk is a conversation while it is put together.
type talk struct {
	*backup
	c        *chat.Conversation
	about    named
	messages []message
	tree     tree.Tree
	blocks   [][]byte // as they are written
	size     int
	broken   int
	missing  int             // blocks that the backup does not hold
	used     map[string]bool // ids of calls
}

// give yields the conversation of a topic; false when the caller has enough. Of a file that is cut off, a topic with a
// block that is not there is not given.
func (b *backup) give(id string, cut bool) bool {
	t := &talk{backup: b, c: &chat.Conversation{ExternalID: id}, about: b.names.topics[id], used: map[string]bool{}}
	err := t.read(id)
	if err == nil {
		err = t.weave()
	}
	switch {
	case err != nil:
		return b.Yield(*b.In.Failed(b.file, -1, fmt.Sprintf("the topic %s cannot be read: %v", id, err)))
	case cut && t.missing > 0:
		return true
	}
	if b.names.broken {
		t.c.Notes = append(t.c.Notes, "what the topics and assistants are called could not be read")
	}
	if t.missing > 0 {
		t.c.Notes = append(t.c.Notes, fmt.Sprintf("pieces of messages that the backup names and does not hold: %d", t.missing))
	}
	t.keep()
	return b.Give(source.Record{File: b.file, Offset: -1}, t.c, t.broken, "")
}

// read reads the topic itself.
func (t *talk) read(id string) error {
	topics, err := t.shelf.Get("topic:" + id)
	if err != nil {
		return err
	}
	name := ""
	for _, topic := range topics {
		if err := t.pull.Parse(topic, func() { _, name, t.messages = readTopic(t.pull) }); err != nil {
			return err
		}
		t.broken += t.pull.Broken
	}
	t.c.Title, t.c.CreatedAt, t.c.UpdatedAt = cmp.Or(t.about.name, name), t.about.created, t.about.updated
	if a := t.about.assistant; a != nil {
		tree.Tag(t.c, a.Name)
		t.tree.System = source.Join("\n", a.Prompt, t.about.prompt)
	}
	return nil
}

// weave makes the tree. Answers to the same question are branches: the one on screen is in view, else the one marked as
// useful, else the last that is no error. What comes next follows it.
func (t *talk) weave() error {
	t.name()
	chosen := choose(t.messages)
	before := map[string]string{} // question to the message that its answers follow
	last := ""
	for i := range t.messages {
		m := &t.messages[i]
		n, err := t.node(m)
		if err != nil {
			return err
		}
		n.Parent = last
		if m.role == "assistant" && m.question != "" {
			if _, known := before[m.question]; !known {
				before[m.question] = last
			}
			n.Parent = before[m.question]
		} else {
			before[m.id] = m.id
		}
		if m.question == "" || m.role != "assistant" || chosen[m.question] == m.id {
			last = m.id
		}
		t.tree.Add(n)
	}
	if t.tree.System != "" && len(t.messages) == 0 {
		return nil // nothing was said
	}
	t.tree.Grow(t.c, last)
	return nil
}

// name gives ids to messages that have none.
func (t *talk) name() {
	for i := range t.messages {
		t.messages[i].id = cmp.Or(t.messages[i].id, fmt.Sprintf("m%d", i+1))
	}
}

// choose says which of the answers to each question is in view.
func choose(messages []message) map[string]string {
	chosen, rank := map[string]string{}, map[string]int{}
	for i := range messages {
		m := &messages[i]
		if m.role != "assistant" || m.question == "" {
			continue
		}
		r := 1
		switch {
		case m.shown:
			r = 3
		case m.useful:
			r = 2
		case m.failed:
			r = 0
		}
		if before, known := rank[m.question]; !known || r >= before {
			chosen[m.question], rank[m.question] = m.id, r
		}
	}
	return chosen
}

// node makes the node of a message, without its place in the tree.
func (t *talk) node(m *message) (tree.Node, error) {
	n := tree.Node{Message: chat.Message{ID: m.id, CreatedAt: m.created}, PromptTokens: m.prompt, CompletionTokens: m.completion}
	known := false
	if n.Role, known = turns.Role(m.role); !known {
		source.CountUnknown(t.c, "role "+m.role)
		n.Hidden, n.Name = true, m.role
	}
	if n.Role == chat.RoleAssistant {
		n.Model = m.model
	}
	blocks, err := t.blocksOf(m)
	if err != nil {
		return n, err
	}
	writeAll(t.c, &n, blocks, t.used, turns.Beside(t.In.FS, t.file))
	return n, nil
}

// blocksOf reads the blocks of a message: those it names, or those that name it, or what stands in the message itself.
func (t *talk) blocksOf(m *message) ([]block, error) {
	ids := m.blockIDs
	if len(ids) == 0 {
		listed, err := t.shelf.Get("blocks:" + m.id)
		if err != nil {
			return nil, err
		}
		for _, id := range listed {
			ids = append(ids, string(id))
		}
	}
	if len(ids) == 0 {
		return m.inline, nil
	}
	var blocks []block
	for _, id := range ids {
		rows, err := t.shelf.Get("block:" + id)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			t.missing++
			continue
		}
		var b block
		if err := t.pull.Parse(rows[0], func() { b = block{}; b.read(t.pull) }); err != nil {
			return nil, err
		}
		t.broken += t.pull.Broken
		blocks = append(blocks, b)
		t.blocks = append(t.blocks, rows[0])
		t.size += len(rows[0])
	}
	return blocks, nil
}

// keep makes the record: a backup in which only this topic is, with what was taken of the program's state.
func (t *talk) keep() {
	var messages, topic, stored, all bytes.Buffer
	messages.WriteByte('[')
	for i := range t.messages {
		if i > 0 {
			messages.WriteByte(',')
		}
		messages.Write(t.messages[i].row)
	}
	messages.WriteByte(']')
	if messages.Len()+t.size > source.MaxRaw {
		t.c.Notes = append(t.c.Notes, fmt.Sprintf("the topic is larger than %d MiB: its messages are kept, its own record is not", source.MaxRaw>>20))
		return
	}
	source.Member(&topic, "id", quoted(t.c.ExternalID))
	source.Member(&topic, "name", quoted(t.c.Title))
	source.Member(&topic, "messages", messages.Bytes())
	source.Member(&stored, "topics", append(append([]byte("["), topic.Bytes()...), "}]"...))
	source.Member(&stored, "message_blocks", append(append([]byte("["), bytes.Join(t.blocks, []byte(","))...), ']'))
	source.Member(&all, "assistants", t.about.record())
	source.Member(&all, "indexedDB", append(stored.Bytes(), '}'))
	all.WriteByte('}')
	t.c.Raw = all.Bytes()
}
