package llm

import (
	"context"
	"strings"

	"loquat/backend/importer/source/sqlite"
)

// Newer versions keep messages by the hash of what was said, so that conversations which begin alike share them: a thread
// points at its last message, each message at the one before, and a turn says which messages one call of a model brought
// (docs/logging.md of simonw/llm). A conversation of older versions that goes on is a thread with the same id, whose
// messages begin again with the first.

// The columns of the tables of newer versions.
var (
	threadColumns  = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "tip_message_hash"}, {Name: "datetime_utc"}}
	turnColumns    = []sqlite.Column{{Name: "id"}, {Name: "parent_message_hash"}, {Name: "tip_message_hash"}, {Name: "model"}, {Name: "resolved_model"}, {Name: "input_tokens"}, {Name: "output_tokens"}, {Name: "datetime_utc"}}
	messageColumns = []sqlite.Column{{Name: "hash"}, {Name: "parent_hash"}, {Name: "role"}}
	partColumns    = []sqlite.Column{{Name: "message_hash"}, {Name: "type"}, {Name: "text"}, {Name: "payload", JSON: true}}
)

// inThread names the messages of a thread: from its last message, and from what each of its turns brought, back to the
// first.
func inThread(id string) sqlite.Clause {
	return sqlite.Clause{SQL: `IN (WITH RECURSIVE chain(hash) AS (SELECT tip_message_hash FROM threads WHERE id = ?
		UNION SELECT tip_message_hash FROM turns WHERE thread_id = ?
		UNION SELECT messages.parent_hash FROM messages JOIN chain ON messages.hash = chain.hash)
		SELECT hash FROM chain) ORDER BY rowid`, Values: []any{id, id}}
}

// threads reads what is said of the threads.
func (r *reader) threads(ctx context.Context) (all []thread, err error) {
	err = r.rows(ctx, &talk{}, "threads", sqlite.Clause{SQL: "ORDER BY id"}, threadColumns, func(b row) {
		all = append(all, thread{talk: talk{id: b.id, title: b.name}, tip: b.tip, began: b.created})
	})
	return all, err
}

// fillThread reads the messages of a thread, their parts, and the calls that brought them.
func (r *reader) fillThread(ctx context.Context, t *thread) error {
	of := sqlite.Clause{SQL: "WHERE thread_id = ? ORDER BY id", Values: []any{t.id}}
	err := r.rows(ctx, &t.talk, "turns", of, turnColumns, func(b row) { t.turns = append(t.turns, b) })
	for i := range t.turns {
		if err == nil {
			t.turns[i].tools, err = r.tools(ctx, &t.talk, "turn_tools", "turn_id", t.turns[i].id)
		}
	}
	if err != nil {
		return err
	}
	in := inThread(t.id)
	if err := r.rows(ctx, &t.talk, "messages", sqlite.Clause{SQL: "WHERE hash " + in.SQL, Values: in.Values}, messageColumns, func(b row) { t.messages = append(t.messages, b) }); err != nil {
		return err
	}
	return r.fillParts(ctx, t, sqlite.Clause{SQL: "WHERE message_hash " + strings.Replace(in.SQL, "ORDER BY rowid", "ORDER BY message_hash, position", 1), Values: in.Values})
}

// fillParts reads the parts of messages, and the texts and files that they name.
func (r *reader) fillParts(ctx context.Context, t *thread, which sqlite.Clause) error {
	t.parts = map[string][]part{}
	var all []part
	for row, err := range r.db.Select(ctx, "parts", which, partColumns...) {
		if err != nil {
			return err
		}
		var b part
		if damage := t.take(r.pull, row, func() { b.read(r.pull) }); damage != "" {
			t.notes = append(t.notes, "a part of a message could not be read and was left out: "+damage)
			continue
		}
		all = append(all, b)
	}
	texts := map[string]string{}
	for i := range all {
		b := &all[i]
		if err := r.resolve(ctx, t, b, texts); err != nil {
			return err
		}
		t.parts[b.message] = append(t.parts[b.message], *b)
	}
	return nil
}

// resolve puts what stands in other tables into a part: pieces of its text, and files.
func (r *reader) resolve(ctx context.Context, t *thread, b *part, texts map[string]string) error {
	for _, piece := range b.pieces {
		if _, known := texts[piece.fragment]; !known && piece.fragment != "" {
			one := sqlite.Clause{SQL: "WHERE id = ?", Values: []any{piece.fragment}}
			if err := r.rows(ctx, &t.talk, "fragments", one, fragmentColumns, func(b row) { texts[piece.fragment] = b.content }); err != nil {
				return err
			}
		}
		b.text += piece.literal + texts[piece.fragment]
	}
	for _, id := range b.fileIDs {
		one := sqlite.Clause{SQL: "WHERE id = ?", Values: []any{id}}
		if err := r.rows(ctx, &t.talk, "attachments", one, attachmentColumns, func(file row) { b.files = append(b.files, file.attachment()) }); err != nil {
			return err
		}
	}
	return nil
}
