package library

import (
	"context"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/library/samples"
	"loquat/backend/store"
)

// Import reads every path and keeps what it finds. The report is complete even when the error is not nil.
//
// A path that cannot be read does not stop the others; when nothing could be read at all, that is the error. A Cancel, and
// a library that cannot be written any more, end the import: the conversations put until then are whole and stay, and
// the report counts exactly those.
func (l *Library) Import(ctx context.Context, paths []string, progress func(chat.Progress)) (chat.ImportReport, error) {
	inputs := make([]input, 0, len(paths))
	for _, path := range paths {
		inputs = append(inputs, input{label: path, size: sizeOf(path), open: func(ctx context.Context) (*importer.Opened, error) {
			return importer.Open(ctx, path)
		}})
	}
	return l.importAll(ctx, chat.OriginFiles, inputs, progress)
}

// ImportSamples imports the sample conversations that are part of the program.
func (l *Library) ImportSamples(ctx context.Context, progress func(chat.Progress)) (chat.ImportReport, error) {
	const label = "sample conversations"
	return l.importAll(ctx, chat.OriginSamples, []input{{label: label, open: func(ctx context.Context) (*importer.Opened, error) {
		return importer.OpenFS(ctx, samples.FS, label)
	}}}, progress)
}

// input is one thing to import.
type input struct {
	label string // as the person named it
	size  int64  // bytes, as long as it is not opened; 0 when unknown
	open  func(ctx context.Context) (*importer.Opened, error)
}

// importing is one import under way.
type importing struct {
	writer *store.Writer
	meter  *meter
	origin chat.Origin
	inputs []input
	report chat.ImportReport
	again  bool               // everything in inputs was read before, as watched places
	before *chat.ImportReport // of the import that this one goes on with; nil when it is one of its own
	// stopped is why the whole import ended early: the library cannot be written. A Cancel is in the context.
	stopped error
}

// importAll is Import for anything that can be opened.
func (l *Library) importAll(ctx context.Context, origin chat.Origin, inputs []input, progress func(chat.Progress)) (chat.ImportReport, error) {
	run := &importing{meter: newMeter("import", "", progress), origin: origin, inputs: inputs, report: emptyReport("")}
	if len(inputs) == 0 {
		return run.report, &chat.Error{Code: chat.CodeEmpty, Reason: "nothing to import was named", Advice: "name files, folders or ZIPs"}
	}
	err := l.runImport(ctx, run)
	return run.report, err
}

// runImport runs an import as the one running job; its report is complete even when the error is not nil.
func (l *Library) runImport(ctx context.Context, run *importing) error {
	end, err := l.begin()
	if err != nil {
		return err
	}
	defer end()
	// A conversation is put whole whatever happens to ctx: Cancel counts between two of them.
	whole := context.WithoutCancel(ctx)
	if err := run.begin(whole, l.store); err != nil {
		return err
	}
	defer run.writer.Close()
	defer run.meter.done()
	err = run.finish(ctx, whole, run.each(ctx))
	if err != nil && run.report.Error == "" {
		run.report.Error = err.Error()
	}
	run.report.ID = run.writer.ImportID()
	return err
}

// begin begins the import, or goes on with the one before.
func (run *importing) begin(ctx context.Context, s *store.Store) (err error) {
	if run.again {
		run.writer, run.before, err = s.BeginReread(ctx, labels(run.inputs))
	} else {
		run.writer, err = s.BeginImport(ctx, run.origin, labels(run.inputs))
	}
	return err
}

// labels are the inputs as the person named them.
func labels(inputs []input) []string {
	all := make([]string, 0, len(inputs))
	for _, in := range inputs {
		all = append(all, in.label)
	}
	return all
}

// each reads the inputs one after the other and returns why whole inputs failed.
func (run *importing) each(ctx context.Context) (failures []error) {
	for i := range run.inputs {
		if ctx.Err() != nil || run.stopped != nil {
			break
		}
		report, err := run.one(ctx, i)
		if err != nil {
			failures = append(failures, err)
		}
		run.report.Files = append(run.report.Files, report)
	}
	run.report = sumReports(run.report.Files)
	return failures
}

// finish commits what was put and says how the import went as a whole.
func (run *importing) finish(ctx, whole context.Context, failures []error) error {
	run.report.Cancelled = ctx.Err() != nil
	if run.stopped == nil {
		run.stopped = run.writer.Commit(whole, joinReports(run.before, run.report))
	}
	if err := run.stopped; err != nil {
		takeBack(&run.report, run.writer.Undone(), err)
		run.report = sumReports(run.report.Files)
		return err
	}
	switch {
	case ctx.Err() != nil:
		return cancelled("the conversations imported until then were kept", ctx.Err())
	case len(failures) == len(run.inputs) && !run.report.Conversations.Held():
		return failures[0]
	}
	return nil
}

// one reads the input at place i. Its error, which the report names as well, is why it could not be read to its end.
func (run *importing) one(ctx context.Context, i int) (chat.ImportReport, error) {
	in := run.inputs[i]
	report := emptyReport(in.label)
	opened, err := in.open(ctx)
	if err != nil {
		if ctx.Err() == nil {
			(&tally{report: &report}).stopped(in.label, -1, err)
		}
		return report, err
	}
	defer opened.Close()
	run.total(i, opened.Bytes)
	tally := &tally{report: &report}
	for _, match := range opened.Matches {
		if ctx.Err() != nil || run.stopped != nil {
			break
		}
		if stopped := run.match(ctx, match, tally); err == nil {
			err = stopped
		}
	}
	for _, lost := range opened.Failed {
		lost.Where = within(in.label, lost.Where)
		tally.failed(lost)
	}
	tally.writeNotes(opened.Unknown)
	return report, err
}

// total tells the meter how many bytes there are, now that the input at place i is open: its own, those of the inputs
// before it, and what the others have on the disk.
func (run *importing) total(i int, bytes int64) {
	run.inputs[i].size = bytes
	run.meter.change(func(p *chat.Progress) {
		p.Label, p.BytesTotal = run.inputs[i].label, 0
		for _, in := range run.inputs {
			p.BytesTotal += in.size
		}
	})
}
