package importer

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"loquat/backend/importer/source"
)

// Computer is where known places are looked for, as data, so that the places of every system can be tried on one.
type Computer struct {
	OS   string // "linux", "darwin" or "windows", as runtime.GOOS
	Home string // the person's folder; empty when unknown
	Env  func(name string) string
}

// Here is the computer that Loquat runs on.
func Here() Computer {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	return Computer{OS: runtime.GOOS, Home: home, Env: os.Getenv}
}

// patterns are the paths of a place on this system, as written.
func (c Computer) patterns(p source.Place) []string {
	own := map[string][]string{"linux": p.Linux, "darwin": p.MacOS, "windows": p.Windows}[c.OS]
	return slices.Concat(p.Paths, own)
}

// root splits a path as it is written into the folder that its beginning stands for and the rest; false when the
// computer has no such folder.
func (c Computer) root(pattern string) (root, rest string, ok bool) {
	first, rest, _ := strings.Cut(pattern, "/")
	switch name, isEnv := strings.CutPrefix(first, "$"); {
	case first == "":
		root = "/"
	case first == "~":
		root = c.Home
	case isEnv:
		root = c.Env(name)
	default:
		root = c.folder(first)
	}
	return root, rest, filepath.IsAbs(root)
}

// folder is one of the folders that a system has for its programs. <data> on Windows goes from computer to computer with
// the person, <local> does not; elsewhere they are one.
// (https://specifications.freedesktop.org/basedir-spec/latest, https://learn.microsoft.com/windows/win32/shell/knownfolderid)
func (c Computer) folder(name string) string {
	variable, below := "", ""
	switch {
	case c.OS == "darwin":
		below = "Library/Application Support"
	case c.OS == "windows" && name == "<local>":
		variable, below = "LOCALAPPDATA", "AppData/Local"
	case c.OS == "windows":
		variable, below = "APPDATA", "AppData/Roaming"
	case name == "<config>":
		variable, below = "XDG_CONFIG_HOME", ".config"
	default:
		variable, below = "XDG_DATA_HOME", ".local/share"
	}
	if dir := c.Env(variable); variable != "" && filepath.IsAbs(dir) {
		return dir
	}
	if c.Home == "" {
		return ""
	}
	return filepath.Join(c.Home, filepath.FromSlash(below))
}

// resolve returns what is there at a path as it is written. A link is followed when it ends in the same root, as in a
// home folder whose settings are kept in another of its folders.
func (c Computer) resolve(pattern string, closed func(dir string, err error)) []string {
	root, rest, ok := c.root(pattern)
	if !ok {
		return nil
	}
	found := []string{root}
	for part := range strings.SplitSeq(rest, "/") {
		if part == "" {
			continue
		}
		var next []string
		for _, dir := range found {
			next = append(next, inFolder(dir, part, closed)...)
		}
		found = next
	}
	return slices.DeleteFunc(found, func(name string) bool { return !inside(root, name) })
}

// inFolder is what a folder holds by a name, or by a pattern of names.
func inFolder(dir, name string, closed func(dir string, err error)) (found []string) {
	if !strings.ContainsAny(name, "*?[") {
		full := filepath.Join(dir, name)
		_, err := os.Lstat(full)
		if err != nil && !isAbsent(err) {
			closed(full, err)
		}
		if err == nil {
			found = append(found, full)
		}
		return found
	}
	err := eachEntry(dir, func(d fs.DirEntry) bool {
		if ok, _ := path.Match(name, d.Name()); ok {
			found = append(found, filepath.Join(dir, d.Name()))
		}
		return true
	})
	if err != nil && !isAbsent(err) {
		closed(dir, err)
	}
	slices.Sort(found)
	return found
}

// inside says whether a path, its links followed, is below a root.
func inside(root, name string) bool {
	whole, err := filepath.EvalSymlinks(root)
	if err != nil {
		return false
	}
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(whole, target)
	return err == nil && filepath.IsLocal(rel)
}

// isAbsent says that a path is not there, or that what should be a folder on the way is a file.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "not a directory")
}
