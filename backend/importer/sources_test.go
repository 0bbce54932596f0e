package importer

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"loquat/backend/importer/source"
)

// quoted finds the keys of sources in a file of the window.
var quoted = regexp.MustCompile(`'([a-z0-9_]+)'`)

// A person must be told of every source what to give to an import, in the shell, and how to get it, in the window; and no
// how-to may speak of a source that is not read.
func TestEverySourceIsExplained(t *testing.T) {
	list, err := os.ReadFile("../../frontend/src/import/howtos.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, entries, ok := strings.Cut(string(list), "export const groups")
	if !ok {
		t.Fatal("howtos.ts has no groups: this test looks in the wrong place")
	}
	entries, _, _ = strings.Cut(entries, "\n];")
	var told []string
	for _, line := range regexp.MustCompile(`\{ key: '[a-z0-9_]+'(?:, sources: \[[^\]]*\])?`).FindAllString(entries, -1) {
		keys := quoted.FindAllStringSubmatch(line, -1)
		if len(keys) > 1 && strings.Contains(line, "sources:") {
			keys = keys[1:] // the first names the text
		}
		for _, key := range keys {
			told = append(told, key[1])
		}
	}
	told = slices.DeleteFunc(told, func(key string) bool { return key == "traces" || key == "data" }) // groups
	names, err := os.ReadFile("../../frontend/src/lib/sources.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Sources {
		if strings.TrimSpace(s.Give) == "" {
			t.Errorf("%s: Give says not what to give to an import", s.Key)
		}
		if !slices.Contains(told, s.Key) {
			t.Errorf("%s: frontend/src/import/howtos.ts has no how-to for it", s.Key)
		}
		if !strings.Contains(string(names), "\n  "+s.Key+": {") {
			t.Errorf("%s: frontend/src/lib/sources.ts has no name for it", s.Key)
		}
	}
	for _, key := range told {
		if !slices.ContainsFunc(Sources, func(s source.Source) bool { return s.Key == key }) {
			t.Errorf("%s: there is a how-to, and no such source", key)
		}
	}
}
