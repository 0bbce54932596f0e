package llm

import (
	"context"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// The columns of the tables of a log. Older logs lack some of them.
var (
	conversationColumns = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "model"}}
	responseColumns     = []sqlite.Column{{Name: "id"}, {Name: "model"}, {Name: "resolved_model"}, {Name: "prompt"}, {Name: "system"}, {Name: "response"},
		{Name: "reasoning"}, {Name: "conversation_id"}, {Name: "datetime_utc"}, {Name: "input_tokens"}, {Name: "output_tokens"}}
	callColumns       = []sqlite.Column{{Name: "name"}, {Name: "arguments"}, {Name: "tool_call_id"}}
	resultColumns     = []sqlite.Column{{Name: "name"}, {Name: "output"}, {Name: "tool_call_id"}, {Name: "exception"}}
	fragmentColumns   = []sqlite.Column{{Name: "content"}}
	toolColumns       = []sqlite.Column{{Name: "name"}, {Name: "description"}, {Name: "input_schema"}}
	attachmentColumns = []sqlite.Column{{Name: "type"}, {Name: "path"}, {Name: "url"}, {Name: "content", Bytes: true}}
)

// fragmentsOf names the texts that were put before the prompt, or the system prompt, of a response, in their order.
func fragmentsOf(table, response string) sqlite.Clause {
	return sqlite.Clause{SQL: "JOIN " + table + ` AS used ON used.fragment_id = fragments.id WHERE used.response_id = ? ORDER BY used."order"`, Values: []any{response}}
}

// reader makes conversations of the rows of a log.
type reader struct {
	*tree.Reader
	pull *source.Pull
	db   *sqlite.Database
}

// database yields the conversations of a log; false when the caller has enough.
func (r *reader) database(ctx context.Context, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	r.db = db
	talks, threads, err := r.all(ctx)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	for i := range talks {
		t := talks[i]
		err := r.fill(ctx, &t)
		if !r.give(ctx, file, &t, err, t.conversation) {
			return false
		}
	}
	for i := range threads {
		t := threads[i]
		err := r.fill(ctx, &t.talk)
		if err == nil {
			err = r.fillThread(ctx, &t)
		}
		if !r.give(ctx, file, &t.talk, err, t.conversation) {
			return false
		}
	}
	return true
}

// give yields a conversation, or says why it cannot be read: a damaged page costs the conversations on it. It is false
// when the caller has enough.
func (r *reader) give(ctx context.Context, file string, t *talk, err error, conversation func() *chat.Conversation) bool {
	switch {
	case err == nil:
		return r.Give(source.Record{File: file, Offset: -1}, conversation(), t.broken, "")
	case ctx.Err() != nil:
		return r.Trouble(r.In.Stop(file, err))
	}
	return r.Yield(*r.In.Failed(file, -1, "the conversation "+t.id+": "+err.Error()))
}

// all reads what is said of the conversations of older versions and of the threads of newer ones. One that is both is a
// thread, and a response that is a turn too belongs to its thread.
func (r *reader) all(ctx context.Context) (talks []talk, threads []thread, err error) {
	if talks, err = r.talks(ctx); err != nil {
		return nil, nil, err
	}
	if threads, err = r.threads(ctx); err != nil || len(threads) == 0 {
		return talks, nil, err
	}
	place, turns := map[string]int{}, map[string]bool{}
	for i := range threads {
		place[threads[i].id] = i
	}
	if err := r.rows(ctx, &talk{}, "turns", sqlite.Clause{}, turnColumns[:1], func(b row) { turns[b.id] = true }); err != nil {
		return nil, nil, err
	}
	talks = slices.DeleteFunc(talks, func(t talk) bool {
		i, both := place[t.id]
		if both {
			threads[i].of = t.of
		}
		return both || turns[t.id]
	})
	return talks, threads, nil
}

