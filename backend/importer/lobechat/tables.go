package lobechat

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/spool"
)

// names are the tables that make conversations, and the column by which their rows are found. Who the user is, the
// settings and what the providers of models are given (keys) stay behind.
var names = map[string]string{"messages": "", "topics": "id", "sessions": "id", "agents": "id", "agentsToSessions": "sessionId",
	"threads": "topicId", "files": "id", "messagesFiles": "messageId", "messagePlugins": "id", "messageTranslates": "id"}

// oldSessions is where the first version keeps sessions with their messages and topics: an object of them.
const oldSessions = "state.sessions.*"

// lists are the places of the tables in both kinds of export.
func lists() []string {
	all := []string{oldSessions}
	for name := range names {
		all = append(all, "state."+name, "data."+name)
	}
	slices.Sort(all)
	return all
}

// library is what a file holds, kept aside until all of it is known: what belongs to a message may stand behind all
// messages.
type library struct {
	*reader
	file    string
	shelf   *spool.Shelf
	old     bool     // it is a state, not a database
	chats   []string // keys of the conversations, in the order of the file
	topics  []string
	damaged []source.Item // rows that cannot be read and are not yet told
}

// tables yields the conversations of an export of tables; false when the caller has enough. No conversation of a file
// that is cut off is surely whole.
func (r *reader) tables(ctx context.Context, file string) bool {
	shelf, err := spool.NewShelf()
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer shelf.Close()
	l := &library{reader: r, file: file, shelf: shelf}
	whole, more := l.gather(ctx)
	if !whole || !more {
		return more
	}
	for _, id := range l.chats {
		if ctx.Err() != nil {
			return r.Trouble(r.In.Stop(file, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: ctx.Err()}))
		}
		if !l.give(id) {
			return false
		}
	}
	return l.rest()
}

// gather reads the file once. whole says that it was read to its end.
func (l *library) gather(ctx context.Context) (whole, more bool) {
	for record, problem := range source.Records(ctx, l.In.Only(l.file), lists()...) {
		switch {
		case problem != nil:
			if !l.Trouble(source.NoneKept(problem)) {
				return false, false
			}
			if problem.Err != nil {
				return false, true
			}
		case record.List != "":
			if err := l.keep(record); err != nil {
				return false, l.Trouble(l.In.Stop(l.file, err))
			}
			for _, item := range l.damaged {
				if !l.Yield(item) {
					return false, false
				}
			}
			l.damaged = nil
		}
	}
	return true, true
}

// keep puts a row on the shelf.
func (l *library) keep(record source.Record) error {
	place, table, _ := strings.Cut(record.List, ".")
	l.old = place == "state"
	if record.List == oldSessions {
		return l.keepOld(record)
	}
	return l.row(table, record)
}

// row puts a row of a table on the shelf, or tells that it cannot be read.
func (l *library) row(table string, record source.Record) error {
	ids := map[string]string{}
	if err := l.pull.Parse(record.JSON, func() {
		clear(ids)
		l.pull.Object(func(name string) {
			switch name {
			case "id", "topicId", "sessionId", "groupId", "agentId", "messageId":
				ids[name] = l.pull.Text()
			}
		})
	}); err != nil {
		l.damaged = append(l.damaged, *l.In.Failed(l.file, record.Offset, "the JSON is damaged: "+err.Error()))
		return nil
	}
	switch table {
	case "messages":
		return l.said(talkOf(ids), record.JSON)
	case "topics":
		l.topics = append(l.topics, ids["id"])
	}
	return l.shelf.Put(table+":"+ids[names[table]], record.JSON)
}

// said puts a message to those of its conversation.
func (l *library) said(talk string, row []byte) error {
	if !l.shelf.Has("messages:" + talk) {
		l.chats = append(l.chats, talk)
	}
	return l.shelf.Put("messages:"+talk, row)
}

// talkOf is the key of the conversation that a message belongs to: that of its topic, or what was said in a session
// outside of topics.
func talkOf(ids map[string]string) string {
	if topic := ids["topicId"]; topic != "" {
		return "t" + topic
	}
	return "s" + cmp.Or(ids["groupId"], ids["sessionId"], ids["agentId"])
}

// keepOld takes a session of the first version apart: its messages do not name it.
func (l *library) keepOld(record source.Record) error {
	var about bytes.Buffer
	var chats, topics [][]byte
	id := ""
	p := source.NewPull()
	if err := p.Parse(record.JSON, func() {
		about.Reset()
		chats, topics = nil, nil
		p.Object(func(name string) {
			switch from := p.Mark(); {
			case name == "chats":
				p.Object(func(string) { chats = append(chats, bytes.Clone(p.Raw())) })
			case name == "topics":
				p.Object(func(string) { topics = append(topics, bytes.Clone(p.Raw())) })
			case name == "id":
				id = p.Text()
				source.Member(&about, name, p.Written(from))
			default:
				source.Member(&about, name, p.Raw())
			}
		})
	}); err != nil {
		l.damaged = append(l.damaged, *l.In.Failed(l.file, record.Offset, "the JSON is damaged: "+err.Error()))
		return nil
	}
	about.WriteByte('}')
	err := l.shelf.Put("sessions:"+id, about.Bytes())
	for _, topic := range topics {
		if err == nil {
			err = l.row("topics", source.Record{JSON: topic, Offset: record.Offset})
		}
	}
	for _, row := range chats {
		if err == nil {
			err = l.row("messages", source.Record{JSON: within(row, id), Offset: record.Offset})
		}
	}
	return err
}

// within is a message that names its session.
func within(row []byte, session string) []byte {
	var b bytes.Buffer
	quoted, _ := jsontext.AppendQuote(nil, session)
	source.Member(&b, "sessionId", quoted)
	if rest := bytes.TrimSpace(bytes.TrimPrefix(row, []byte("{"))); !bytes.HasPrefix(rest, []byte("}")) {
		b.WriteByte(',')
	}
	b.Write(bytes.TrimPrefix(row, []byte("{")))
	return b.Bytes()
}

// rest tells of topics in which nothing was said, and of a file without any conversation.
func (l *library) rest() bool {
	for _, id := range l.topics {
		if !l.shelf.Has("messages:t" + id) {
			topic, _ := (&talk{library: l}).about("topics", id)
			if !l.Yield(*l.In.Skipped(l.file, -1, id, topic.title, "it is empty: it holds no messages")) {
				return false
			}
		}
	}
	if len(l.chats)+len(l.topics) == 0 {
		return l.Yield(*l.In.Skipped(l.file, -1, "", "", "it holds settings or assistants, and no conversations"))
	}
	return true
}
