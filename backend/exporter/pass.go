package exporter

import (
	"context"
	"errors"
	"fmt"

	"loquat/backend/chat"
)

// pass is one walk over the conversations: it counts, orders and hands records to a sink.
type pass struct {
	opt      chat.ExportOptions
	format   Format
	choices  choices
	all      Conversations
	progress func(done int)
	preview  int

	layout  layout
	report  chat.ExportReport
	columns columns
	hashes  map[uint64]struct{}
	header  []byte // of a CSV
	first   int64  // bytes of the records that stand first
	firsts  int    // how many stand first
	good    int    // records that are about a good answer
	ready   []int  // by target: records that it takes
	long    int    // records with several questions
	needs   needs  // records by what they need of a chat template
	done    int    // conversations the progress has heard of

	front, rest []any // records for the preview: those that stand first, and the others
}

// errWider says that a record does not fit the layout; the pass's layout is already the wider one.
var errWider = errors.New("a wider layout is needed")

// newPass checks the options and makes a pass.
func newPass(opt chat.ExportOptions, all Conversations, progress func(int)) (*pass, error) {
	format, err := findFormat(opt.DataFormat)
	if err != nil {
		return nil, err
	}
	opt.DataFormat = format.Key
	switch opt.FileFormat {
	case chat.JSONL, chat.CSV, chat.Parquet:
	default:
		return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("there is no file format %q", opt.FileFormat),
			Advice: "choose one of: jsonl, csv, parquet"}
	}
	if reason, refused := format.refused[opt.FileFormat]; refused {
		return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("the data format %s has no place in the file format %s", format.Key, opt.FileFormat),
			Advice: reason}
	}
	choices, err := choose(format, opt)
	if err != nil {
		return nil, err
	}
	if err := CheckNames(opt); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int) {}
	}
	return &pass{opt: opt, format: format, choices: choices, all: all, progress: progress}, nil
}

// widening runs the pass, again with a wider layout when a record asks for it, and closes the sink of the last run.
func (p *pass) widening(ctx context.Context, open func() (sink, error)) error {
	for {
		p.begin()
		s, err := open()
		if err != nil {
			return err
		}
		err = p.run(ctx, s)
		if err == nil {
			err = p.conclude(s)
		}
		if err == nil {
			return nil
		}
		s.discard()
		if !errors.Is(err, errWider) {
			return err
		}
	}
}

// begin forgets what an earlier run counted.
func (p *pass) begin() {
	p.report = newReport(p.opt)
	p.columns = columns{kinds: map[string][]path{}, known: map[*tool]bool{}}
	p.hashes = map[uint64]struct{}{}
	p.first, p.firsts, p.good, p.long, p.front, p.rest = 0, 0, 0, 0, nil, nil
	p.header, p.ready, p.needs = nil, make([]int, len(targets)), needs{}
	if p.opt.FileFormat == chat.CSV {
		p.header = csvHeader(p.recordType())
	}
	if word := splitWord(p.opt.FileName); word != "" {
		count(&p.report, &p.report.Warnings, fileFinding("FILE_SPLIT_NAME", false, word))
	}
}

// recordType returns a zero record of the layout.
func (p *pass) recordType() any {
	return p.format.make(&draft{source: &chat.Conversation{}}, p.layout)
}

// run takes every conversation to s.
func (p *pass) run(ctx context.Context, s sink) error {
	done := 0
	for b, err := range prepared(ctx, p) {
		if err != nil {
			return err
		}
		for _, c := range b.conversations {
			if err := p.take(c, b, s); err != nil {
				return err
			}
		}
		if done += len(b.conversations); done > p.done {
			p.done = done
			p.progress(done)
		}
	}
	if done == 0 {
		return &chat.Error{Code: chat.CodeEmpty, Reason: "no conversation is selected", Advice: "select at least one"}
	}
	return nil
}

// take counts the records of one conversation and hands them to s.
func (p *pass) take(c []made, b *batch, s sink) error {
	p.report.Conversations.Selected++
	exported := false
	for i := range c {
		m := &c[i]
		if _, again := p.hashes[m.hash]; again && m.left == nil && p.opt.Duplicates == "leave_out" && !p.format.rules.parts {
			f := m.duplicate(true)
			m.left = &f
		}
		if m.left != nil {
			p.report.LeftOutRecords++
			count(&p.report, &p.report.LeftOut, []chat.Finding{*m.left})
			continue
		}
		exported = true
		if err := p.takeRecord(m, b.lines.Bytes()[m.start:m.end], s); err != nil {
			return err
		}
	}
	if exported {
		p.report.Conversations.Exported++
	} else {
		p.report.Conversations.LeftOut++
	}
	return nil
}

// takeRecord counts one record, decides where it stands and hands it to s.
func (p *pass) takeRecord(m *made, line []byte, s sink) error {
	if m.tools && !p.layout.tools {
		p.layout.tools = true
		return errWider
	}
	first, conflicts := p.columns.show(m.shown, m.typed)
	if p.showArguments(m.arguments) {
		first = true
	}
	if err := p.clash(conflicts); err != nil {
		return err
	}
	p.tally(m)
	if first {
		p.first += int64(len(line))
		p.firsts++
		p.front = remember(p.front, m.record, p.preview)
	} else {
		p.rest = remember(p.rest, m.record, p.preview)
	}
	return s.add(m, line, first)
}

// tally counts one record, what it needs, and what was found in it.
func (p *pass) tally(m *made) {
	p.report.Records++
	for i, taken := range m.taken {
		if taken {
			p.ready[i]++
		}
	}
	for i, n := range m.needs {
		p.needs[i] += n
	}
	if m.good {
		p.good++
	}
	if m.long {
		p.long++
	}
	if len(m.repaired) > 0 {
		p.report.RepairedRecords++
	}
	count(&p.report, &p.report.Repaired, m.repaired)
	count(&p.report, &p.report.Warnings, m.warned)
	if _, again := p.hashes[m.hash]; again && !p.format.rules.parts {
		count(&p.report, &p.report.Warnings, []chat.Finding{m.duplicate(false)})
	}
	p.hashes[m.hash] = struct{}{}
}

// showArguments adds what the arguments of a record's calls show and says whether any of it is new. What contradicts an
// earlier call is said: only the datasets library from 4.7 on can load such a file.
func (p *pass) showArguments(arguments []path) (first bool) {
	for _, a := range arguments {
		added, clash := p.columns.showPath(a)
		first = first || added
		if clash != nil && p.opt.FileFormat == chat.JSONL {
			count(&p.report, &p.report.Warnings, fileFinding("ARGS_CONFLICT", false, clash.name, clash.first, clash.second))
		}
	}
	return first
}

// clash reports places where tools contradict one another. Only JSONL has types to contradict: CSV and Parquet hold
// tools as text anyway.
func (p *pass) clash(conflicts []conflict) error {
	if len(conflicts) == 0 || p.opt.FileFormat != chat.JSONL {
		return nil
	}
	if !p.layout.toolsAsText && !p.format.rules.keepTyped {
		p.layout.toolsAsText = true
		return errWider
	}
	list := &p.report.Repaired
	if p.format.rules.keepTyped {
		list = &p.report.Warnings
	}
	for _, c := range conflicts {
		count(&p.report, list, fileFinding("TOOL_CONFLICT", !p.format.rules.keepTyped, c.name, c.first, c.second))
	}
	return nil
}
