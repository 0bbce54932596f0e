package library

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"time"

	"loquat/backend/chat"
	"loquat/backend/exporter"
	"loquat/backend/store"
)

// Check runs an export without writing it: the same code, the same report, no file; and the first records, at most
// preview of them, exactly as the file would begin.
func (l *Library) Check(ctx context.Context, req chat.ExportRequest, preview int, progress func(chat.Progress)) (report chat.CheckReport, err error) {
	defer tellCancelled(ctx, &err)
	end, err := l.begin()
	if err != nil {
		return report, err
	}
	defer end()
	selected, err := l.selected(ctx, req.Selection)
	if err != nil {
		return report, err
	}
	m := exportMeter("check", req, selected, progress)
	defer m.done()
	return exporter.Check(ctx, selected, l.conversations(ctx, req.Selection), req.Options, preview, m.upTo)
}

// Export writes a dataset, whole or not at all.
func (l *Library) Export(ctx context.Context, req chat.ExportRequest, progress func(chat.Progress)) (report chat.ExportReport, err error) {
	defer tellCancelled(ctx, &err)
	end, err := l.begin()
	if err != nil {
		return report, err
	}
	defer end()
	if err := l.nameIsFree(ctx, req.Options); err != nil {
		return report, err
	}
	selected, err := l.selected(ctx, req.Selection)
	if err != nil {
		return report, err
	}
	m := exportMeter("export", req, selected, progress)
	defer m.done()
	return l.writeDataset(ctx, req, selected, m)
}

// writeDataset writes the files under the unfinished name, adds the row, and gives the folder its own name. An error
// removes what was written; sweep does it after a crash.
func (l *Library) writeDataset(ctx context.Context, req chat.ExportRequest, selected int, m *meter) (report chat.ExportReport, err error) {
	id := newID()
	temp, dir := filepath.Join(l.datasetsDir(), unfinished+id), filepath.Join(l.datasetsDir(), id)
	if err := os.Mkdir(temp, 0o700); err != nil {
		return report, diskError(l.datasetsDir(), err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(temp) // else the next Open does it
		}
	}()
	report, err = exporter.Write(ctx, temp, selected, l.conversations(ctx, req.Selection), req.Options, m.upTo)
	if err != nil {
		return report, diskError(temp, err)
	}
	if err := errors.Join(store.SyncDir(temp), store.SyncDir(l.datasetsDir())); err != nil {
		return report, diskError(temp, err)
	}
	d := chat.Dataset{Name: req.Options.Dataset, DataFormat: report.DataFormat, FileFormat: report.FileFormat, FileName: report.FileName,
		Records: report.Records, Bytes: report.Bytes, CreatedAt: chat.At(time.Now()), Options: req.Options, Selection: req.Selection, Dir: id}
	whole := context.WithoutCancel(ctx) // a Cancel still counts inside the transaction, and not after it
	if err := l.store.AddDataset(whole, d, report, ctx.Err); err != nil {
		return report, err
	}
	if err := errors.Join(os.Rename(temp, dir), store.SyncDir(l.datasetsDir())); err != nil {
		_, undo := l.store.DeleteDataset(whole, d.Name)
		return report, diskError(dir, errors.Join(err, undo))
	}
	return report, nil
}

// nameIsFree says with CodeBadName that a name breaks the rules, and with CodeNameTaken that a dataset has it; both
// before any work is done.
func (l *Library) nameIsFree(ctx context.Context, opt chat.ExportOptions) error {
	if err := exporter.CheckNames(opt); err != nil {
		return err
	}
	free, err := l.store.SuggestName(ctx, opt.Dataset)
	if err != nil || free == opt.Dataset {
		return err
	}
	return &chat.Error{Code: chat.CodeNameTaken, Reason: "a dataset named \"" + opt.Dataset + "\" exists already",
		Advice: "choose another name, for example \"" + free + "\"", Suggest: free}
}

// selected counts what is selected; nothing is an error.
func (l *Library) selected(ctx context.Context, s chat.Selection) (int, error) {
	n, err := l.store.Count(ctx, s)
	if err == nil && n == 0 {
		err = &chat.Error{Code: chat.CodeEmpty, Reason: "no conversation is selected", Advice: "select at least one, or widen the filter"}
	}
	return n, err
}

// conversations gives what is selected, as often as the exporter wants to walk it.
func (l *Library) conversations(ctx context.Context, s chat.Selection) exporter.Conversations {
	return func() iter.Seq2[*chat.Conversation, error] { return l.store.Each(ctx, s) }
}

// exportMeter starts the meter of a check or an export.
func exportMeter(job string, req chat.ExportRequest, selected int, tell func(chat.Progress)) *meter {
	m := newMeter(job, req.Options.Dataset, tell)
	m.now.Total = selected
	return m
}

// tellCancelled makes the error of an export or download that ended because ctx did say so.
func tellCancelled(ctx context.Context, err *error) {
	if *err != nil && ctx.Err() != nil {
		*err = cancelled("nothing was written", *err)
	}
}
