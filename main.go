// Loquat keeps conversations with AI tools on one's own machine and turns them into datasets that train.
package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"runtime"
	"strings"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	window "github.com/wailsapp/wails/v2/pkg/runtime"

	"loquat/backend/chat"
	"loquat/backend/library"
	"loquat/cli"
)

//go:embed all:frontend/dist
var assets embed.FS

// version is set when the program is built for use: -ldflags "-X main.version=…".
var version = "dev"

// main opens the window, or runs the command that the arguments name.
func main() {
	begin, ok := startOf(os.Args[1:])
	if !ok {
		os.Exit(cli.Main(os.Args[1:], version))
	}
	os.Exit(openWindow(begin))
}

// openWindow opens the library and the window, and returns the exit code when the window is closed.
func openWindow(begin start) int {
	if makingBindings {
		return code(wails.Run(&options.App{Bind: []any{&App{}}}))
	}
	if !hasDisplay() {
		tell("there is no display here, so no window can open; see \"loquat help\" for the commands that need none")
		return 1
	}
	dir, err := begin.dir()
	if err != nil {
		showFailure(err)
		return 1
	}
	l, err := library.Open(context.Background(), dir)
	var told *chat.Error
	if errors.As(err, &told) && told.Code == chat.CodeLocked {
		return handOver(dir, told)
	}
	if err != nil {
		showFailure(err)
		return 1
	}
	app := &App{ctx: context.Background(), library: l, settings: loadSettings(), open: begin.paths}
	return code(errors.Join(wails.Run(windowOptions(app)), l.Close()))
}

// code is the exit code for how the window ended.
func code(err error) int {
	if err != nil {
		tell(err.Error())
		return 1
	}
	return 0
}

// The smallest window, and the one that opens first.
const (
	minWidth, minHeight     = 900, 600
	firstWidth, firstHeight = 1280, 820
)

// windowOptions say how the window looks and what it is bound to.
func windowOptions(app *App) *options.App {
	place := app.settings.Window
	o := &options.App{
		Title: "Loquat", Width: max(place.Width, minWidth), Height: max(place.Height, minHeight), MinWidth: minWidth, MinHeight: minHeight,
		AssetServer:    &assetserver.Options{Assets: assets, Handler: filesHandler(app.library), Middleware: strict},
		Bind:           []any{app},
		OnStartup:      app.startup,
		OnBeforeClose:  app.beforeClose,
		ErrorFormatter: formatError,
		DragAndDrop:    &options.DragAndDrop{EnableFileDrop: true},
		Linux:          &linux.Options{ProgramName: "loquat", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		SingleInstanceLock: &options.SingleInstanceLock{UniqueId: instanceID(app.library.Dir()), OnSecondInstanceLaunch: func(second options.SecondInstanceData) {
			app.secondStart(second.Args, second.WorkingDirectory)
		}},
	}
	if place.Width == 0 {
		o.Width, o.Height = firstWidth, firstHeight
	}
	if place.Maximised {
		o.WindowStartState = options.Maximised
	}
	if app.settings.Theme == "dark" {
		o.BackgroundColour = options.NewRGB(0x1b, 0x1b, 0x1a) // no white flash before the page paints
	}
	if runtime.GOOS == "darwin" {
		o.Menu = menu.NewMenuFromItems(menu.AppMenu(), menu.EditMenu()) // copy and paste need it there
	}
	return o
}

// instanceID names the one window that a library can have.
func instanceID(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return "loquat-" + hex.EncodeToString(sum[:8])
}

// handOver is for a library that another process has: when that is a window, it gets the paths of this start (Wails then
// ends this process); else a message says who has it.
func handOver(dir string, locked *chat.Error) int {
	blank := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<!doctype html><html><head></head><body></body></html>"))
	})
	err := wails.Run(&options.App{Title: "Loquat", Width: 480, Height: 240,
		AssetServer:        &assetserver.Options{Handler: blank, Middleware: strict},
		Linux:              &linux.Options{ProgramName: "loquat", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		SingleInstanceLock: &options.SingleInstanceLock{UniqueId: instanceID(dir)},
		OnDomReady: func(ctx context.Context) {
			go func() {
				text := locked.Error()
				if runtime.GOOS == "linux" {
					text = strings.ReplaceAll(text, "%", "%%") // there the text is a printf format
				}
				window.MessageDialog(ctx, window.MessageDialogOptions{Type: window.ErrorDialog, Title: "Loquat", Message: text})
				window.Quit(ctx)
			}()
		}})
	tell(errors.Join(locked, err).Error())
	return 1
}
