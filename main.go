// Loquat keeps conversations with AI tools on one's own machine and turns them into datasets that train.
package main

import (
	"embed"
	"fmt"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
)

//go:embed all:frontend/dist
var assets embed.FS

func main() {
	app := &App{}
	if err := wails.Run(&options.App{Title: "Loquat", AssetServer: &assetserver.Options{Assets: assets}, Bind: []any{app}}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
