package anythingllm

import (
	"cmp"
	"context"
	"fmt"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
)

// The columns that make conversations; older databases lack some. Who a person is, passwords, keys and the addresses of
// visitors stay behind.
var (
	workspaceColumns = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "slug"}, {Name: "openAiPrompt"}, {Name: "chatModel"}}
	threadColumns    = []sqlite.Column{{Name: "id"}, {Name: "name"}, {Name: "slug"}}
	embedColumns     = []sqlite.Column{{Name: "id"}, {Name: "workspace_id"}}
	chatColumns      = []sqlite.Column{{Name: "id"}, {Name: "workspaceId"}, {Name: "thread_id"}, {Name: "user_id"}, {Name: "api_session_id"}, {Name: "prompt"},
		{Name: "response", JSON: true}, {Name: "include"}, {Name: "feedbackScore"}, {Name: "createdAt"}}
	visitColumns = []sqlite.Column{{Name: "id"}, {Name: "embed_id"}, {Name: "session_id"}, {Name: "prompt"}, {Name: "response", JSON: true}, {Name: "include"},
		{Name: "createdAt"}}
)

// place is a workspace, a thread, or a widget on a web page.
type place struct{ id, name, slug, prompt, model, workspace string }

// library is what a database says of the places of its chats.
type library struct {
	workspaces, threads, embeds map[string]place
	prompt                      string // what models are told where a workspace says nothing of its own
}

// database gathers the chats of a database.
func (t *talks) database(ctx context.Context) error {
	db, err := sqlite.Open(ctx, t.In, t.file)
	if err != nil {
		return err
	}
	defer db.Close()
	var l library
	if err := l.read(ctx, db, t.pull); err != nil {
		return err
	}
	if err := t.chats(ctx, db, "workspace_chats", chatColumns, l.chat); err != nil || t.done {
		return err
	}
	return t.chats(ctx, db, "embed_chats", visitColumns, l.visit)
}

func (l *library) read(ctx context.Context, db *sqlite.Database, p *source.Pull) (err error) {
	if l.workspaces, err = readPlaces(ctx, db, p, "workspaces", sqlite.Clause{}, workspaceColumns); err != nil {
		return err
	}
	if l.threads, err = readPlaces(ctx, db, p, "workspace_threads", sqlite.Clause{}, threadColumns); err != nil {
		return err
	}
	if l.embeds, err = readPlaces(ctx, db, p, "embed_configs", sqlite.Clause{}, embedColumns); err != nil {
		return err
	}
	// The table also holds secrets, of which no row is read.
	settings, err := readPlaces(ctx, db, p, "system_settings", sqlite.Clause{SQL: "WHERE label = 'default_system_prompt'"}, []sqlite.Column{{Name: "value"}})
	l.prompt = settings[""].prompt
	return err
}

// readPlaces reads rows by their ids.
func readPlaces(ctx context.Context, db *sqlite.Database, p *source.Pull, table string, clause sqlite.Clause, columns []sqlite.Column) (map[string]place, error) {
	all := map[string]place{}
	for row, err := range db.Select(ctx, table, clause, columns...) {
		if err != nil {
			return nil, err
		}
		var at place
		if row.Long || p.Parse(row.JSON, func() { at = place{}; at.read(p) }) != nil {
			continue // only a name is lost
		}
		all[at.id] = at
	}
	return all, nil
}

func (at *place) read(p *source.Pull) {
	texts := map[string]*string{"id": &at.id, "name": &at.name, "slug": &at.slug, "openAiPrompt": &at.prompt, "value": &at.prompt,
		"chatModel": &at.model, "workspace_id": &at.workspace}
	p.Object(func(name string) {
		if text := texts[name]; text != nil {
			*text = p.Text()
		}
	})
}

// chats gathers the rows of a table. name says which conversation a row belongs to.
func (t *talks) chats(ctx context.Context, db *sqlite.Database, table string, columns []sqlite.Column, name func(e *exchange) *about) error {
	n := 0
	for row, err := range db.Rows(ctx, table, columns...) {
		n++
		if err != nil {
			return err
		}
		var e exchange
		if row.Long || t.pull.Parse(row.JSON, func() { e = exchange{}; e.read(t.pull) }) != nil {
			if t.done = !t.Yield(*t.In.Failed(t.file, -1, fmt.Sprintf("row %d of the table %s cannot be read", n, table))); t.done {
				return nil
			}
			continue
		}
		a := name(&e)
		if err := t.put(a.id, row.JSON, a); err != nil {
			return err
		}
	}
	return nil
}

// chat tells which conversation a chat belongs to: that of its thread, else that of the workspace with a person or with
// a program.
func (l *library) chat(e *exchange) *about {
	w := l.workspaces[e.workspaceID]
	a := l.in(w)
	thread := l.threads[e.thread]
	a.id = source.Join("/", cmp.Or(w.slug, e.workspaceID), cmp.Or(thread.slug, e.thread))
	if e.userID != "" {
		a.id += "/user-" + e.userID
	}
	if e.apiSession != "" {
		a.id += "/api-" + e.apiSession
	}
	if e.thread != "" {
		a.title, a.tag = thread.name, w.name
	}
	return a
}

// visit tells which conversation a chat on a web page belongs to: that of a visit.
func (l *library) visit(e *exchange) *about {
	a := l.in(l.workspaces[l.embeds[e.embed].workspace])
	a.id, a.tag, a.title = "embed-"+e.embed+"/"+e.visit, a.title, ""
	return a
}

// in is a conversation in a workspace.
func (l *library) in(w place) *about {
	return &about{title: w.name, system: cmp.Or(w.prompt, l.prompt), model: w.model}
}
