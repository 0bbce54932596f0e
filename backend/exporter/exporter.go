// Package exporter makes training records of conversations and writes them as files.
//
// A conversation becomes one draft (a graph: one for each round but the first); the draft is cleaned and checked
// (EXPORT.md §5 and §7); a data format makes a record of it; a file format writes the records. Records that show readers
// a column for the first time stand first (§4.4), in every file format alike.
package exporter

import (
	"context"
	"iter"
	"os"
	"path/filepath"

	"loquat/backend/chat"
)

// Conversations yields what to export; it may be called more than once and gives the same conversations each time. A
// conversation yielded is not changed afterwards: it is prepared while the next ones are read.
type Conversations func() iter.Seq2[*chat.Conversation, error]

// Write writes the data file and dataset_info.json into the empty folder dir and fsyncs both. selected is how many
// conversations there are; progress gets how many are done and may be nil. After an error dir is empty again. When no
// record is left the error has CodeNothingToLearn, and the report says why.
func Write(ctx context.Context, dir string, selected int, all Conversations, opt chat.ExportOptions, progress func(done int)) (chat.ExportReport, error) {
	p, err := newPass(opt, all, progress)
	if err != nil {
		return newReport(opt), err
	}
	err = p.widening(ctx, func() (sink, error) { return newSink(p, dir) })
	if err == nil {
		err = writeInfo(dir, p)
	}
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		_ = os.Remove(filepath.Join(dir, p.report.FileName))
		_ = os.Remove(filepath.Join(dir, infoName))
		return p.report, asError(ctx, err)
	}
	return p.report, nil
}

// Check is Write without files: the same report (Bytes of JSONL and CSV are known without writing, else 0), and the
// first preview records as the file would begin.
func Check(ctx context.Context, selected int, all Conversations, opt chat.ExportOptions, preview int, progress func(done int)) (chat.CheckReport, error) {
	p, err := newPass(opt, all, progress)
	if err != nil {
		return chat.CheckReport{Report: newReport(opt), Records: []string{}}, err
	}
	p.preview = preview
	err = p.widening(ctx, func() (sink, error) { return &countSink{header: len(p.header)}, nil })
	if err != nil {
		return chat.CheckReport{Report: p.report, Records: []string{}}, asError(ctx, err)
	}
	records, err := p.previewed()
	return chat.CheckReport{Report: p.report, Records: records}, err
}
