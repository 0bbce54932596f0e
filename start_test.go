package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestStartOf: what opens the window and what is a command. A typing mistake must never open a window, and a file that
// was opened with Loquat must never be taken for a command.
func TestStartOf(t *testing.T) {
	t.Setenv("LOQUAT_LIBRARY", "/env")
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"export.zip", "list"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	zip := filepath.Join(dir, "export.zip")
	for _, test := range []struct {
		args []string
		want start
		ok   bool
	}{
		{nil, start{library: "/env"}, true},
		{[]string{"--library", "/mine"}, start{library: "/mine"}, true},
		{[]string{"--library=/mine", "export.zip"}, start{library: "/mine", paths: []string{zip}}, true},
		{[]string{zip, dir}, start{library: "/env", paths: []string{zip, dir}}, true},
		{[]string{"list"}, start{}, false}, // a command, though a file has its name
		{[]string{"lst"}, start{}, false},
		{[]string{"gone.zip"}, start{}, false},
		{[]string{"--library"}, start{}, false},
		{[]string{"--json"}, start{}, false},
		{[]string{"--library", "/mine", "list"}, start{}, false},
		{[]string{"help"}, start{}, false},
		{[]string{"-h"}, start{}, false},
	} {
		got, ok := startOf(test.args)
		if ok != test.ok || !reflect.DeepEqual(got, test.want) {
			t.Errorf("startOf(%q) = %+v, %v; want %+v, %v", test.args, got, ok, test.want, test.ok)
		}
	}
}

// TestPathsOfASecondStart: relative paths are those of the second start's folder, and what is not there is left out.
func TestPathsOfASecondStart(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.zip"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := pathsOf([]string{"a.zip", "--library", "gone.zip", filepath.Join(dir, "a.zip")}, dir)
	if want := []string{filepath.Join(dir, "a.zip"), filepath.Join(dir, "a.zip")}; !reflect.DeepEqual(got, want) {
		t.Errorf("paths %v, want %v", got, want)
	}
}

// TestSecondStartBeforeTheWindow: a second start that comes before the window is there must not end the program, as Wails'
// runtime does without a window; its files are imported with those of the first.
func TestSecondStartBeforeTheWindow(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "export.zip"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &App{open: []string{"first.zip"}}
	a.secondStart([]string{"export.zip", "not there.zip"}, dir)
	if want := []string{"first.zip", filepath.Join(dir, "export.zip")}; !reflect.DeepEqual(a.open, want) {
		t.Errorf("to import: %v, want %v", a.open, want)
	}
}
