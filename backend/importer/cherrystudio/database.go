package cherrystudio

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// The columns of the database of version 2 that make conversations. Providers and their keys stand in other tables.
var (
	topicColumns = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "prompt"}, {Name: "assistant_id"}, {Name: "active_node_id"},
		{Name: "created_at"}, {Name: "updated_at"}, {Name: "deleted_at"}}
	assistantColumns = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "prompt"}}
	messageColumns   = []sqlite.Column{{Name: "id"}, {Name: "parent_id"}, {Name: "role"}, {Name: "data", JSON: true}, {Name: "model_id"},
		{Name: "stats", JSON: true}, {Name: "created_at"}, {Name: "deleted_at"}}
)

// entry is a row of any of the tables.
type entry struct {
	id, name, system, assistant, leaf, parent, role, model string
	created, updated                                       chat.Time
	deleted, damaged                                       bool
	prompt, completion                                     *int64 // tokens
	blocks                                                 []block
	row                                                    []byte
}

func (e *entry) read(p *source.Pull) {
	texts := map[string]*string{"id": &e.id, "name": &e.name, "prompt": &e.system, "assistant_id": &e.assistant, "active_node_id": &e.leaf,
		"parent_id": &e.parent, "role": &e.role}
	p.Object(func(name string) {
		switch name {
		case "created_at":
			e.created = p.Time()
		case "updated_at":
			e.updated = p.Time()
		case "deleted_at":
			e.deleted = p.Time().Valid
		case "model_id": // "provider::model"
			provider, model, _ := strings.Cut(p.Text(), "::")
			e.model = cmp.Or(model, provider)
		case "stats":
			p.Object(func(name string) {
				switch name {
				case "promptTokens":
					e.prompt = p.Count()
				case "completionTokens":
					e.completion = p.Count()
				}
			})
		case "data":
			e.damaged = !p.Object(func(name string) { e.data(p, name) })
		default:
			if text := texts[name]; text != nil {
				*text = p.Text()
			}
		}
	})
}

// data reads what a message says: blocks in the first databases, parts in later ones.
func (e *entry) data(p *source.Pull, name string) {
	switch name {
	case "blocks", "parts":
		p.Array(func() {
			var b block
			if name == "blocks" {
				b.read(p)
			} else {
				b.readPart(p)
			}
			e.blocks = append(e.blocks, b)
		})
	}
}

// stored is a database while it is read.
type stored struct {
	*reader
	file       string
	db         *sqlite.Database
	find       func(at string) chat.Attachment
	assistants map[string]entry
	lost       int // rows of the table read last that cannot be read
}

// database yields the topics of a database; false when the caller has enough.
func (r *reader) database(ctx context.Context, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	s := &stored{reader: r, file: file, db: db, find: finder(r.In, file), assistants: map[string]entry{}}
	topics, err := s.entries(ctx, "topic", sqlite.Clause{}, topicColumns)
	if err == nil {
		var all []entry
		all, err = s.entries(ctx, "assistant", sqlite.Clause{}, assistantColumns)
		for _, a := range all {
			s.assistants[a.id] = a
		}
	}
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	for i := range topics {
		if more, err := s.topic(ctx, &topics[i]); err != nil || !more {
			return err != nil && r.Trouble(r.In.Stop(file, err))
		}
	}
	return true
}

// entries reads rows of a table; those that cannot be read are counted.
func (s *stored) entries(ctx context.Context, table string, clause sqlite.Clause, columns []sqlite.Column) (all []entry, err error) {
	s.lost = 0
	for row, err := range s.db.Select(ctx, table, clause, columns...) {
		if err != nil {
			return nil, err
		}
		var e entry
		if row.Long || s.pull.Parse(row.JSON, func() { e = entry{}; e.read(s.pull) }) != nil {
			s.lost++
			continue
		}
		e.row = append(e.row, row.JSON...)
		all = append(all, e)
	}
	return all, nil
}

// topic yields the conversation of a topic; false when the caller has enough.
func (s *stored) topic(ctx context.Context, topic *entry) (more bool, err error) {
	messages, err := s.entries(ctx, "message", sqlite.Clause{SQL: "WHERE topic_id = ? ORDER BY rowid", Values: []any{topic.id}}, messageColumns)
	if err != nil {
		return false, err
	}
	a := s.assistants[topic.assistant]
	c := &chat.Conversation{ExternalID: topic.id, Title: topic.name, CreatedAt: topic.created, UpdatedAt: topic.updated}
	if topic.deleted {
		c.Status, c.StatusBefore = chat.StatusDeleted, chat.StatusActive
	}
	if s.lost > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("messages that could not be read and were left out: %d", s.lost))
	}
	tree.Tag(c, a.name)
	raw := append(append(topic.row, '\n'), a.row...)
	t := tree.Tree{System: source.Join("\n", a.system, topic.system)}
	used := map[string]bool{}
	for i := range messages {
		t.Add(messages[i].node(c, used, s.find))
		raw = append(append(raw, '\n'), messages[i].row...)
	}
	if len(messages) > 0 {
		t.Grow(c, topic.leaf)
	}
	if c.Raw = raw; len(raw) > source.MaxRaw {
		c.Raw = nil
		c.Notes = append(c.Notes, fmt.Sprintf("the topic is larger than %d MiB: its messages are kept, its own record is not", source.MaxRaw>>20))
	}
	return s.Give(source.Record{File: s.file, Offset: -1}, c, 0, ""), nil
}

// node makes the node of a message.
func (e *entry) node(c *chat.Conversation, used map[string]bool, find func(at string) chat.Attachment) tree.Node {
	n := tree.Node{Message: chat.Message{ID: e.id, Parent: e.parent, CreatedAt: e.created, Hidden: e.deleted},
		PromptTokens: e.prompt, CompletionTokens: e.completion}
	known := false
	if n.Role, known = turns.Role(e.role); !known {
		source.CountUnknown(c, "role "+e.role)
		n.Hidden, n.Name = true, e.role
	}
	if n.Role == chat.RoleAssistant {
		n.Model = e.model
	}
	if e.damaged {
		source.CountUnknown(c, "message without data")
	}
	writeAll(c, &n, e.blocks, used, find)
	return n
}
