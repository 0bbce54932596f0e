package dataset

import (
	"bytes"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// graphs gathers the records of graph runs: an export writes one for each round except the first, and the order of the
// file may part them (EXPORT.md §4.4). Only runs of which some records are still to come are in memory.
type graphs struct {
	expect map[string]int // conversation id to the number of its records
	open   map[string]*run
	order  []string
}

// run is a graph run, as far as it was read.
type run struct {
	rows   []*turns.Row
	raw    [][]byte
	broken int
	first  source.Record
}

// graphs counts the records of the graph runs in a file.
func (r *reader) graphs(file string) *graphs {
	g := &graphs{expect: map[string]int{}, open: map[string]*run{}}
	for record, problem := range r.rows(file, true) {
		if problem != nil {
			if problem.Err != nil {
				break
			}
			continue
		}
		var id, kind string
		// What cannot be read here is told in the second reading.
		_ = r.pull.Parse(record.JSON, func() {
			r.pull.Object(func(name string) {
				switch name {
				case "conversation_id":
					id = r.pull.Text()
				case "data_source":
					kind = r.pull.Name()
				}
			})
		})
		if kind == "graph" && id != "" {
			g.expect[plain(id)]++
		}
	}
	return g
}

// add gathers a record, and yields the run when it is the last of it; false when the caller has enough.
func (g *graphs) add(r *reader, row *turns.Row, record source.Record, broken int) bool {
	current := g.open[row.ID]
	if current == nil {
		current = &run{first: source.Record{File: record.File, Offset: record.Offset, Line: record.Line}}
		g.open[row.ID] = current
		g.order = append(g.order, row.ID)
	}
	current.rows = append(current.rows, row)
	current.raw = append(current.raw, bytes.Clone(record.JSON))
	current.broken += broken
	if len(current.rows) < g.expect[row.ID] {
		return true
	}
	return g.yield(r, row.ID)
}

// finish yields the runs of which records were announced and could not be read.
func (g *graphs) finish(r *reader) bool {
	for len(g.order) > 0 {
		if !g.yield(r, g.order[0]) {
			return false
		}
	}
	return true
}

func (g *graphs) yield(r *reader, id string) bool {
	current := g.open[id]
	delete(g.open, id)
	g.order = slices.DeleteFunc(g.order, func(other string) bool { return other == id })
	return r.giver.Conversation(current.conversation(), current.first)
}

// conversation makes one conversation of the records of a run: rounds from 2 on, because the first, which holds only
// the input, is never exported.
func (run *run) conversation() *chat.Conversation {
	first := run.rows[0]
	raw := slices.Concat([]byte("["), bytes.Join(run.raw, []byte(",")), []byte("]"))
	c := &chat.Conversation{Source: key, ExternalID: first.ID, LocalID: true, Title: first.Title, Type: chat.TypeGraph, Status: chat.StatusActive,
		Tags: first.Tags, CreatedAt: first.CreatedAt, UpdatedAt: first.UpdatedAt, Raw: raw}
	thread := turns.NewThread(c)
	for i, row := range run.rows {
		c.Rounds = append(c.Rounds, chat.Round{Number: i + 2, Model: row.Model, Tools: row.Tools})
		row.AddTo(thread, i+2)
		if row.Model != "" {
			c.Model = row.Model
		}
	}
	thread.Finish(run.broken)
	return c
}
