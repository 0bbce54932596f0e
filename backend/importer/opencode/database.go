package opencode

import (
	"context"
	"errors"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
)

// The columns of the tables. Of messages and parts the column data holds what the files of the storage hold, the others
// may be missing in it.
var (
	sessionColumns = []sqlite.Column{{Name: "id"}, {Name: "parent_id"}, {Name: "title"}, {Name: "directory"}, {Name: "time_created"}, {Name: "time_updated"}, {Name: "revert", JSON: true}}
	messageColumns = []sqlite.Column{{Name: "id"}, {Name: "session_id"}, {Name: "time_created"}, {Name: "data", JSON: true}}
	partColumns    = []sqlite.Column{{Name: "id"}, {Name: "message_id"}, {Name: "data", JSON: true}}
)

// database yields the sessions of a database; false when the caller has enough.
func (r *reader) database(ctx context.Context, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	var all []about
	err = r.rows(ctx, db, "session", sqlite.Clause{SQL: "ORDER BY parent_id IS NOT NULL, time_created, id"}, sessionColumns, nil, func() func() {
		var a about
		a.read(r.pull)
		return func() { all = append(all, a) }
	})
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	for _, a := range all {
		s := &session{about: a}
		if err := r.stored(ctx, db, s); err != nil {
			return r.Trouble(r.In.Stop(file, err))
		}
		if !r.finish(s, file) {
			return false
		}
	}
	return true
}

// stored reads the rows of one session.
func (r *reader) stored(ctx context.Context, db *sqlite.Database, s *session) error {
	err := r.rows(ctx, db, "session", sqlite.Clause{SQL: "WHERE id = ?", Values: []any{s.id}}, sessionColumns, s, func() func() {
		r.pull.Skip()
		return func() {}
	})
	place := map[string]int{}
	err = errors.Join(err, r.rows(ctx, db, "message", sqlite.Clause{SQL: "WHERE session_id = ? ORDER BY id", Values: []any{s.id}}, messageColumns, s, func() func() {
		var m message
		m.read(r.pull)
		return func() { place[m.id] = len(s.messages); s.messages = append(s.messages, m) }
	}))
	return errors.Join(err, r.rows(ctx, db, "part", sqlite.Clause{SQL: "WHERE session_id = ? ORDER BY id", Values: []any{s.id}}, partColumns, s, func() func() {
		var p part
		p.read(r.pull)
		return func() {
			if at, ok := place[p.message]; ok {
				s.messages[at].parts = append(s.messages[at].parts, p)
			} else {
				s.notes = append(s.notes, "a part belongs to no message and was left out: "+p.id)
			}
		}
	}))
}

// rows reads the rows of a table. read takes a row with r.pull and returns what is done with it once it was read whole.
// A row that cannot be read costs only itself, and is told in a note of the session.
func (r *reader) rows(ctx context.Context, db *sqlite.Database, table string, clause sqlite.Clause, columns []sqlite.Column, s *session, read func() func()) error {
	for row, err := range db.Select(ctx, table, clause, columns...) {
		if err != nil {
			return err
		}
		done := func() {}
		reason := "it is too large"
		if !row.Long {
			if err := r.pull.Parse(row.JSON, func() { done = read() }); err == nil {
				done()
				s.row(r.pull, row)
				continue
			} else {
				reason = err.Error()
			}
		}
		if s != nil {
			s.notes = append(s.notes, "a row of the table "+table+" could not be read and was left out: "+reason)
		}
	}
	return nil
}

// row keeps a row as a line of the session's record; s may be nil.
func (s *session) row(p *source.Pull, row sqlite.Row) {
	if s != nil {
		s.broken += p.Broken
		s.keep(row.JSON)
	}
}
