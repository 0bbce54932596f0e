package importer

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// entry is one file of a folder or an archive.
type entry struct {
	name  string // slash-separated, from the top of the folder or archive
	size  int64  // uncompressed bytes; -1 when unknown
	mtime time.Time
	open  func() (io.ReadCloser, error)
}

// files is the file system a reader gets: the files of one folder or archive, whatever they are stored in. It has no
// folders of its own; source.Names lists it.
type files struct {
	byName map[string]entry
	names  []string // sorted
}

func newFiles(entries []entry) *files {
	f := &files{byName: make(map[string]entry, len(entries))}
	for _, e := range entries {
		if _, taken := f.byName[e.name]; !taken {
			f.byName[e.name] = e
			f.names = append(f.names, e.name)
		}
	}
	slices.Sort(f.names)
	return f
}

// Names lists all files, sorted.
func (f *files) Names() []string { return f.names }

// Open opens a file by its name.
func (f *files) Open(name string) (fs.File, error) {
	e, ok := f.byName[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	return &openFile{ReadCloser: r, entry: e}, nil
}

// openFile is an open entry; it is its own fs.FileInfo.
type openFile struct {
	io.ReadCloser
	entry
}

// Stat describes the file.
func (f *openFile) Stat() (fs.FileInfo, error) { return f, nil }

// Name is the base name.
func (f *openFile) Name() string { return path.Base(f.name) }

// Size is the uncompressed size in bytes; 0 when unknown.
func (f *openFile) Size() int64 { return max(0, f.size) }

// Mode is that of a plain private file.
func (f *openFile) Mode() fs.FileMode { return 0o600 }

// ModTime is when it was changed last; zero when unknown.
func (f *openFile) ModTime() time.Time { return f.mtime }

// IsDir is false: there are only files.
func (f *openFile) IsDir() bool { return false }

// Sys is nil.
func (f *openFile) Sys() any { return nil }

func fileEntry(path string, info fs.FileInfo) entry {
	return entry{name: filepath.Base(path), size: info.Size(), mtime: info.ModTime(), open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

func fsEntry(fsys fs.FS, name string, d fs.DirEntry) entry {
	e := entry{name: name, size: -1, open: func() (io.ReadCloser, error) { return fsys.Open(name) }}
	if info, err := d.Info(); err == nil {
		e.size, e.mtime = info.Size(), info.ModTime()
	}
	return e
}
