package library

import (
	"context"
	"testing"

	"loquat/backend/chat"
)

// TestUndoCancelledImport: a person who cancels an import keeps what was read until then, finds it in the list of imports, and
// can take that back as well; a dataset made of it stays. One thing runs at a time.
func TestUndoCancelledImport(t *testing.T) {
	l := openWith(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	busy := false
	r, err := l.Import(ctx, []string{chatGPTExport(t, 4000, 2)}, func(p chat.Progress) {
		if p.Conversations > 10 && !busy {
			busy = true
			_, err := l.UndoImport(t.Context(), 1, nil)
			checkCode(t, "undo during an import", err, chat.CodeBusy)
			_, err = l.PreviewUndo(t.Context(), 1)
			checkCode(t, "preview during an import", err, chat.CodeBusy)
			cancel()
		}
	})
	checkCode(t, "import", err, chat.CodeCancelled)
	record, err := l.ImportRecord(t.Context(), r.ID)
	if err != nil || record.Import.State != chat.ImportInterrupted || record.Import.Conversations != r.Conversations || record.Report.Files[0].Path != r.Files[0].Path {
		t.Fatalf("the import is kept as %+v, %v", record, err)
	}
	added := r.Conversations.New
	if added == 0 || added == 3997 {
		t.Fatalf("%d were added before the cancel; some but not all were expected", added)
	}
	_, err = l.Export(t.Context(), request("kept", chat.JSONL), nil)
	try(t, err)

	ctx, cancel = context.WithCancel(t.Context())
	_, err = l.UndoImport(ctx, r.ID, func(chat.Progress) { cancel() })
	checkCode(t, "cancelled undo", err, chat.CodeCancelled)
	if n, err := l.Count(t.Context(), everything()); err != nil || n != 3+added {
		t.Errorf("after a cancelled undo there are %d, %v", n, err)
	}
	var last chat.Progress
	undone, err := l.UndoImport(t.Context(), r.ID, func(p chat.Progress) { last = p })
	if err != nil || undone.Removed != added || len(undone.Notes) > 0 {
		t.Errorf("undo: %+v, %v", undone, err)
	}
	if !last.Done || last.Job != "undo" || last.Total != added+undone.Restored || last.Conversations != last.Total {
		t.Errorf("the last progress is %+v", last)
	}
	if n, err := l.Count(t.Context(), everything()); err != nil || n != 3 {
		t.Errorf("%d conversations are left, %v", n, err)
	}
	if p, err := l.PreviewDataset(t.Context(), "kept", 1); err != nil || p.Total != 3+added {
		t.Errorf("the dataset: %+v, %v", p.Total, err)
	}
}

// TestCrashedImportHasAReport: what a crash cut off has no report; the window still gets one with lists it can go through.
func TestCrashedImportHasAReport(t *testing.T) {
	l := open(t)
	w, err := l.store.BeginImport(t.Context(), chat.OriginFiles, []string{"gone.zip"})
	try(t, err)
	try(t, w.Close())
	r, err := l.ImportRecord(t.Context(), w.ImportID())
	if err != nil || r.Import.State != chat.ImportInterrupted || r.Report.ID != w.ImportID() || r.Report.Files == nil || r.Report.Failed == nil || r.Report.Unknown == nil {
		t.Errorf("%+v, %v", r, err)
	}
	_, err = l.ImportRecord(t.Context(), 99)
	checkCode(t, "unknown import", err, chat.CodeNotFound)
}
