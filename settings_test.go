package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// settingsIn puts the user's configuration folder into a new one.
func settingsIn(t *testing.T) (path string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	t.Setenv("AppData", dir)
	path, err := settingsPath()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSettingsRoundTrip: what is saved is loaded, by nobody but the owner.
func TestSettingsRoundTrip(t *testing.T) {
	path := settingsIn(t)
	first := loadSettings()
	if first.Theme != "system" || first.Language != "system" || first.Window.Width != 0 {
		t.Errorf("the first day's settings are %+v", first)
	}
	want := keptSettings{Settings{"dark", "zh-CN"}, windowPlace{X: 10, Y: 20, Width: 1000, Height: 700, Maximised: true}}
	if err := want.save(); err != nil {
		t.Fatal(err)
	}
	if got := loadSettings(); got != want {
		t.Errorf("loaded %+v, want %+v", got, want)
	}
	for name, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if about, err := os.Stat(name); runtime.GOOS != "windows" && (err != nil || about.Mode().Perm() != mode) {
			t.Errorf("%s has the mode %v (%v), want %v", name, about.Mode().Perm(), err, mode)
		}
	}
}

// TestBrokenSettingsAreTheFirstDays: a file that somebody edited or cut off must not keep the window from opening.
func TestBrokenSettingsAreTheFirstDays(t *testing.T) {
	path := settingsIn(t)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "{", `{"theme":"pink","language":"en"}`, `{"theme":3}`, `[]`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := loadSettings(); got.Theme != "system" || got.Language != "system" {
			t.Errorf("%q loads as %+v", text, got)
		}
	}
	if (Settings{"light", "fr"}).check() == nil || (Settings{"", "en"}).check() == nil || (Settings{"light", "en"}).check() != nil {
		t.Error("a choice that is none passes, or one that is does not")
	}
}

// TestWindowIsPutBackOnTheScreen: a place that was on a screen which is gone now is not used.
func TestWindowIsPutBackOnTheScreen(t *testing.T) {
	for place, want := range map[windowPlace]bool{
		{X: 0, Y: 0, Width: 1000, Height: 700}:      true,
		{X: -100, Y: 50, Width: 1000, Height: 700}:  true,
		{X: -950, Y: 50, Width: 1000, Height: 700}:  false,
		{X: 1900, Y: 50, Width: 1000, Height: 700}:  false,
		{X: 100, Y: -30, Width: 1000, Height: 700}:  false, // its title bar could not be reached
		{X: 100, Y: 1050, Width: 1000, Height: 700}: false,
	} {
		if got := place.fits(1920, 1080); got != want {
			t.Errorf("%+v fits: %v, want %v", place, got, want)
		}
	}
}
