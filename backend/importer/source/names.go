package source

import (
	"io/fs"
	"path"
	"slices"
)

// Lister is an FS that knows the names of all its files, sorted.
type Lister interface{ Names() []string }

// Names returns the names of all files of fsys, sorted. A folder that cannot be read is passed over.
func Names(fsys fs.FS) []string {
	if l, ok := fsys.(Lister); ok {
		return l.Names()
	}
	var names []string
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, path.Clean(name))
		}
		return nil
	})
	slices.Sort(names)
	return names
}
