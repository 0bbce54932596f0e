package library

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"loquat/backend/chat"
	"loquat/backend/exporter"
)

// SuggestName returns name, or when a dataset has that name the next free one: "tea" → "tea-2".
func (l *Library) SuggestName(ctx context.Context, name string) (string, error) {
	return l.store.SuggestName(ctx, name)
}

// Datasets lists the datasets, newest first.
func (l *Library) Datasets(ctx context.Context) ([]chat.Dataset, error) { return l.store.Datasets(ctx) }

// PreviewDataset reads the first limit records back from the stored file.
func (l *Library) PreviewDataset(ctx context.Context, name string, limit int) (chat.PreviewPage, error) {
	d, dir, err := l.dataset(ctx, name)
	if err != nil {
		return chat.PreviewPage{}, err
	}
	records, err := exporter.ReadBack(ctx, dir, d, limit)
	if err != nil {
		return chat.PreviewPage{}, diskError(filepath.Join(dir, d.FileName), err)
	}
	return chat.PreviewPage{Dataset: d.Name, Records: append([]string{}, records...), Total: d.Records}, nil
}

// DownloadDataset writes the ZIP of a dataset (its data file and dataset_info.json) to path, whole or not at all, and
// replaces a file that is there.
func (l *Library) DownloadDataset(ctx context.Context, name, path string, progress func(chat.Progress)) (err error) {
	defer tellCancelled(ctx, &err)
	end, err := l.begin()
	if err != nil {
		return err
	}
	defer end()
	d, dir, err := l.dataset(ctx, name)
	if err != nil {
		return err
	}
	m := newMeter("download", d.Name, progress)
	m.now.BytesTotal = d.Bytes
	defer m.done()
	return ReplaceFile(path, func(w io.Writer) error {
		return exporter.WriteZIP(ctx, w, dir, d, func(done int64) { m.change(func(p *chat.Progress) { p.BytesDone = done }) })
	})
}

// DeleteDataset removes a dataset's row and files for ever.
func (l *Library) DeleteDataset(ctx context.Context, name string) error {
	d, err := l.store.Dataset(ctx, name)
	if err != nil {
		return err
	}
	dir, temp := filepath.Join(l.datasetsDir(), d.Dir), filepath.Join(l.datasetsDir(), unfinished+d.Dir)
	if err := os.Rename(dir, temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return diskError(dir, err)
	}
	if _, err := l.store.DeleteDataset(ctx, name); err != nil {
		os.Rename(temp, dir) // else the next Open does it
		return err
	}
	return diskError(temp, os.RemoveAll(temp))
}

// dataset returns a dataset and the folder of its files, which has the unfinished name when a crash came between its row
// and its folder's name and only readers have opened the library since.
func (l *Library) dataset(ctx context.Context, name string) (chat.Dataset, string, error) {
	d, err := l.store.Dataset(ctx, name)
	if err != nil {
		return d, "", err
	}
	for _, folder := range []string{d.Dir, unfinished + d.Dir} {
		dir := filepath.Join(l.datasetsDir(), folder)
		if _, err := os.Stat(filepath.Join(dir, d.FileName)); err == nil {
			return d, dir, nil
		}
	}
	return d, "", &chat.Error{Code: chat.CodeNotFound, File: d.Name, Reason: "the dataset's file is not in the library any more",
		Advice: "delete the dataset and export it again"}
}
