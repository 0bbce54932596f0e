package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// App is what the window may ask for: one method for each thing, each a few lines over the library.
type App struct {
	ctx     context.Context
	library *library.Library

	dialog sync.Mutex // one native dialog at a time
	mu     sync.Mutex
	cancel context.CancelFunc // of the running job; nil when none runs
}

// AppInfo is what the window needs to know at its start.
type AppInfo struct {
	Version  string   `json:"version"`
	Library  string   `json:"library"`  // the library's folder
	Platform string   `json:"platform"` // "linux", "darwin" or "windows"
	Settings Settings `json:"settings"`
	// Open holds the paths the program was started with, to import at once.
	Open []string `json:"open"`
}

// Settings are what a person chose for the window.
type Settings struct {
	Theme    string `json:"theme" ts_type:"'system'|'light'|'dark'"`
	Language string `json:"language" ts_type:"'system'|'en'|'zh-CN'"`
}

// Dropped is the event that carries the paths of dropped files, and Progressed the one that carries a chat.Progress.
const (
	eventDropped  = "dropped"
	eventProgress = "progress"
)

// Info returns what the window needs to know at its start.
func (a *App) Info() (info AppInfo, err error) { return AppInfo{}, fmt.Errorf("not built") }

// SaveSettings keeps what a person chose for the window.
func (a *App) SaveSettings(s Settings) (err error) { return fmt.Errorf("not built") }

// List returns one page of conversations.
func (a *App) List(req chat.ListRequest) (page chat.ListPage, err error) {
	defer rescue(&err)
	return a.library.List(a.ctx, req)
}

// Count returns how many conversations a selection holds.
func (a *App) Count(s chat.Selection) (n int, err error) {
	defer rescue(&err)
	return a.library.Count(a.ctx, s)
}

// Facets returns the numbers of the sidebar.
func (a *App) Facets() (f chat.Facets, err error) {
	defer rescue(&err)
	return a.library.Facets(a.ctx)
}

// Detail returns the head of a conversation for the reader.
func (a *App) Detail(id int64) (d chat.Detail, err error) {
	defer rescue(&err)
	return a.library.Detail(a.ctx, id)
}

// Thread returns messages offset to offset+limit of the branch that ends at leaf; an empty leaf is the one in view.
func (a *App) Thread(id int64, leaf string, offset, limit int) (p chat.ThreadPage, err error) {
	defer rescue(&err)
	return a.library.Thread(a.ctx, id, leaf, offset, limit)
}

// MessageText returns the whole of a message that a page has cut.
func (a *App) MessageText(id int64, messageID string) (m chat.MessageView, err error) {
	defer rescue(&err)
	return a.library.MessageText(a.ctx, id, messageID)
}

// SetLeaf makes the branch that ends at leaf the one in view.
func (a *App) SetLeaf(id int64, leaf string) (err error) {
	defer rescue(&err)
	return a.library.SetLeaf(a.ctx, id, leaf)
}

// Rename gives a conversation a new title and returns the one it had.
func (a *App) Rename(id int64, title string) (before string, err error) {
	defer rescue(&err)
	return a.library.Rename(a.ctx, id, title)
}

// SetTags adds and removes tags of everything selected.
func (a *App) SetTags(s chat.Selection, add, remove []string) (c chat.Change, err error) {
	defer rescue(&err)
	return a.library.SetTags(a.ctx, s, add, remove)
}

// SetStatus changes the status of everything selected; "restored" brings back what was deleted.
func (a *App) SetStatus(s chat.Selection, to string) (c chat.Change, err error) {
	defer rescue(&err)
	return a.library.SetStatus(a.ctx, s, chat.Status(to))
}

// Undo takes back the change with that token.
func (a *App) Undo(token string) (err error) {
	defer rescue(&err)
	return a.library.Undo(a.ctx, token)
}

// ChooseFiles asks for files to import with the native dialog; nothing chosen is an empty list.
func (a *App) ChooseFiles() (paths []string, err error) { return nil, fmt.Errorf("not built") }

// ChooseFolder asks for a folder to import with the native dialog; nothing chosen is empty.
func (a *App) ChooseFolder() (path string, err error) { return "", fmt.Errorf("not built") }

// Import reads paths into the library as a job.
func (a *App) Import(paths []string) (r chat.ImportReport, err error) {
	return r, fmt.Errorf("not built")
}

// ImportSamples reads the sample conversations into the library as a job.
func (a *App) ImportSamples() (r chat.ImportReport, err error) { return r, fmt.Errorf("not built") }

// Check runs an export without writing it, as a job, and returns its report and the first records it would write.
func (a *App) Check(req chat.ExportRequest, preview int) (r chat.CheckReport, err error) {
	return r, fmt.Errorf("not built")
}

// Export writes a dataset as a job.
func (a *App) Export(req chat.ExportRequest) (r chat.ExportReport, err error) {
	return r, fmt.Errorf("not built")
}

// CancelJob ends the running job, if there is one.
func (a *App) CancelJob() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cancel != nil {
		a.cancel()
	}
}

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

// DatasetDownload saves a dataset's ZIP where the native dialog says, as a job, and returns that path; cancelled is empty.
func (a *App) DatasetDownload(name string) (path string, err error) {
	return "", fmt.Errorf("not built")
}

// DatasetDelete removes a dataset's row and files for ever.
func (a *App) DatasetDelete(name string) (err error) {
	defer rescue(&err)
	return a.library.DeleteDataset(a.ctx, name)
}

// SaveAttachment saves an attachment where the native dialog says and returns that path; cancelled is empty.
func (a *App) SaveAttachment(hash, name string) (path string, err error) {
	return "", fmt.Errorf("not built")
}

// OpenLink opens an http, https or mailto address in the system's browser.
func (a *App) OpenLink(url string) (err error) { return fmt.Errorf("not built") }

// ShowInFolder opens the system's file manager at the folder that holds path.
func (a *App) ShowInFolder(path string) (err error) { return fmt.Errorf("not built") }

// rescue turns a panic into an error: a panic in a bound method would leave the window waiting for ever.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = &chat.Error{Code: chat.CodeInternal, Reason: fmt.Sprintf("a mistake inside Loquat: %v", r),
			Advice: "please report it with what you were doing"}
	}
}

// emit sends an event to the window.
func (a *App) emit(name string, data any) { runtime.EventsEmit(a.ctx, name, data) }
