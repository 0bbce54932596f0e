package source

import (
	"path"
	"slices"
	"strings"
)

// Place is where a tool keeps its conversations. A path begins with "~/" (the home folder), "<config>/", "<data>/" or
// "<local>/" (the folders that a system has for each; importer.Computer knows them), "$NAME/" (an environment variable,
// when it is set) or "/"; a part of it may have the wildcards of path.Match.
type Place struct {
	Paths                 []string // on every system
	Linux, MacOS, Windows []string // on one system only
	// Holds are the files that are listed and read, named from the path, with "**" for folders of any depth. None:
	// everything is, as when the path is a file itself, with what SQLite keeps beside it.
	Holds []string
	// Counts are those of Holds that are one session or one database each, so that a person knows what is there. None:
	// all of them.
	Counts []string
	// Search says that the path is only where to look, so many folders deep: each file that Holds names, at any depth,
	// is a place of its own.
	Search int
}

// Has says whether a file, named from the path of the place, is one that is read.
func (p Place) Has(name string) bool { return len(p.Holds) == 0 || matchAny(p.Holds, name, false) }

// Counted says whether a file that the place has is one session or one database.
func (p Place) Counted(name string) bool {
	return len(p.Counts) == 0 || matchAny(p.Counts, name, false)
}

// Enters says whether files that are read may lie in a folder, named from the path of the place.
func (p Place) Enters(dir string) bool { return len(p.Holds) == 0 || matchAny(p.Holds, dir, true) }

// matchAny matches a path with each of the patterns; begins is as for matchParts.
func matchAny(patterns []string, name string, begins bool) bool {
	parts := strings.Split(name, "/")
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matchParts(strings.Split(pattern, "/"), parts, begins) })
}

// matchParts matches the parts of a path; begins is for a folder, which needs to match the beginning of the pattern only.
func matchParts(pattern, name []string, begins bool) bool {
	switch {
	case len(name) == 0 && begins:
		return len(pattern) > 0
	case len(name) == 0:
		return len(pattern) == 0 || len(pattern) == 1 && pattern[0] == "**"
	case len(pattern) == 0:
		return false
	case pattern[0] == "**":
		return begins || matchParts(pattern[1:], name, false) || matchParts(pattern, name[1:], false)
	}
	ok, _ := path.Match(pattern[0], name[0])
	return ok && matchParts(pattern[1:], name[1:], begins)
}

// Editors are the places of an extension in the editors that grew out of VS Code, on this computer and, on a computer
// that is reached from another, in their servers. below is the path in globalStorage.
// (https://code.visualstudio.com/docs/configure/settings#_settings-file-locations)
func Editors(below string) []string {
	var paths []string
	for _, editor := range []string{"Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"} {
		paths = append(paths, "<config>/"+editor+"/User/globalStorage/"+below)
	}
	for _, server := range []string{".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server", ".windsurf-server"} {
		paths = append(paths, "~/"+server+"/data/User/globalStorage/"+below)
	}
	return paths
}

// InFirst is the Unit of a source whose files in one folder at the top of its place belong together.
func InFirst(name string) string {
	first, _, _ := strings.Cut(name, "/")
	return first
}

// InFolder is the Unit of a source whose files in one folder belong together.
func InFolder(name string) string { return path.Dir(name) }

// Alone is the Unit of a source whose files are each read by themselves.
func Alone(name string) string { return name }
