// Package backend has no code of its own: this test holds the floors that the packages stand on.
package backend

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors says which of our own packages a package may import, with everything below "x/" meant by "x/…". What is not
// in the table is a new room: give it a line, and a reason.
var floors = []struct {
	room   string
	below  []string
	reason string
}{
	{"backend/chat", nil, "the nouns; they know nobody"},
	{"backend/importer/source", []string{"backend/chat"}, "the floor of the readers"},
	{"backend/importer/source/tree", []string{"backend/chat", "backend/importer/source", "backend/importer/source/turns"}, "what the readers of web chats share stands on turns"},
	{"backend/importer/source/traces", []string{"backend/chat", "backend/importer/source", "backend/importer/source/turns"}, "what the readers of traces share stands on turns"},
	{"backend/importer/source/…", []string{"backend/chat", "backend/importer/source"}, "what several readers share"},
	{"backend/importer/importertest", []string{"backend/chat", "backend/importer/source", "backend/importer"}, "the exam of the readers"},
	{"backend/importer/…", []string{"backend/chat", "backend/importer/source", "backend/importer/source/…"}, "a reader knows no other reader, no store, no exporter"},
	{"backend/importer", []string{"backend/chat", "backend/importer/…"}, "the table of the readers"},
	{"backend/store", []string{"backend/chat"}, "never sideways"},
	{"backend/exporter", []string{"backend/chat"}, "never sideways"},
	{"backend/watch", nil, "it knows of folders and files only"},
	{"backend/library/samples", nil, "files only"},
	{"backend/library", []string{"backend/chat", "backend/importer", "backend/importer/source", "backend/store", "backend/exporter", "backend/watch", "backend/library/samples"}, "the journeys"},
	{"cli", []string{"backend/chat", "backend/library"}, "the top: flags and pages, no decisions"},
	{"", []string{"backend/chat", "backend/library", "cli"}, "the top: the window"},
	{"backend", nil, "this test"},
	{"e2e", []string{"backend/chat", "bench/gen"}, "drives the program from outside, with large exports when it needs them"},
	{"bench…", []string{"…"}, "measures anything"},
	{"interop…", []string{"…"}, "tries the records in the real tools"},
	{"scripts…", []string{"…"}, "tools for the makers"},
}

// only says which files may import a package of others.
var only = []struct {
	path, reason string
	files        []string
}{
	{"github.com/wailsapp/", "everything below runs in a plain go test", []string{"main.go", "app.go"}},
	{"github.com/sqweek/dialog", "its boxes crash beside the window's loop", []string{"messagebox.go"}},
	{"github.com/mattn/go-sqlite3", "two packages know SQLite: our database, and those of others; the benchmark looks into ours to compare", []string{"backend/store/", "backend/importer/source/sqlite/", "bench/"}},
	{"github.com/alecthomas/kong", "flags end at the command line", []string{"cli/"}},
}

// TestFloors fails on an import that the table does not allow, so that the house keeps its shape while it grows.
func TestFloors(t *testing.T) {
	root := ".."
	files := goFiles(t, root)
	if len(files) < 20 {
		t.Fatalf("only %d Go files found: this test looks in the wrong place", len(files))
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, spec := range parsed.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if why := allowed(file, path); why != "" {
				t.Errorf("%s imports %s: %s", file, path, why)
			}
		}
	}
}

// allowed returns why a file may not import a package; empty when it may.
func allowed(file, path string) string {
	for _, rule := range only {
		if strings.HasPrefix(path, rule.path) && !slices.ContainsFunc(rule.files, func(f string) bool {
			return file == f || strings.HasSuffix(f, "/") && strings.HasPrefix(file, f)
		}) {
			return "only " + strings.Join(rule.files, " and ") + " may (" + rule.reason + ")"
		}
	}
	ours, ok := strings.CutPrefix(path, "loquat/")
	if !ok {
		if strings.HasPrefix(file, "backend/chat/") && strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
			return "chat imports the standard library only"
		}
		return ""
	}
	room := roomOf(file)
	for _, floor := range floors {
		if !covers(floor.room, room) {
			continue
		}
		if ours == room || slices.ContainsFunc(floor.below, func(below string) bool { return covers(below, ours) }) || strings.HasSuffix(file, "_test.go") && mayTest(room, ours) {
			return ""
		}
		return "the floors do not allow it (" + floor.reason + ")"
	}
	return "the room \"" + room + "\" has no line in the table of floors"
}

// mayTest says whether the tests of a room may use another that the room itself may not: readers sit their exam and are
// tried through the importer, and so are the samples.
func mayTest(room, ours string) bool {
	reader := strings.HasPrefix(room, "backend/importer")
	switch {
	case reader && strings.HasPrefix(ours, "backend/importer"):
		return true
	case room == "backend/library/samples":
		return ours == "backend/chat" || ours == "backend/importer"
	}
	return false
}

// covers says whether a pattern of the table means a room.
func covers(pattern, room string) bool {
	if begin, wide := strings.CutSuffix(pattern, "…"); wide {
		return strings.HasPrefix(room, begin)
	}
	return pattern == room
}

// roomOf is the folder of a file; empty at the top.
func roomOf(file string) string {
	if dir := filepath.ToSlash(filepath.Dir(file)); dir != "." {
		return dir
	}
	return ""
}

// goFiles lists the Go files below root, with slashes.
func goFiles(t *testing.T, root string) []string {
	var files []string
	walk(t, root, func(name string) {
		if strings.HasSuffix(name, ".go") {
			files = append(files, name)
		}
	})
	return files
}

// walk calls back with every file below root that is ours.
func walk(t *testing.T, root string, each func(name string)) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "dist" || name != "." && strings.HasPrefix(d.Name(), ".") || name == "build/bin" {
				return fs.SkipDir
			}
			return nil
		}
		each(name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBridgeHasOneDoor fails when a file of the window other than lib/api.ts imports the generated bindings: types and
// errors of the backend come in through one door.
func TestBridgeHasOneDoor(t *testing.T) {
	const door = "frontend/src/lib/api.ts"
	imports := regexp.MustCompile(`(?m)(from|import|mock\()\s*\(?['"][^'"]*wailsjs/`)
	seen := false
	walk(t, "..", func(name string) {
		if !strings.HasPrefix(name, "frontend/src/") || strings.HasPrefix(name, "frontend/src/wailsjs/") ||
			!strings.HasSuffix(name, ".ts") && !strings.HasSuffix(name, ".svelte") {
			return
		}
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		switch found := imports.Match(text); {
		case name == door:
			seen = found
		case found:
			t.Errorf("%s imports the generated bindings; ask %s instead", name, door)
		}
	})
	if !seen {
		t.Errorf("%s does not import the bindings: this test looks for the wrong thing", door)
	}
}
