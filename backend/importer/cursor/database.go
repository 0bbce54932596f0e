package cursor

import (
	"cmp"
	"context"
	"errors"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// reader makes conversations of the values of a database.
type reader struct {
	*tree.Reader
	listed *listed // the transcript in a list that is read
	pull   *source.Pull
	db     *sqlite.Database
	starts map[start]string // what sub-agents were asked, to the call that asked it
}

// The columns of both tables, which hold values by key.
var (
	keyColumn  = []sqlite.Column{{Name: "key"}}
	keyedValue = []sqlite.Column{{Name: "key"}, {Name: "value", JSON: true}}
)

// tabsKey is where the oldest versions keep the chats of a folder.
const tabsKey = "workbench.panel.aichat.view.aichat.chatdata"

// database yields the conversations of a database; false when the caller has enough.
func (r *reader) database(ctx context.Context, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	r.db = db
	record := source.Record{File: file, Offset: -1}
	found := 0
	keys, err := r.composers(ctx)
	for _, key := range keys {
		s := &session{}
		if problem := r.fill(ctx, s, key); problem != nil {
			if ctx.Err() != nil {
				return r.Trouble(r.In.Stop(file, problem))
			}
			s.damage = problem.Error() // a damaged page costs the conversations on it
		}
		found++
		if !r.give(s, record) {
			return false
		}
	}
	tabs, problem := r.older(ctx)
	err = cmp.Or(err, problem)
	for _, s := range tabs {
		found++
		if !r.give(s, record) {
			return false
		}
	}
	switch {
	case err != nil:
		return r.Trouble(r.In.Stop(file, err))
	case found == 0:
		return r.Yield(*r.In.Skipped(file, -1, "", "", "there are no conversations in this database: Cursor keeps settings in it"))
	}
	return true
}

// give yields a conversation, or says why it cannot be read; false when the caller has enough.
func (r *reader) give(s *session, record source.Record) bool {
	if s.damage != "" {
		return r.Yield(*r.In.Failed(record.File, record.Offset, "the conversation "+s.id+": "+s.damage))
	}
	return r.Give(record, s.conversation(), s.broken, "")
}

// composers are the keys of all conversations.
func (r *reader) composers(ctx context.Context) (keys []string, err error) {
	err = r.values(ctx, "cursorDiskKV", within("composerData:"), keyColumn, func(string) {}, func(key, _ string) { keys = append(keys, key) })
	return keys, err
}

// within is the range of the keys that begin with a prefix.
func within(prefix string) sqlite.Clause {
	end := []byte(prefix)
	end[len(end)-1]++
	return sqlite.Clause{SQL: "WHERE key >= ? AND key < ? ORDER BY key", Values: []any{prefix, string(end)}}
}

// fill reads a conversation and its bubbles.
func (r *reader) fill(ctx context.Context, s *session, key string) error {
	s.begin(key)
	one := sqlite.Clause{SQL: "WHERE key = ?", Values: []any{key}}
	err := r.values(ctx, "cursorDiskKV", one, keyedValue, func(string) { s.read(r.pull) }, func(_, damage string) { s.damage = damage }, s)
	if err != nil || s.damage != "" {
		return err
	}
	var b bubble
	err = r.values(ctx, "cursorDiskKV", within("bubbleId:"+s.id+":"), keyedValue, func(string) { b = bubble{}; b.read(r.pull) }, func(key, damage string) {
		s.store(key, b, damage)
	}, s)
	if err == nil || ctx.Err() != nil {
		return err
	}
	s.notes = append(s.notes, "some of its messages could not be read: "+err.Error())
	return nil
}

// composersKey is where a folder lists its conversations.
const composersKey = "composer.composerData"

// older reads the conversations that older versions keep under one key.
func (r *reader) older(ctx context.Context) (all []*session, err error) {
	tabs, err := r.list(ctx, tabsKey, readTabs)
	composers, problem := r.list(ctx, composersKey, readComposers)
	return append(tabs, composers...), cmp.Or(err, problem)
}

// list reads the conversations under one key.
func (r *reader) list(ctx context.Context, key string, read func(p *source.Pull) []*session) (all []*session, err error) {
	var kept session
	one := sqlite.Clause{SQL: "WHERE key = ?", Values: []any{key}}
	err = r.values(ctx, "ItemTable", one, keyedValue, func(string) { all = read(r.pull) }, func(_, damage string) {
		if damage != "" {
			all = []*session{{about: about{id: key}, damage: damage}}
		}
	}, &kept)
	for _, s := range all {
		s.raw = kept.raw
	}
	return all, err
}

var errDamaged = errors.New("the value is no JSON")

// values reads values of a table: read takes one with r.pull, done is told the key and what was wrong. A row is kept as a
// line of the record of s.
func (r *reader) values(ctx context.Context, table string, clause sqlite.Clause, columns []sqlite.Column, read func(key string), done func(key, damage string), into ...*session) error {
	for row, err := range r.db.Select(ctx, table, clause, columns...) {
		if err != nil {
			return err
		}
		key, damage := "", ""
		if row.Long {
			damage = "it is too large to be read"
		} else if err := r.pull.Parse(row.JSON, func() {
			r.pull.Object(func(name string) {
				switch {
				case name == "key":
					key = r.pull.Text()
				case r.pull.Kind() == '"':
					r.pull.Fail(errDamaged)
				default:
					read(key)
				}
			})
		}); err != nil {
			damage = err.Error()
		}
		for _, s := range into {
			s.keep(row.JSON, r.pull.Broken)
		}
		done(key, damage)
	}
	return nil
}
