package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"loquat/backend/store"
)

// A dataset's folder has a name made by newID under datasets/. While its row and its files do not both stand it is
// called the same with this prefix: the name is the state, and a crash leaves a state that sweep can tell.
//
//	export: write .tmp-ID, add the row, rename to ID      delete: rename to .tmp-ID, remove the row, remove the files
const unfinished = ".tmp-"

// datasetsDir is the folder that holds the datasets.
func (l *Library) datasetsDir() string { return filepath.Join(l.dir, "datasets") }

// sweep finishes what a crash left: a folder with the unfinished name that has a row gets its own name, one without is
// removed. What no crash of ours can leave is reported and not touched.
func (l *Library) sweep(ctx context.Context) error {
	if err := os.MkdirAll(l.datasetsDir(), 0o700); err != nil {
		return diskError(l.datasetsDir(), err)
	}
	rows, err := l.store.Datasets(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, d := range rows {
		names[d.Dir] = d.Name
	}
	folders, err := os.ReadDir(l.datasetsDir())
	if err != nil {
		return diskError(l.datasetsDir(), err)
	}
	for _, f := range folders {
		if err := l.settle(f.Name(), names); err != nil {
			return diskError(filepath.Join(l.datasetsDir(), f.Name()), err)
		}
	}
	for _, d := range rows {
		if _, gone := os.Stat(filepath.Join(l.datasetsDir(), d.Dir)); gone != nil {
			l.Problems = append(l.Problems, fmt.Sprintf("The files of the dataset %q are not in the library any more; delete it and export it again.", d.Name))
		}
	}
	return store.SyncDir(l.datasetsDir())
}

// settle brings one folder of datasets/ to rest; names holds the dataset of each folder that has a row.
func (l *Library) settle(folder string, names map[string]string) error {
	at := filepath.Join(l.datasetsDir(), folder)
	id, half := strings.CutPrefix(folder, unfinished)
	half = half && isID(id)
	_, known := names[id]
	switch {
	case half && known:
		return os.Rename(at, filepath.Join(l.datasetsDir(), id))
	case half:
		return os.RemoveAll(at)
	case !known:
		l.Problems = append(l.Problems, fmt.Sprintf("The folder %s belongs to no dataset of this library; it was left alone.", at))
	}
	return nil
}
