package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shell runs commands on one library, in this process, with real files.
type shell struct {
	t   *testing.T
	dir string
}

// newShell makes a shell whose library is not there yet.
func newShell(t *testing.T) shell {
	t.Setenv("LOQUAT_LIBRARY", "")
	return shell{t, filepath.Join(t.TempDir(), "library")}
}

// run runs a command that must end with that code, and returns what it wrote.
func (s shell) run(code int, args ...string) (out, err string) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"--library", s.dir}, args...)
	if got := Run(s.t.Context(), args, "9.9", Streams{Out: &stdout, Err: &stderr}); got != code {
		s.t.Fatalf("loquat %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, stdout.String(), stderr.String())
	}
	return stdout.String(), stderr.String()
}

// json runs a command with --json and decodes the one document that it prints.
func (s shell) json(code int, args ...string) map[string]any {
	s.t.Helper()
	out, _ := s.run(code, append(args, "--json")...)
	document := map[string]any{}
	decoder := json.NewDecoder(strings.NewReader(out))
	if err := decoder.Decode(&document); err != nil {
		s.t.Fatalf("loquat %v prints %q: %v", args, out, err)
	}
	if decoder.More() || strings.Count(out, "\n") != 1 {
		s.t.Fatalf("loquat %v prints more than one document: %q", args, out)
	}
	return document
}

// checkKeys fails unless an object has exactly these keys.
func checkKeys(t *testing.T, what string, object any, keys string) {
	t.Helper()
	m, ok := object.(map[string]any)
	if !ok {
		t.Fatalf("%s is %v, want an object", what, object)
	}
	if got, want := slices.Sorted(maps.Keys(m)), slices.Sorted(slices.Values(strings.Fields(keys))); !slices.Equal(got, want) {
		t.Errorf("%s has the keys %v, want %v", what, got, want)
	}
}

// at walks into a document: at(d, "rounds", 0, "messages").
func at(t *testing.T, d any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			d = d.(map[string]any)[step]
		case int:
			list, _ := d.([]any)
			if step >= len(list) {
				t.Fatalf("%v has %d elements, want more than %d", path, len(list), step)
			}
			d = list[step]
		}
	}
	return d
}

