package exporter

import (
	"errors"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// TestDatasetNames holds the rules of SPEC §2: a name with a comma would be two names to LLaMA-Factory, and lengths are
// counted in characters, not bytes.
func TestDatasetNames(t *testing.T) {
	good := []string{"a", "support_2026_08", "茶の会話 2026", strings.Repeat("茶", 64), "a b", ".hidden", "CON", "tea.csv", "a'b\"c"}
	bad := []string{"", strings.Repeat("茶", 65), "a,b", " a", "a ", "a\u00a0", "a/b", `a\b`, "a\nb", "a\x00b", "a\u0085b", "\t", "a\xffb"}
	for _, name := range good {
		if err := CheckNames(chat.ExportOptions{Dataset: name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range bad {
		wantBadName(t, name, CheckNames(chat.ExportOptions{Dataset: name}))
	}
}

// TestFileNames holds that a file can be kept, and opened, on Windows, macOS and Linux alike.
func TestFileNames(t *testing.T) {
	good := []string{"", "a", "conversations", "v1.2", "会話", "a b", "CONSOLE", "COM", "COM10", "lpt", "nulls", strings.Repeat("a", 128)}
	bad := []string{
		"a/b", `a\b`, "..", ".", ".hidden", "a.", "a ", " a", "a:b", "a*", "a?", "a\"b", "<a>", "a|b", "a\tb", "a\x7f",
		"CON", "con", "nul.backup", "Aux .x", "COM1", "lpt9", "COM²", "CONIN$", "a.jsonl", "a.CSV", "a.parquet",
		strings.Repeat("a", 129), strings.Repeat("茶", 100), "a\xff",
	}
	for _, name := range good {
		if err := CheckNames(chat.ExportOptions{Dataset: "d", FileName: name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range bad {
		wantBadName(t, name, CheckNames(chat.ExportOptions{Dataset: "d", FileName: name}))
	}
}

func wantBadName(t *testing.T, name string, err error) {
	t.Helper()
	var known *chat.Error
	if !errors.As(err, &known) || known.Code != chat.CodeBadName || known.Reason == "" || known.Advice == "" {
		t.Errorf("%q: got %v, want a %s with reason and advice", name, err, chat.CodeBadName)
	}
}

// TestSplitWords holds that a file name which load_dataset would take for a split is told from one that only looks so.
func TestSplitWords(t *testing.T) {
	for name, want := range map[string]string{
		"train": "train", "my-test_1": "test", "2026 Dev": "dev", "a.validation": "validation",
		"latest": "", "training_day": "training", "devices": "", "contest": "", "conversations": "",
	} {
		if got := splitWord(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
