// Package store keeps a library's conversations, datasets and files in SQLite and beside it.
package store

import (
	"context"
	"io"
	"iter"

	"loquat/backend/chat"
)

// Store is one open library database. Reads run side by side; one Writer exists at a time.
type Store struct{}

// Open opens or makes DIR/library.db, runs the migrations, and takes the library's write lock.
func Open(ctx context.Context, dir string) (*Store, error) { panic("not built") }

// Close checkpoints and closes the database and gives the lock back.
func (s *Store) Close() error { panic("not built") }

// Outcome says what became of a conversation that was put.
type Outcome int

// The outcomes of Put.
const (
	New Outcome = iota
	Updated
	Unchanged
)

// Put is what one Writer.Put did; the numbers are 0 when nothing changed.
type Put struct {
	ID          int64
	Outcome     Outcome
	Messages    int
	SubAgents   int
	Attachments chat.Kept
}

// Writer writes the conversations of one import in batches, each a transaction.
type Writer struct{}

// BeginImport starts an import. The Writer must be ended by Commit or Close.
func (s *Store) BeginImport(ctx context.Context) (*Writer, error) { panic("not built") }

// Put keeps one conversation with its sub-agent runs and attachments.
func (w *Writer) Put(ctx context.Context, c *chat.Conversation) (Put, error) { panic("not built") }

// Commit ends the import: what was put is kept, and report is stored with it.
func (w *Writer) Commit(ctx context.Context, report chat.ImportReport) error { panic("not built") }

// Close ends the import early; whole batches already written stay (they are whole conversations).
func (w *Writer) Close() error { panic("not built") }

// Each yields the selected conversations without their raw records, in the order of their library ids. The count
// beforehand is Count. Memory holds one conversation at a time.
func (s *Store) Each(ctx context.Context, sel chat.Selection) iter.Seq2[*chat.Conversation, error] {
	panic("not built")
}

// Conversation returns one whole conversation without its raw record. CodeNotFound when there is none.
func (s *Store) Conversation(ctx context.Context, id int64) (*chat.Conversation, error) {
	panic("not built")
}

// Raw returns the raw source record of a conversation.
func (s *Store) Raw(ctx context.Context, id int64) ([]byte, error) { panic("not built") }

// Find turns a library id or an external id into a library id. CodeNotFound, or CodeBadRequest when several match.
func (s *Store) Find(ctx context.Context, typed string) (int64, error) { panic("not built") }

// List, Count and Facets run in SQL; see chat.ListRequest, chat.Selection and chat.Facets.
func (s *Store) List(ctx context.Context, req chat.ListRequest) (chat.ListPage, error) {
	panic("not built")
}

// Count returns how many conversations are selected.
func (s *Store) Count(ctx context.Context, sel chat.Selection) (int, error) { panic("not built") }

// Facets returns the numbers of the sidebar.
func (s *Store) Facets(ctx context.Context) (chat.Facets, error) { panic("not built") }

// Row returns one line of the list.
func (s *Store) Row(ctx context.Context, id int64) (chat.Row, error) { panic("not built") }

// SubRuns returns the sub-agent runs that a conversation started.
func (s *Store) SubRuns(ctx context.Context, id int64) ([]chat.SubRun, error) { panic("not built") }

// SetLeaf, Rename, SetTags, SetStatus and Undo change what the user may change; see package library.
func (s *Store) SetLeaf(ctx context.Context, id int64, leaf string) error { panic("not built") }

// Rename sets the user's title and returns the one before.
func (s *Store) Rename(ctx context.Context, id int64, title string) (before string, err error) {
	panic("not built")
}

// SetTags adds and removes tags of everything selected.
func (s *Store) SetTags(ctx context.Context, sel chat.Selection, add, remove []string) (chat.Change, error) {
	panic("not built")
}

// SetStatus changes the status of everything selected.
func (s *Store) SetStatus(ctx context.Context, sel chat.Selection, to chat.Status) (chat.Change, error) {
	panic("not built")
}

// Undo takes back a change of SetTags or SetStatus.
func (s *Store) Undo(ctx context.Context, token string) error { panic("not built") }

// AddDataset adds a dataset's row; CodeNameTaken (with Suggest) when the name is taken. ready runs inside the
// transaction just before the commit, to rename the dataset's folder into place: its error rolls back.
func (s *Store) AddDataset(ctx context.Context, d chat.Dataset, report chat.ExportReport, ready func() error) error {
	panic("not built")
}

// Datasets lists the datasets, newest first.
func (s *Store) Datasets(ctx context.Context) ([]chat.Dataset, error) { panic("not built") }

// Dataset returns one dataset by name. CodeNotFound when there is none.
func (s *Store) Dataset(ctx context.Context, name string) (chat.Dataset, error) { panic("not built") }

// DeleteDataset removes a dataset's row and returns what it was.
func (s *Store) DeleteDataset(ctx context.Context, name string) (chat.Dataset, error) {
	panic("not built")
}

// SuggestName returns name, or the next free one.
func (s *Store) SuggestName(ctx context.Context, name string) (string, error) { panic("not built") }

// File opens an attachment's bytes and returns its media type.
func (s *Store) File(ctx context.Context, hash string) (io.ReadSeekCloser, string, error) {
	panic("not built")
}