// teaFile writes n conversations as JSON Lines, "tea-0" on, the first with a call of a tool, and returns its path.
func teaFile(t testing.TB, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		if i == 0 {
			b.WriteString(`{"id":"tea-0","model":"m-1","created_at":1700000000,"tools":[{"type":"function","function":{"name":"kettle","description":"Boils","parameters":{"type":"object","properties":{"degrees":{"type":"number"}}}}}],` +
				`"messages":[{"role":"user","content":"Boil water, 烏龍"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"kettle","arguments":"{\"degrees\":90}"}}]},` +
				`{"role":"tool","tool_call_id":"c1","content":"done"},{"role":"assistant","content":"It boils."}]}` + "\n")
			continue
		}
		fmt.Fprintf(&b, `{"id":"tea-%d","created_at":%d,"messages":[{"role":"user","content":"How hot for tea %d?"},{"role":"assistant","content":"%d degrees."}]}`+"\n",
			i, 1700000000+i*86400, i, 60+i%40)
	}
	path := filepath.Join(t.TempDir(), "tea.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestExitCodes holds SPEC's table, each with one sentence on stderr and, for a failure, nothing changed.
func TestExitCodes(t *testing.T) {
	s := newShell(t)
	s.run(exitDone, "import", teaFile(t, 2))
	export := func(more ...string) []string { return append([]string{"export", "--file-format", "jsonl"}, more...) }
	for _, test := range []struct {
		code int
		args []string
		says string
	}{
		{exitUsage, []string{"lst"}, `did you mean "list"`},
		{exitUsage, []string{"list", "--frmo", "2026-01-01"}, `did you mean`},
		{exitUsage, []string{"list", "--from", "yesterday"}, "YYYY-MM-DD"},
		{exitUsage, []string{"list", "--from", "2026-02-01", "--to", "2026-01-01"}, "ends before it begins"},
		{exitUsage, []string{"list", "--type", "talk"}, "chat"},
		{exitUsage, []string{"list", "--limit", "0"}, "--limit"},
		{exitUsage, []string{"list", "--limit", "many"}, "many"},
		{exitUsage, []string{"import"}, "path"},
		{exitUsage, []string{"tag", "tea-0"}, "--add"},
		{exitUsage, []string{"status", "tea-0"}, "tea-0"},
		{exitUsage, []string{"status", "deleted"}, "ids"},
		{exitUsage, []string{"dataset"}, "list"},
		{exitUsage, []string{"dataset", "download", "teas"}, "--output"},
		{exitUsage, []string{"export", "--name", "x"}, "--file-format"},
		{exitUsage, export(), "--name"},
		{exitUsage, []string{"export", "--name", "x", "--file-format", "xlsx"}, "jsonl"},
		{exitUsage, export("--name", "a,b"), "comma"},
		{exitUsage, export("--name", "x", "--file-name", "con"), "con"},
		{exitUsage, export("--name", "x", "--id", "tea-0", "--tag", "t"), "exclude"},
		{exitUsage, export("--name", "x", "--data-format", "nonesuch"), "alpaca"},
		{exitUsage, []string{"export", "--name", "x", "--file-format", "csv", "--data-format", "markdown"}, "no place in the file format csv"},
		{exitUsage, export("--name", "x", "--reasoning", "loud"), "omit, field, inline"},
		{exitUsage, export("--name", "x", "--parallel-calls", "two"), "one, keep"},
		{exitUsage, export("--name", "x", "--branches", "some"), "view, all"},
		{exitUsage, export("--name", "x", "--per", "word"), "conversation, answer"},
		{exitUsage, export("--name", "x", "--system", "replace"), "system prompt"},
		{exitUsage, export("--name", "x", "--max-tokens", "-1"), "-1"},
		{exitUsage, export("--name", "x", "--max-tokens", "9", "--tokenizer", "abacus"), "o200k_base"},
		{exitUsage, export("--name", "x", "--max-tokens", "9", "--over", "fold"), "leave_out, cut"},
		{exitFailed, []string{"import", filepath.Join(t.TempDir(), "gone.zip")}, "gone.zip"},
		{exitFailed, []string{"show", "nobody"}, "nobody"},
		{exitFailed, []string{"status", "nobody", "deleted"}, "nobody"},
		{exitFailed, []string{"dataset", "preview", "nobody"}, "nobody"},
		{exitFailed, []string{"dataset", "delete", "nobody"}, "nobody"},
		{exitFailed, export("--name", "x", "--search", "no such title"), "no conversation"},
		{exitDone, export("--name", "teas"), ""},
		{exitFailed, export("--name", "teas"), "teas-2"},
	} {
		out, said := s.run(test.code, test.args...)
		if test.says == "" {
			continue
		}
		if !strings.HasPrefix(said, "loquat: ") || !strings.Contains(said, test.says) || strings.Count(said, "\n") != 1 || out != "" {
			t.Errorf("loquat %v says %q and prints %q; want one sentence with %q", test.args, said, out, test.says)
		}
	}
	if d := s.json(exitDone, "dataset", "list"); len(d["datasets"].([]any)) != 1 {
		t.Errorf("after failed exports there are the datasets %v", d)
	}
	if d := s.json(exitUsage, "list", "--nonsense"); at(t, d, "error", "code") != "usage" {
		t.Errorf("a wrong flag with --json: %v", d)
	}
}

// TestReadingDoesNotMakeALibrary: a command that looks, or that changes what is there, must not leave an empty library in a
// mistyped folder.
func TestReadingDoesNotMakeALibrary(t *testing.T) {
	s := newShell(t)
	for _, args := range [][]string{{"list"}, {"show", "1"}, {"tag", "1", "--add", "x"}, {"status", "1", "deleted"}, {"dataset", "list"},
		{"dataset", "preview", "x"}, {"dataset", "delete", "x"}, {"export", "--name", "x", "--file-format", "csv"}} {
		if _, said := s.run(exitFailed, args...); !strings.Contains(said, s.dir) || !strings.Contains(said, "import") {
			t.Errorf("loquat %v says %q", args, said)
		}
	}
	if _, err := os.Stat(s.dir); err == nil {
		t.Error("there is a library now")
	}
}

// TestFiltersAndIDs: every filter reaches the list, repeated ones match any, and ids may be the library's or the source's.
func TestFiltersAndIDs(t *testing.T) {
	t.Setenv("TZ", "UTC")
	s := newShell(t)
	s.run(exitDone, "import", teaFile(t, 6))
	s.run(exitDone, "tag", "tea-1", "--add", "a, b", "tea-2")
	s.run(exitDone, "--json", "tag", "--add", "c", "--", "tea-3")
	s.run(exitDone, "status", "tea-4", "deleted")
	s.run(exitDone, "status", "tea-5", "favorite")
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "tea-5 tea-3 tea-2 tea-1 tea-0"},
		{[]string{"--status", "deleted"}, "tea-4"},
		{[]string{"--status", "deleted", "--status", "favorite"}, "tea-5 tea-4"},
		{[]string{"--tag", "a, b"}, "tea-2 tea-1"},
		{[]string{"--tag", "a, b", "--tag", "c"}, "tea-3 tea-2 tea-1"},
		{[]string{"--type", "agent"}, "tea-0"},
		{[]string{"--model", "m-1"}, "tea-0"},
		{[]string{"--source", "openai"}, "tea-5 tea-3 tea-2 tea-1 tea-0"},
		{[]string{"--source", "chatgpt"}, ""},
		{[]string{"--text", "烏龍"}, "tea-0"},
		{[]string{"--search", "TEA 2"}, "tea-2"},
		{[]string{"--offset", "1", "--limit", "2"}, "tea-3 tea-2"},
	} {
		d := s.json(exitDone, append([]string{"list"}, test.args...)...)
		var got []string
		for _, c := range d["conversations"].([]any) {
			got = append(got, c.(map[string]any)["external_id"].(string))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("list %v gives %v, want %s", test.args, got, test.want)
		}
	}
	s.run(exitDone, "status", "tea-4", "restored")
	if d := s.json(exitDone, "list", "--limit", "1000"); d["total"] != 6.0 {
		t.Errorf("after the restore there are %v", d["total"])
	}
	d := s.json(exitDone, "export", "--name", "two", "--file-format", "parquet", "--id", "tea-2", "--id", "1")
	if d["records"] != 2.0 {
		t.Errorf("export of two ids: %v", d)
	}
}

