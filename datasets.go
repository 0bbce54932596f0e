package main

import (
	"context"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// Check runs an export without writing it, as a job, and returns its report and the first records it would write.
func (a *App) Check(req chat.ExportRequest, preview int) (r chat.CheckReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.Check(ctx, req, preview, progress)
		return err
	})
	return r, err
}

// Export writes a dataset as a job.
func (a *App) Export(req chat.ExportRequest) (r chat.ExportReport, err error) {
	defer rescue(&err)
	err = a.run(func(ctx context.Context, progress func(chat.Progress)) (err error) {
		r, err = a.library.Export(ctx, req, progress)
		return err
	})
	return r, err
}

// Formats lists the data formats, with what there is to know of each file format.
func (a *App) Formats() []chat.DataFormat { return library.Formats() }

// Targets lists the trainers and readers that a check counts records for.
func (a *App) Targets() []chat.Target { return library.Targets() }

// Tokenizers lists the names of what can measure records.
func (a *App) Tokenizers() []string { return library.Tokenizers() }

// SuggestName returns name, or the next free dataset name after it.
func (a *App) SuggestName(name string) (free string, err error) {
	defer rescue(&err)
	return a.library.SuggestName(a.ctx, name)
}

// Datasets lists the datasets, newest first.
func (a *App) Datasets() (d []chat.Dataset, err error) {
	defer rescue(&err)
	return a.library.Datasets(a.ctx)
}

// DatasetPreview reads the first records back from the stored file.
func (a *App) DatasetPreview(name string, limit int) (p chat.PreviewPage, err error) {
	defer rescue(&err)
	return a.library.PreviewDataset(a.ctx, name, limit)
}

// DatasetDelete removes a dataset's row and files for ever.
func (a *App) DatasetDelete(name string) (err error) {
	defer rescue(&err)
	return a.library.DeleteDataset(a.ctx, name)
}
