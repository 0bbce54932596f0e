// Package cherrystudio reads the backups of Cherry Studio (FORMATS.md §15; src/renderer/src/services/BackupService.ts,
// types/newMessage.ts, databases/upgrades.ts and src/main/data/db/schemas of CherryHQ/cherry-studio): data.json in a ZIP
// with the files beside it, or alone and packed (.bak), and the database of version 2. Not read are the copies of
// IndexedDB in other backups, and the sessions of agents.
package cherrystudio

import (
	"context"
	"iter"
	"slices"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "cherry_studio"

// Source reads Cherry Studio.
var Source = source.Source{Key: key, Name: "Cherry Studio", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the ZIP or .bak file of a backup, or data.json or cherrystudio.sqlite from it"}

// Detect says whether the file is the data of a backup, or what says that a backup holds the program's own files.
func Detect(p *source.Probe) bool {
	if tables := sqlite.Tables(p); tables != nil {
		return tables["topic"] && tables["message"] && tables["assistant"]
	}
	s := p.Sample()
	if s.Array || s.Lines || len(s.Objects) == 0 {
		return false
	}
	return isBackup(s.Objects[0]) || isDirect(s.Objects[0])
}

func isBackup(f source.Fields) bool {
	stored := f.Object("indexedDB")
	return f.Object("localStorage").Has("persist:cherry-studio") || f.Has("localStorage", "time", "version") && stored.Has("topics") ||
		stored.Has("topics", "message_blocks")
}

// isDirect knows metadata.json of newer backups, which copy the program's databases as they are.
func isDirect(f source.Fields) bool {
	return f.Text("appName") == "Cherry Studio" && f.Has("version", "timestamp")
}

// folders of a backup hold what belongs to it.
var folders = []string{"Data/", "IndexedDB/", "Local Storage/", "sqlite/"}

// belongs recognises the rest of a backup, and what SQLite keeps beside its database in use.
func belongs(name string) bool {
	if sqlite.IsBeside(name, "cherrystudio.sqlite") {
		return true
	}
	for _, folder := range folders {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}

// Read yields one conversation for each topic.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{Reader: tree.NewReader(ctx, in, key, nil, yield), pull: source.NewPull()}
		r.stored = slices.ContainsFunc(in.Files, func(file string) bool { return sqlite.IsDatabase(in, file) })
		for _, file := range in.Files {
			read := r.backup
			if sqlite.IsDatabase(in, file) {
				read = r.database
			}
			if !read(ctx, file) {
				return
			}
		}
	}
}

// reader is one reading of an input.
type reader struct {
	*tree.Reader
	pull   *source.Pull
	stored bool // the input holds a database that can be read
}
