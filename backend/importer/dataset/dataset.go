// Package dataset reads datasets back: what Loquat or the reference platform exported as JSONL, CSV or Parquet
// (EXPORT.md §4, FORMATS.md §6), and tables of others that have a column of messages. Whatever the file format, a row
// becomes the same JSON record, so that one reading serves all three.
package dataset

import (
	"bytes"
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "dataset"

// Source reads datasets.
var Source = source.Source{Key: key, Name: "Dataset", Detect: Detect, Belongs: turns.IsDatasetInfo, Read: Read,
	Give: "a dataset that Loquat wrote: JSONL, CSV or Parquet"}

// Detect says whether the file is a table of conversations, by its content: the magic of Parquet, the header of a CSV,
// or records with the members of our own datasets.
func Detect(p *source.Probe) bool {
	if isParquet(p.Head) || isCSV(p.Head) {
		return true
	}
	shapes, good := turns.Shapes(p), 0
	for i := range shapes {
		if shapes[i].Dataset() {
			good++
		}
	}
	return 2*good > len(shapes)
}

// Read yields one conversation for each record; the records of one graph run, one for each node, become one again.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{ctx: ctx, in: in, pull: source.NewPull(), giver: turns.NewGiver(ctx, in, key, yield)}
		for _, file := range in.Files {
			if !r.file(file) {
				return
			}
		}
	}
}

// reader is one reading of an input.
type reader struct {
	ctx   context.Context
	in    *source.Input
	pull  *source.Pull
	giver *turns.Giver
}

// rows is the records of one file, whatever its format.
type rows = iter.Seq2[source.Record, *source.Item]

// rows opens the records of a file. When quiet, it counts no progress, for a first look at all records.
func (r *reader) rows(file string, quiet bool) rows {
	one := r.in.Only(file)
	if quiet {
		one.Read = nil
	}
	head, err := headOf(one, file)
	switch {
	case err != nil:
		return func(yield func(source.Record, *source.Item) bool) { yield(source.Record{}, one.Stop(file, err)) }
	case isParquet(head):
		return parquetRows(r.ctx, one, file)
	case isCSV(head):
		return csvTable.Rows(r.ctx, one, file)
	}
	return source.Records(r.ctx, one, turns.Lists...)
}

// file yields the conversations of one file; false when the caller has enough or nothing can follow.
func (r *reader) file(file string) bool {
	graphs := r.graphs(file)
	for record, problem := range r.rows(file, false) {
		if !r.take(record, problem, graphs) {
			return false
		}
	}
	return graphs.finish(r)
}

// take reads one record, or tells why it cannot be read.
func (r *reader) take(record source.Record, problem *source.Item, graphs *graphs) bool {
	if problem != nil {
		return r.giver.Trouble(problem)
	}
	var row turns.Row
	if err := r.pull.Parse(record.JSON, func() { row.Read(r.pull, nil) }); err != nil {
		return r.giver.NotJSON(record, err)
	}
	row.ID, row.Model = plain(row.ID), plain(row.Model)
	if row.DataSource == "graph" && row.ID != "" && !row.Empty() {
		return graphs.add(r, &row, record, r.pull.Broken)
	}
	return r.giver.Row(&row, record, r.pull.Broken)
}

// headOf reads the beginning of a file, enough to tell its format.
func headOf(in *source.Input, file string) ([]byte, error) {
	f, err := in.FS.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, _ := source.UTF8(f)
	head := make([]byte, 64<<10)
	n, err := readFull(text, head)
	return head[:n], err
}

// plain undoes the guard of a CSV against formulas: an apostrophe before a sign that would begin one.
func plain(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && bytes.IndexByte([]byte("=+-@\t\r"), cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}
