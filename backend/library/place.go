package library

import (
	"os"
	"path/filepath"
	"runtime"

	"loquat/backend/chat"
)

// DefaultDir is where a user's library is when they name none: in their data folder, as the system has it. On Linux WebKit
// keeps its own things under loquat/ there, so the library has a folder below it to itself.
func DefaultDir() (string, error) {
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		if local := os.Getenv("LocalAppData"); local != "" {
			return filepath.Join(local, "Loquat"), nil
		}
	case "darwin":
		if err == nil {
			return filepath.Join(home, "Library", "Application Support", "Loquat"), nil
		}
	default:
		if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
			return filepath.Join(data, "loquat", "library"), nil
		}
		if err == nil {
			return filepath.Join(home, ".local", "share", "loquat", "library"), nil
		}
	}
	return "", &chat.Error{Code: chat.CodeNotFound, Reason: "the system names no folder for your data",
		Advice: "name the library's folder with --library or LOQUAT_LIBRARY", Err: err}
}
