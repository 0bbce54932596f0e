package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"loquat/backend/library"
	"loquat/cli"
)

// start is what the program was started with when it is to open its window.
type start struct {
	library string   // as named; empty: the default
	paths   []string // existing files and folders to import, absolute
}

// startOf says whether args ask for the window: no arguments, only a library, or paths that are there (a file that was
// opened with Loquat). Everything else is a command, even when a file has its name.
func startOf(args []string) (s start, ok bool) {
	s.library = os.Getenv("LOQUAT_LIBRARY")
	for i := 0; i < len(args); i++ {
		dir, isLibrary := strings.CutPrefix(args[i], "--library=")
		switch {
		case isLibrary:
			s.library = dir
		case args[i] == "--library" && i+1 < len(args):
			i++
			s.library = args[i]
		case cli.IsCommand(args[i]) || strings.HasPrefix(args[i], "-"):
			return start{}, false
		default:
			path, err := filepath.Abs(args[i])
			if _, missing := os.Stat(path); err != nil || missing != nil {
				return start{}, false
			}
			s.paths = append(s.paths, path)
		}
	}
	return s, true
}

// pathsOf returns the files and folders among the arguments of a second start in the folder dir.
func pathsOf(args []string, dir string) []string {
	var paths []string
	for _, arg := range args {
		if !filepath.IsAbs(arg) {
			arg = filepath.Join(dir, arg)
		}
		if _, err := os.Stat(arg); err == nil {
			paths = append(paths, arg)
		}
	}
	return paths
}

// dir is the folder of the library to open, absolute.
func (s start) dir() (string, error) {
	if s.library == "" {
		return library.DefaultDir()
	}
	return filepath.Abs(s.library)
}

// hasDisplay says whether a window can open at all. Only on Linux is that a question.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// tell writes a sentence to stderr.
func tell(sentence string) { fmt.Fprintln(os.Stderr, "loquat: "+sentence) }

// showFailure says why the window cannot open, in a message box and on stderr.
func showFailure(err error) {
	tell(err.Error())
	messageBox(err.Error())
}
