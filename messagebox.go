//go:build desktop && (linux || windows || cgo)

package main

import "github.com/sqweek/dialog"

// messageBox shows a sentence in a native message box. It must be called on the main goroutine before the window opens:
// beside Wails' loop it would crash.
func messageBox(sentence string) { dialog.Message("%s", sentence).Title("Loquat").Error() }
