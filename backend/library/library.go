// Package library holds the journeys: import, find, select, export, preview, download, delete. A library is a folder of
// one user: library.db, files/ and datasets/, which only its owner can read.
package library

import (
	"context"
	"io"

	"loquat/backend/chat"
)

// Library is one open library. Its methods may be called from several goroutines; one import or export runs at a time.
type Library struct{}

// Open opens the library in dir, making it when it is not there, and sweeps what a crash left half done. Its error is a
// *chat.Error: CodeLocked, CodeReadOnly, CodeNewer, CodeDamaged.
func Open(ctx context.Context, dir string) (*Library, error) { panic("not built") }

// Close ends the library; a running job must have ended.
func (l *Library) Close() error { panic("not built") }

// Import reads every path and keeps what it finds. The report is complete even when the error is not nil.
func (l *Library) Import(ctx context.Context, paths []string, progress func(chat.Progress)) (chat.ImportReport, error) {
	panic("not built")
}

// ImportSamples imports the sample conversations that are part of the program.
func (l *Library) ImportSamples(ctx context.Context, progress func(chat.Progress)) (chat.ImportReport, error) {
	panic("not built")
}

// List returns one page of conversations.
func (l *Library) List(ctx context.Context, req chat.ListRequest) (chat.ListPage, error) {
	panic("not built")
}

// Count returns how many conversations a selection holds.
func (l *Library) Count(ctx context.Context, s chat.Selection) (int, error) { panic("not built") }

// Facets returns the numbers of the sidebar.
func (l *Library) Facets(ctx context.Context) (chat.Facets, error) { panic("not built") }

// Conversation returns one whole conversation, its raw record left out. CodeNotFound when there is none.
func (l *Library) Conversation(ctx context.Context, id int64) (*chat.Conversation, error) {
	panic("not built")
}

// Find turns what a person typed (a library id, or an external id) into a library id.
func (l *Library) Find(ctx context.Context, typed string) (int64, error) { panic("not built") }

// Detail returns the head of a conversation for the reader.
func (l *Library) Detail(ctx context.Context, id int64) (chat.Detail, error) { panic("not built") }

// Thread returns messages offset to offset+limit of the branch that ends at leaf (empty: the one in view).
func (l *Library) Thread(ctx context.Context, id int64, leaf string, offset, limit int) (chat.ThreadPage, error) {
	panic("not built")
}

// MessageText returns the whole of a message that a page has cut.
func (l *Library) MessageText(ctx context.Context, id int64, messageID string) (chat.MessageView, error) {
	panic("not built")
}

// SetLeaf makes the branch that ends at leaf the one in view.
func (l *Library) SetLeaf(ctx context.Context, id int64, leaf string) error { panic("not built") }

// Rename gives a conversation a title of the user's, which later imports keep. The title it had is returned for undo.
func (l *Library) Rename(ctx context.Context, id int64, title string) (before string, err error) {
	panic("not built")
}

// SetTags adds and removes tags of every conversation selected and returns how many changed, and a token for Undo.
func (l *Library) SetTags(ctx context.Context, s chat.Selection, add, remove []string) (chat.Change, error) {
	panic("not built")
}

// SetStatus changes the status of every conversation selected. Restoring a deleted conversation is SetStatus to
// chat.StatusRestored: it returns to what it was.
func (l *Library) SetStatus(ctx context.Context, s chat.Selection, to chat.Status) (chat.Change, error) {
	panic("not built")
}

// Undo takes back the change with that token; it works once, for the latest changes of this run of the program.
func (l *Library) Undo(ctx context.Context, token string) error { panic("not built") }

// Check runs an export without writing it: the same code, the same report, no file; and the first records, at most
// preview of them, exactly as the file would begin.
func (l *Library) Check(ctx context.Context, req chat.ExportRequest, preview int, progress func(chat.Progress)) (chat.CheckReport, error) {
	panic("not built")
}

// Export writes a dataset, whole or not at all.
func (l *Library) Export(ctx context.Context, req chat.ExportRequest, progress func(chat.Progress)) (chat.ExportReport, error) {
	panic("not built")
}

// SuggestName returns name, or when a dataset has that name the next free one: "tea" → "tea-2".
func (l *Library) SuggestName(ctx context.Context, name string) (string, error) { panic("not built") }

// Datasets lists the datasets, newest first.
func (l *Library) Datasets(ctx context.Context) ([]chat.Dataset, error) { panic("not built") }

// PreviewDataset reads the first limit records back from the stored file.
func (l *Library) PreviewDataset(ctx context.Context, name string, limit int) (chat.PreviewPage, error) {
	panic("not built")
}

// DownloadDataset writes the ZIP of a dataset (its data file and dataset_info.json) to path, whole or not at all, and
// replaces a file that is there.
func (l *Library) DownloadDataset(ctx context.Context, name, path string, progress func(chat.Progress)) error {
	panic("not built")
}

// DeleteDataset removes a dataset's row and files for ever.
func (l *Library) DeleteDataset(ctx context.Context, name string) error { panic("not built") }

// File opens the bytes of an attachment by hash and returns its media type.
func (l *Library) File(ctx context.Context, hash string) (io.ReadSeekCloser, string, error) {
	panic("not built")
}
