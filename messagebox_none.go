//go:build !desktop || !(linux || windows || cgo)

package main

// messageBox does nothing in a build without a window; the sentence is on stderr.
func messageBox(string) {}
