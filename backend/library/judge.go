package library

import (
	"archive/zip"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/exporter"
)

// CheckFile says what a target would do with a dataset that somebody made: a data file, or a folder or ZIP with
// dataset_info.json, of which each file that it names is judged. The data format is recognised when it is empty. No
// library is needed, and nothing is written. progress may be nil.
func CheckFile(ctx context.Context, path, dataFormat, target string, progress func(chat.Progress)) (judged []chat.Judged, err error) {
	defer tellCancelled(ctx, &err)
	about, err := os.Stat(path)
	if err != nil {
		return nil, &chat.Error{Code: chat.CodeNotFound, File: path, Reason: "it cannot be opened", Advice: "check the path", Err: err}
	}
	var fsys fs.FS
	name := ""
	switch {
	case about.IsDir():
		fsys = os.DirFS(path)
	case strings.EqualFold(filepath.Ext(path), ".zip"):
		archive, err := zip.OpenReader(path)
		if err != nil {
			return nil, &chat.Error{Code: chat.CodeCorrupt, File: path, Reason: "the ZIP is cut off or damaged", Advice: "copy it again", Err: err}
		}
		defer archive.Close()
		fsys = archive
	default:
		fsys, name = os.DirFS(filepath.Dir(path)), filepath.Base(path)
	}
	m := newMeter("check", "", progress)
	defer m.done()
	return exporter.Judge(ctx, fsys, name, dataFormat, target, func(file string, read, size int64) {
		m.change(func(p *chat.Progress) { p.Label, p.BytesDone, p.BytesTotal = file, read, size })
	})
}