// TestQuietAndPlainOutput: --quiet says nothing of what went well, and text of others cannot play with the terminal.
func TestQuietAndPlainOutput(t *testing.T) {
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "evil.jsonl")
	text := `{"id":"evil","messages":[{"role":"user","content":"a\u001b[2Jb\u202ec\rd"},{"role":"assistant","content":"x\ny"}]}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, said := s.run(exitDone, "import", path, "--quiet"); out+said != "" {
		t.Errorf("--quiet prints %q and says %q", out, said)
	}
	for _, args := range [][]string{{"show", "evil"}, {"list"}} {
		out, _ := s.run(exitDone, args...)
		if strings.ContainsAny(out, "\x1b\u202e\r") || !strings.Contains(out, "a\uFFFD[2Jb\uFFFDc") {
			t.Errorf("loquat %v prints %q", args, out)
		}
	}
}

// TestHelp: help for everything and for each command, on stdout, with code 0.
func TestHelp(t *testing.T) {
	s := newShell(t)
	for _, args := range [][]string{{"help"}, {"--help"}, {"help", "export"}, {"export", "--help"}, {"dataset", "preview", "-h"}} {
		var out, said bytes.Buffer
		if code := Run(t.Context(), args, "9.9", Streams{Out: &out, Err: &said}); code != exitDone || !strings.HasPrefix(out.String(), "Usage: loquat") || said.Len() > 0 {
			t.Errorf("loquat %v: code %d, prints %q, says %q", args, code, out.String(), said.String())
		}
	}
	if out, _ := s.run(exitDone, "version"); out != "loquat 9.9\n" {
		t.Errorf("version prints %q", out)
	}
	t.Setenv("HOME", "") // a system account without a home has a version too
	t.Setenv("XDG_DATA_HOME", "")
	if code := Run(t.Context(), []string{"version"}, "9.9", Streams{Out: io.Discard, Err: io.Discard}); code != exitDone {
		t.Errorf("version without a home: code %d", code)
	}
	for _, word := range []string{"import", "list", "show", "tag", "status", "export", "check", "formats", "dataset", "demo", "version", "help"} {
		if !IsCommand(word) {
			t.Errorf("%s is no command", word)
		}
	}
	if IsCommand("lst") || IsCommand("") {
		t.Error("what is no command is one")
	}
}

// TestDemo walks the journey that a machine without a display shows, twice: the second time beside the first one's datasets.
func TestDemo(t *testing.T) {
	s := newShell(t)
	dir := filepath.Join(t.TempDir(), "demo")
	for range 2 {
		d := s.json(exitDone, "demo", "--output", dir)
		for i := range 3 {
			if zip := at(t, d, "datasets", i, "zip").(string); zip == "" || at(t, d, "datasets", i, "records").(float64) < 30 {
				t.Errorf("dataset %d: %v", i, at(t, d, "datasets", i))
			} else if about, err := os.Stat(zip); err != nil || about.Size() < 1000 {
				t.Errorf("%s: %v", zip, err)
			}
		}
	}
}

// TestManyIDs: scripts name thousands of ids, by flag or as arguments, mixed with other flags; every one counts, and an
// empty one is an error, not "everything".
func TestManyIDs(t *testing.T) {
	s := newShell(t)
	s.run(exitDone, "import", teaFile(t, 3))
	tag, export := []string{"tag"}, []string{"export", "--name", "many", "--file-format", "jsonl"}
	for i := range 20_000 {
		id := strconv.Itoa(1 + i%3)
		tag, export = append(tag, id), append(export, "--id", id)
	}
	if d := s.json(exitDone, append(tag, "--add", "a", "--add=b")...); at(t, d, "changed") != 3.0 {
		t.Errorf("tagging many ids gives %v", d)
	}
	if d := s.json(exitDone, "list", "--tag", "b", "--tag", "none"); at(t, d, "total") != 3.0 {
		t.Errorf("the last of several tags is not there: %v", d)
	}
	if d := s.json(exitDone, export...); at(t, d, "conversations", "selected") != 3.0 {
		t.Errorf("exporting many ids gives %v", d)
	}
	s.run(exitFailed, "export", "--name", "none", "--file-format", "jsonl", "--id", "1", "--id", "4711")
	s.run(exitFailed, "export", "--name", "none", "--file-format", "jsonl", "--id", "")
}
