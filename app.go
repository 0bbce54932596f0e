package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	window "github.com/wailsapp/wails/v2/pkg/runtime"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// App is what the window may ask for: one method for each thing, each a few lines over the library.
type App struct {
	ctx     context.Context // Wails' own from startup on, which is before the page asks for anything
	library *library.Library
	open    []string // paths the program was started with

	dialog sync.Mutex // one native dialog at a time

	mu       sync.Mutex // guards what follows
	settings keptSettings
	job      *job // nil when none runs
	// following ends the look-out for changes in watched places; nil before the window is there
	following context.CancelFunc
	started   bool // startup was called: there is a window
	closing   bool
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

// eventDropped carries the paths of dropped files, and eventProgress a chat.Progress.
const (
	eventDropped  = "dropped"
	eventProgress = "progress"
)

// Info returns what the window needs to know at its start.
func (a *App) Info() (info AppInfo, err error) {
	defer rescue(&err)
	a.mu.Lock()
	defer a.mu.Unlock()
	info = AppInfo{Version: version, Library: a.library.Dir(), Platform: runtime.GOOS, Settings: a.settings.Settings, Open: append([]string{}, a.open...)}
	a.open = nil // a page that loads again does not import again
	return info, nil
}

// SaveSettings keeps what a person chose for the window.
func (a *App) SaveSettings(s Settings) (err error) {
	defer rescue(&err)
	if err := s.check(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.settings.Settings = s
	return a.settings.save()
}

// ChooseFiles asks for files to import with the native dialog; nothing chosen is an empty list.
func (a *App) ChooseFiles() (paths []string, err error) {
	defer rescue(&err)
	a.dialog.Lock()
	defer a.dialog.Unlock()
	paths, err = window.OpenMultipleFilesDialog(a.ctx, window.OpenDialogOptions{Title: "Import"})
	return append([]string{}, paths...), err
}

// ChooseFolder asks for a folder to import with the native dialog; nothing chosen is empty.
func (a *App) ChooseFolder() (path string, err error) {
	defer rescue(&err)
	a.dialog.Lock()
	defer a.dialog.Unlock()
	return window.OpenDirectoryDialog(a.ctx, window.OpenDialogOptions{Title: "Import"})
}

// DatasetDownload saves a dataset's ZIP where the native dialog says, as a job, and returns that path; cancelled is empty.
func (a *App) DatasetDownload(name string) (path string, err error) {
	defer rescue(&err)
	path, err = a.askWhere(name+".zip", window.FileFilter{DisplayName: "ZIP (*.zip)", Pattern: "*.zip"})
	if err != nil || path == "" {
		return "", err
	}
	if !strings.HasSuffix(strings.ToLower(path), ".zip") {
		path += ".zip"
	}
	return path, a.run(func(ctx context.Context, progress func(chat.Progress)) error {
		return a.library.DownloadDataset(ctx, name, path, progress)
	})
}

// SaveAttachment saves an attachment where the native dialog says and returns that path; cancelled is empty.
func (a *App) SaveAttachment(hash, name string) (path string, err error) {
	defer rescue(&err)
	path, err = a.askWhere(name)
	if err != nil || path == "" {
		return "", err
	}
	return path, a.library.SaveFile(a.ctx, hash, path)
}

// askWhere asks with the native dialog where to save a file that is called name; nothing chosen is empty.
func (a *App) askWhere(name string, kinds ...window.FileFilter) (path string, err error) {
	a.dialog.Lock()
	defer a.dialog.Unlock()
	return window.SaveFileDialog(a.ctx, window.SaveDialogOptions{Title: "Save", DefaultFilename: fileNameOf(name), Filters: kinds})
}

// OpenLink opens an http, https or mailto address in the system's browser.
func (a *App) OpenLink(url string) (err error) {
	defer rescue(&err)
	link, err := linkOf(url)
	if err != nil {
		return err
	}
	return openInSystem(link)
}

// ShowInFolder opens the system's file manager at the folder that holds path.
func (a *App) ShowInFolder(path string) (err error) {
	defer rescue(&err)
	dir, err := folderOf(path)
	if err != nil {
		return err
	}
	return openInSystem(dir)
}

// rescue turns a panic into an error: a panic in a bound method would leave the window waiting for ever.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = &chat.Error{Code: chat.CodeInternal, Reason: fmt.Sprintf("a mistake inside Loquat: %v", r),
			Advice: "please report it with what you were doing"}
	}
}

// formatError is how an error reaches the window: code, message and, for a name that is taken, a free one.
func formatError(err error) any {
	told := &chat.Error{Code: chat.CodeInternal, Reason: err.Error()}
	errors.As(err, &told)
	return map[string]string{"code": string(told.Code), "message": told.Error(), "suggest": told.Suggest}
}

// emit sends an event to the window.
func (a *App) emit(name string, data any) { window.EventsEmit(a.ctx, name, data) }

// startup puts the window back where it was and listens for dropped files. Wails calls it when the window is there.
func (a *App) startup(ctx context.Context) {
	a.mu.Lock()
	a.ctx, a.started = ctx, true
	a.mu.Unlock()
	window.OnFileDrop(ctx, func(_, _ int, paths []string) { a.emit(eventDropped, paths) })
	a.follow()
	a.mu.Lock()
	place := a.settings.Window
	a.mu.Unlock()
	screens, err := window.ScreenGetAll(ctx)
	if err != nil || place.Width == 0 || place.Maximised {
		return
	}
	for _, screen := range screens {
		if screen.IsCurrent && place.fits(screen.Size.Width, screen.Size.Height) {
			window.WindowSetPosition(ctx, place.X, place.Y)
		}
	}
}

// secondStart takes the paths of a second start of the program, and shows the window.
func (a *App) secondStart(args []string, dir string) {
	paths := pathsOf(args, dir)
	a.mu.Lock()
	early := !a.started
	if early {
		a.open = append(a.open, paths...) // the page asks for them when it is there
	}
	a.mu.Unlock()
	if early {
		return
	}
	window.WindowUnminimise(a.ctx)
	window.WindowShow(a.ctx)
	if len(paths) > 0 {
		a.emit(eventDropped, paths)
	}
}

// beforeClose remembers the window's place. A running job is cancelled first, and the window closes when it has ended.
func (a *App) beforeClose(ctx context.Context) (prevent bool) {
	a.remember(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closing = true
	if a.following != nil {
		a.following()
	}
	if a.job == nil {
		return false
	}
	a.job.cancel()
	go func(running *job) {
		<-running.ended
		window.Quit(ctx)
	}(a.job)
	return true
}

// remember keeps the window's place for the next start; it matters too little for an error.
func (a *App) remember(ctx context.Context) {
	maximised := window.WindowIsMaximised(ctx)
	width, height := window.WindowGetSize(ctx)
	x, y := window.WindowGetPosition(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	if maximised {
		a.settings.Window.Maximised = true
	} else if width > 0 && height > 0 {
		a.settings.Window = windowPlace{X: x, Y: y, Width: width, Height: height}
	}
	_ = a.settings.save()
}
