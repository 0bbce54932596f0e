package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// Settings are what a person chose for the window.
type Settings struct {
	Theme    string `json:"theme" ts_type:"'system'|'light'|'dark'"`
	Language string `json:"language" ts_type:"'system'|'en'|'zh-CN'"`
}

// keptSettings are what settings.json in the user's configuration folder holds.
type keptSettings struct {
	Settings
	Window windowPlace `json:"window"`
}

// windowPlace is where the window was when it was closed, in pixels from the corner of its screen; its size is that from
// before it was maximised. Width is 0 until the window has been closed once.
type windowPlace struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// settingsPath names settings.json.
func settingsPath() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "loquat", "settings.json"), err
}

// loadSettings reads the settings. What is missing or not readable is as on the first day.
func loadSettings() keptSettings {
	kept := keptSettings{Settings: Settings{Theme: "system", Language: "system"}}
	path, err := settingsPath()
	if err != nil {
		return kept
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return kept
	}
	read := kept
	if json.Unmarshal(text, &read) != nil || read.Settings.check() != nil {
		return kept
	}
	return read
}

// check says with CodeBadRequest that a choice is none that can be made.
func (s Settings) check() error {
	if slices.Contains([]string{"system", "light", "dark"}, s.Theme) && slices.Contains([]string{"system", "en", "zh-CN"}, s.Language) {
		return nil
	}
	return &chat.Error{Code: chat.CodeBadRequest, Reason: "there is no such theme or language", Advice: "choose one of those in the menu"}
}

// save writes the settings, for their owner only.
func (k keptSettings) save() error {
	path, err := settingsPath()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return library.ReplaceFile(path, func(w io.Writer) error {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(k)
	})
}

// fits says whether enough of the window would be on a screen of that size to take hold of it.
func (p windowPlace) fits(width, height int) bool {
	const grip = 120
	return p.X > grip-p.Width && p.X < width-grip && p.Y >= 0 && p.Y < height-grip
}
