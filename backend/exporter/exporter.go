// Package exporter makes training records of conversations and writes them as files.
package exporter

import (
	"context"
	"io"
	"iter"

	"loquat/backend/chat"
)

// Conversations yields what to export; it may be called more than once and gives the same conversations each time.
type Conversations func() iter.Seq2[*chat.Conversation, error]

// Write writes the data file and dataset_info.json into the empty folder dir and fsyncs both. selected is how many
// conversations there are; progress gets how many are done and may be nil.
func Write(ctx context.Context, dir string, selected int, all Conversations, opt chat.ExportOptions, progress func(done int)) (chat.ExportReport, error) {
	panic("not built")
}

// Check is Write without files: the same report (Bytes as far as known without writing, else 0), and the first preview
// records as the file would begin.
func Check(ctx context.Context, selected int, all Conversations, opt chat.ExportOptions, preview int, progress func(done int)) (chat.CheckReport, error) {
	panic("not built")
}

// ReadBack reads the first limit records of a stored data file as JSON text, the same for every file format.
func ReadBack(ctx context.Context, path string, format chat.FileFormat, limit int) ([]string, error) {
	panic("not built")
}

// WriteZIP streams the data file and dataset_info.json of the folder dir as a ZIP.
func WriteZIP(ctx context.Context, w io.Writer, dir string, d chat.Dataset, progress func(bytes int64)) error {
	panic("not built")
}

// CheckNames says whether opt's dataset name and file name keep the rules of SPEC §2; the error is a *chat.Error with
// CodeBadName.
func CheckNames(opt chat.ExportOptions) error { panic("not built") }
