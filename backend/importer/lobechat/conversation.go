package lobechat

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// about is what is said of a topic, a session, an assistant, a thread, a plugin or a translation.
type about struct {
	id, title, system, model, content     string
	sessionID, agentID, groupID           string
	callID, fileID, origin, pluginFailure string
	call                                  chat.ToolCall
	favorite                              bool
	created, updated                      chat.Time
}

func (a *about) read(p *source.Pull) {
	texts := map[string]*string{"id": &a.id, "title": &a.title, "systemRole": &a.system, "model": &a.model, "content": &a.content,
		"sessionId": &a.sessionID, "agentId": &a.agentID, "groupId": &a.groupID, "toolCallId": &a.callID, "fileId": &a.fileID,
		"sourceMessageId": &a.origin, "apiName": &a.call.Name}
	p.Object(func(name string) {
		switch name {
		case "meta", "config": // of a session of older versions, which is an assistant too
			p.Object(func(name string) {
				if text := texts[name]; text != nil && (name == "title" || name == "systemRole" || name == "model") {
					*text = p.Text()
				}
			})
		case "arguments":
			a.call.Arguments = p.Arguments()
		case "error":
			a.pluginFailure = readFailure(p)
		case "favorite":
			a.favorite = p.Bool()
		case "createdAt", "createAt":
			a.created = p.Time()
		case "updatedAt", "updateAt":
			a.updated = p.Time()
		default:
			if text := texts[name]; text != nil {
				*text = p.Text()
			}
		}
	})
}

// talk is a conversation while it is put together.
type talk struct {
	*library
	raw    raw
	broken int
	failed error
}

// rows are the rows of a table under a key; they become part of the record.
func (t *talk) rows(table, id string) [][]byte {
	rows, err := t.shelf.Get(table + ":" + id)
	if err != nil {
		t.failed = cmp.Or(t.failed, err)
	}
	for _, row := range rows {
		t.raw.add(table, row)
	}
	return rows
}

// about reads the first row of a table under a key; false when there is none.
func (t *talk) about(table, id string) (a about, ok bool) {
	if id == "" {
		return a, false
	}
	rows := t.rows(table, id)
	if len(rows) == 0 {
		return a, false
	}
	t.read(rows[0], func() { a = about{}; a.read(t.pull) })
	return a, true
}

// read reads a row, which was read before it was kept.
func (t *talk) read(row []byte, read func()) {
	if err := t.pull.Parse(row, read); err != nil {
		t.failed = cmp.Or(t.failed, err)
	}
	t.broken += t.pull.Broken
}

// give yields the conversation with that key; false when the caller has enough.
func (l *library) give(id string) bool {
	t := &talk{library: l, raw: raw{rows: map[string][][]byte{}}}
	w := weave{c: &chat.Conversation{ExternalID: id[1:]}, origins: map[string]string{}}
	for _, row := range t.rows("messages", id) {
		var m message
		t.read(row, func() { m = message{}; m.read(t.pull) })
		w.messages = append(w.messages, m)
	}
	for i := range w.messages {
		t.complete(&w.messages[i])
	}
	assistant := t.name(w.c, &w, id[0] == 't')
	w.grow(assistant.system)
	w.c.Model = cmp.Or(w.c.Model, assistant.model)
	if t.failed != nil {
		return l.Yield(*l.In.Failed(l.file, -1, fmt.Sprintf("the conversation %s cannot be read: %v", id[1:], t.failed)))
	}
	if w.c.ExternalID == "" {
		w.c.ExternalID = tree.BeginningID(w.c)
	}
	t.raw.write(w.c, l.old)
	return l.Give(source.Record{File: l.file, Offset: -1}, w.c, t.broken, "")
}

// complete adds what other tables hold of a message.
func (t *talk) complete(m *message) {
	if plugin, ok := t.about("messagePlugins", m.id); ok {
		m.callID = cmp.Or(m.callID, plugin.callID)
		m.toolFailure = cmp.Or(m.toolFailure, plugin.pluginFailure)
		if m.plugin.Name == "" {
			m.plugin = plugin.call
		}
	}
	if translation, ok := t.about("messageTranslates", m.id); ok {
		m.translation = cmp.Or(m.translation, translation.content)
	}
	for _, row := range t.rows("messagesFiles", m.id) {
		var link about
		t.read(row, func() { link = about{}; link.read(t.pull) })
		m.fileIDs = append(m.fileIDs, link.fileID)
	}
	for _, id := range m.fileIDs {
		a := turns.Missing(id)
		for _, row := range t.rows("files", id) {
			t.read(row, func() { a = readFile(t.pull) })
		}
		m.files = append(m.files, a)
	}
}

// name fills in what is said of the conversation, and returns what the assistant was told and the model it is set to.
func (t *talk) name(c *chat.Conversation, w *weave, isTopic bool) (assistant about) {
	var where about
	if first := slices.IndexFunc(w.messages, func(m message) bool { return m.sessionID+m.agentID+m.groupID != "" }); first >= 0 {
		m := &w.messages[first]
		where = about{sessionID: m.sessionID, agentID: m.agentID, groupID: m.groupID}
	}
	if isTopic {
		topic, _ := t.about("topics", c.ExternalID)
		c.Title, c.CreatedAt, c.UpdatedAt = topic.title, topic.created, topic.updated
		if topic.favorite {
			c.Status = chat.StatusFavorite
		}
		where.sessionID, where.agentID = cmp.Or(topic.sessionID, where.sessionID), cmp.Or(topic.agentID, where.agentID)
		for _, row := range t.rows("threads", c.ExternalID) {
			var thread about
			t.read(row, func() { thread = about{}; thread.read(t.pull) })
			w.origins[thread.id] = thread.origin
		}
	}
	session, _ := t.about("sessions", where.sessionID)
	if link, ok := t.about("agentsToSessions", where.sessionID); ok {
		where.agentID = link.agentID
	}
	agent, _ := t.about("agents", where.agentID)
	called := cmp.Or(session.title, agent.title)
	if isTopic {
		tree.Tag(c, called)
	} else {
		c.Title = called
	}
	return about{system: cmp.Or(agent.system, session.system), model: cmp.Or(agent.model, session.model)}
}

// raw gathers the record of a conversation: an export in which nothing else is.
type raw struct {
	tables []string
	rows   map[string][][]byte
	size   int
}

func (r *raw) add(table string, row []byte) {
	if r.rows == nil {
		return
	}
	if len(r.rows[table]) == 0 {
		r.tables = append(r.tables, table)
	}
	r.rows[table] = append(r.rows[table], row)
	r.size += len(row)
}

// write makes the record, unless it is too large to be kept.
func (r *raw) write(c *chat.Conversation, old bool) {
	if r.size > source.MaxRaw {
		c.Notes = append(c.Notes, fmt.Sprintf("the conversation is larger than %d MiB: its messages are kept, its own record is not", source.MaxRaw>>20))
		return
	}
	before, after := `{"data":`, `,"mode":"postgres","schemaHash":""}`
	if old {
		before, after = `{"exportType":"sessions","state":`, `}`
	}
	var b, inner bytes.Buffer
	for _, table := range r.tables {
		source.Member(&inner, table, slices.Concat([]byte("["), bytes.Join(r.rows[table], []byte(",")), []byte("]")))
	}
	b.WriteString(before)
	b.Write(inner.Bytes())
	b.WriteString("}" + after)
	c.Raw = b.Bytes()
}