// talks reads what is said of the conversations, and the ids of the responses that belong to none.
func (r *reader) talks(ctx context.Context) (all []talk, err error) {
	err = r.rows(ctx, &talk{}, "conversations", sqlite.Clause{SQL: "ORDER BY id"}, conversationColumns, func(b row) {
		all = append(all, talk{id: b.id, title: b.name, model: b.model, of: sqlite.Clause{SQL: "WHERE conversation_id = ? ORDER BY datetime_utc, id", Values: []any{b.id}}})
	})
	if err != nil {
		return nil, err
	}
	lone := sqlite.Clause{SQL: "WHERE conversation_id IS NULL OR conversation_id NOT IN (SELECT id FROM conversations) ORDER BY id"}
	err = r.rows(ctx, &talk{}, "responses", lone, responseColumns[:1], func(b row) {
		all = append(all, talk{id: b.id, of: sqlite.Clause{SQL: "WHERE id = ?", Values: []any{b.id}}})
	})
	return all, err
}

// fill reads the responses of a conversation of older versions with their calls, results, fragments and attachments.
func (r *reader) fill(ctx context.Context, t *talk) error {
	if t.of.SQL == "" {
		return nil
	}
	err := r.rows(ctx, t, "responses", t.of, responseColumns, func(b row) { t.responses = append(t.responses, response{row: b}) })
	for i := range t.responses {
		if err == nil {
			err = r.beside(ctx, t, &t.responses[i])
		}
	}
	return err
}

// beside reads what other tables hold of a response. A table that an older log lacks holds nothing.
func (r *reader) beside(ctx context.Context, t *talk, a *response) error {
	of := sqlite.Clause{SQL: "WHERE response_id = ? ORDER BY id", Values: []any{a.id}}
	for _, read := range []struct {
		table   string
		clause  sqlite.Clause
		columns []sqlite.Column
		take    func(row)
	}{
		{"tool_calls", of, callColumns, func(b row) { a.calls = append(a.calls, b) }},
		{"tool_results", of, resultColumns, func(b row) { a.results = append(a.results, b) }},
		{"fragments", fragmentsOf("prompt_fragments", a.id), fragmentColumns, func(b row) { a.before = append(a.before, b.content) }},
		{"fragments", fragmentsOf("system_fragments", a.id), fragmentColumns, func(b row) { a.told = append(a.told, b.content) }},
		{"attachments", sqlite.Clause{SQL: "JOIN prompt_attachments AS used ON used.attachment_id = attachments.id WHERE used.response_id = ?", Values: []any{a.id}},
			attachmentColumns, func(b row) { a.files = append(a.files, b) }},
	} {
		if err := r.rows(ctx, t, read.table, read.clause, read.columns, read.take); err != nil {
			return err
		}
	}
	tools, err := r.tools(ctx, t, "tool_responses", "response_id", a.id)
	a.tools = tools
	return err
}

// tools reads the tools that a model was told of, which table names for each id in column.
func (r *reader) tools(ctx context.Context, t *talk, table, column, id string) (all []chat.Tool, err error) {
	of := sqlite.Clause{SQL: "JOIN " + table + " AS used ON used.tool_id = tools.id WHERE used." + column + " = ? ORDER BY tools.id", Values: []any{id}}
	err = r.rows(ctx, t, "tools", of, toolColumns, func(b row) {
		all = append(all, chat.Tool{Name: b.name, Description: b.description, Parameters: b.schema})
	})
	return all, err
}

// rows reads rows of a table and keeps them as lines of the record of t. One that cannot be read costs only itself, and
// is told in a note.
func (r *reader) rows(ctx context.Context, t *talk, table string, clause sqlite.Clause, columns []sqlite.Column, take func(row)) error {
	for row, err := range r.db.Select(ctx, table, clause, columns...) {
		if err != nil {
			return err
		}
		b, damage := t.row(r.pull, row)
		if damage != "" {
			t.notes = append(t.notes, "a row of the table "+table+" could not be read and was left out: "+damage)
			continue
		}
		take(b)
	}
	return nil
}
