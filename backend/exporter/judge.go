package exporter

import (
	"context"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// Judge says what a target would do with datasets that somebody made: the file of that name in fsys or, with no name,
// each that dataset_info.json there describes. The data format is recognised unless it is said; an empty target is the
// first. The records are judged by the rules of an export, one at a time; progress gets how many bytes of a file are read,
// and may be nil.
func Judge(ctx context.Context, fsys fs.FS, name, dataFormat, targetKey string, progress func(file string, read, size int64)) ([]chat.Judged, error) {
	t, err := findTarget(targetKey)
	if err != nil {
		return nil, err
	}
	if dataFormat != "" {
		if _, err := findFormat(dataFormat); err != nil {
			return nil, err
		}
	}
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	about, err := readDescribed(fsys, name)
	if err != nil {
		return nil, err
	}
	all := make([]chat.Judged, 0, len(about))
	for _, d := range about {
		j := &judge{ctx: ctx, target: t, described: d, format: dataFormat, progress: progress,
			unseen: d.named(), columns: columns{kinds: map[string][]path{}, known: map[*tool]bool{}}, hashes: map[uint64]struct{}{}, said: map[string]bool{}}
		if err := j.file(fsys); err != nil {
			if name != "" || ctx.Err() != nil {
				return all, err
			}
			j.whole("FILE_UNREADABLE", d.file, reasonOf(err))
		}
		all = append(all, j.report)
	}
	return all, nil
}

// judge walks over one dataset file.
type judge struct {
	ctx       context.Context
	target    *target
	described described
	progress  func(file string, read, size int64)
	format    string // data format; empty until it is recognised
	rules     rules  // of the data format
	wording   wording

	report  chat.Judged
	columns columns             // what readers that infer types have seen
	hashes  map[uint64]struct{} // of the records so far
	said    map[string]bool     // what is said once for the whole file
	calls   bool                // some record calls a tool
	tools   bool                // some record declares one where the target reads it
	needs   needs               // records by what they need of a chat template
	shown   int                 // the last record that shows a column or a type for the first time
	good    int                 // records that are about a good answer
	unseen  []string            // the columns that dataset_info.json names and no record has
}

// file judges the whole file.
func (j *judge) file(fsys fs.FS) error {
	d := j.described
	j.report = chat.Judged{File: d.file, Dataset: d.dataset, Target: j.target.Target, Loads: true, Findings: []chat.Finding{}, CodeCounts: map[string]int{}}
	if j.target.reads != nil {
		for _, f := range d.findings {
			j.whole(f.code, f.values...)
		}
	}
	if d.unread != nil {
		j.whole(d.unread.code, d.unread.values...)
		return nil
	}
	rows, err := openRows(j.ctx, fsys, d.file)
	if err != nil {
		return err
	}
	defer rows.close()
	j.report.FileFormat = rows.format
	if rows.mark && rows.format == chat.JSONL {
		j.whole("FILE_BOM")
	}
	if err := j.rows(rows); err != nil {
		return err
	}
	j.conclude()
	return nil
}

// lookAhead is how many records are looked at to recognise the data format.
const lookAhead = 100

// rows judges every record. The first wait until the data format is known.
func (j *judge) rows(rows *rows) error {
	var first []row
	known := false
	flush := func() {
		j.recognise(first)
		known = true
		for _, r := range first {
			j.row(r)
		}
	}
	for r, err := range rows.all {
		j.progress(j.described.file, rows.read, rows.size)
		switch {
		case err != nil:
			return err
		case known:
			j.row(r)
		default:
			if first = append(first, r); len(first) == lookAhead {
				flush()
			}
		}
	}
	if !known {
		flush()
	}
	return j.ctx.Err()
}

// row judges one record.
func (j *judge) row(r row) {
	j.report.Records++
	if r.broken {
		j.whole("NOT_JSON", strconv.Itoa(j.report.Records))
		j.report.Stopping++
		return
	}
	if j.report.FileFormat == chat.JSONL {
		j.types(r)
	}
	d := j.draft(r)
	hash := d.hash()
	if _, again := j.hashes[hash]; again {
		d.warn("DUPLICATE", nil)
	}
	j.hashes[hash] = struct{}{}
	for i := range d.warned {
		d.warned[i].Record = j.report.Records
	}
	j.add(d.warned)
	j.needs.count(d)
	if j.target.takes(d, j.rules) {
		j.report.Sound++
		return
	}
	stops := func(f chat.Finding) bool { return f.Level == "stop" && slices.Contains(j.target.refuses, f.Code) }
	if slices.ContainsFunc(d.warned, stops) || j.format == ktoFormat.Key && j.target.alternates { // it reads what it skipped there
		j.report.Stopping++
	} else {
		j.report.Skipped++
	}
}

// types looks at what readers that infer types see in a record.
func (j *judge) types(r row) {
	for _, p := range pathsOf("", string(r.json)) {
		added, clash := j.columns.showPath(p)
		if added {
			j.shown = j.report.Records
		}
		switch {
		case clash == nil && added && r.start > maxFirst:
			j.once("LATE_KEY", p.name)
		case clash == nil:
		case strings.HasPrefix(clash.name, "/tools/"):
			j.whole("TOOL_CONFLICT", clash.name, clash.first, clash.second)
		case strings.Contains(clash.name, "/arguments/"):
			j.whole("ARGS_CONFLICT", clash.name, clash.first, clash.second)
		default:
			j.whole("MIXED_TYPES", clash.name, clash.first, clash.second)
		}
	}
}
