package library

import (
	"context"
	"errors"
	"fmt"
	"os"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/importer/source"
)

// readAhead is how many conversations the reader may be ahead of the writer. It bounds what is in memory.
const readAhead = 8

// match reads one source's files and puts what they hold, reader and writer side by side. Its error is why reading
// ended early.
func (run *importing) match(ctx context.Context, match importer.Match, t *tally) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	t.report.Format = mixed(t.report.Format, match.Source.Key)
	var stopped error
	for item := range run.read(ctx, match) {
		if ctx.Err() != nil {
			continue // drain, so that the reader has ended when its files are closed
		}
		if err := run.take(ctx, match.Input.Label, item, t); err != nil {
			stopped = err
			stop()
		}
	}
	return stopped
}

// read runs a source's Read in a goroutine. A panic in it becomes the item that ends it.
func (run *importing) read(ctx context.Context, match importer.Match) <-chan source.Item {
	items := make(chan source.Item, readAhead)
	match.Input.Read = run.meter.read
	send := func(item source.Item) bool {
		select {
		case items <- item:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(items)
		defer func() {
			if mistake := recover(); mistake != nil {
				send(source.Item{Offset: -1, Err: &chat.Error{Code: chat.CodeInternal, File: match.Input.Label,
					Reason: fmt.Sprintf("a mistake inside the reader for %s: %v", match.Source.Name, mistake), Advice: "please report it"}})
			}
		}()
		for item := range match.Source.Read(ctx, &match.Input) {
			if !send(item) {
				return
			}
		}
	}()
	return items
}

// take deals with one item of a reader. Its error ends the reading of this source.
func (run *importing) take(ctx context.Context, label string, item source.Item, t *tally) error {
	where := within(label, item.Where)
	switch {
	case item.Err != nil:
		t.stopped(where, item.Offset, item.Err)
		return item.Err
	case item.Skipped != nil:
		item.Skipped.Where = within(label, item.Skipped.Where)
		t.skipped(*item.Skipped)
	case item.Failed != nil:
		item.Failed.Where = within(label, item.Failed.Where)
		t.failed(*item.Failed)
	case item.Conversation != nil:
		if err := run.put(ctx, item.Conversation, where, item.Offset, t); err != nil {
			run.stopped = err
			return err
		}
	}
	run.meter.one()
	return nil
}

// put keeps one conversation. A conversation that the store refuses is a failed one; an error means that the library
// cannot be written any more.
func (run *importing) put(ctx context.Context, c *chat.Conversation, where string, offset int64, t *tally) error {
	done, err := run.writer.Put(context.WithoutCancel(ctx), c)
	switch {
	case err == nil:
		t.put(c, done)
	case endsImport(err):
		t.stopped(where, offset, err)
		return err
	default:
		t.failed(chat.Problem{Where: where, Offset: offset, ID: c.ExternalID, Title: c.DisplayTitle(), Reason: err.Error()})
	}
	return nil
}

// endsImport says whether an error of the store is about the library and not about one conversation.
func endsImport(err error) bool {
	var told *chat.Error
	if !errors.As(err, &told) {
		return true
	}
	return told.Code != chat.CodeBadRequest
}

// sizeOf returns the size of a file; 0 for a folder and for what cannot be seen.
func sizeOf(path string) int64 {
	if about, err := os.Stat(path); err == nil && about.Mode().IsRegular() {
		return about.Size()
	}
	return 0
}
