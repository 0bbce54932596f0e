package importertest

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"loquat/backend/chat"
	"loquat/backend/importer"
)

// Traps reads the archives of testdata/*.txtar. Each is a trap: its comment says which, its files are an export that
// holds it, and its file "want" is what Tell must say about that export.
func Traps(t testing.TB) (exports fstest.MapFS, want map[string]string) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no testdata", err)
	}
	exports, want = fstest.MapFS{}, map[string]string{}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		trap := strings.TrimSuffix(filepath.Base(name), ".txtar")
		for _, f := range archive.Files {
			if f.Name == "want" {
				want[trap] = string(f.Data)
			} else {
				exports[trap+"/"+f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
	}
	return exports, want
}

// update writes what comes out into the archives as what is wanted; read the difference before you keep it.
var update = flag.Bool("update", false, "write what comes out of the traps into testdata")

// RunTraps reads every trap through the front door, as the program does, and compares what came out.
func RunTraps(t *testing.T) {
	t.Helper()
	exports, want := Traps(t)
	for trap, want := range want {
		t.Run(trap, func(t *testing.T) {
			sub, err := fs.Sub(exports, trap)
			if err != nil {
				t.Fatal(err)
			}
			switch got := Tell(t, sub); {
			case got == want:
			case *update:
				write(t, trap, got)
			default:
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// write makes got what the trap wants.
func write(t testing.TB, trap, got string) {
	t.Helper()
	name := filepath.Join("testdata", trap+".txtar")
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range archive.Files {
		if archive.Files[i].Name == "want" {
			archive.Files[i].Data = []byte(got)
		}
	}
	if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Tell reads an export and writes what a reader made of it: transcripts, rounds, and everything left out.
func Tell(t testing.TB, fsys fs.FS) string {
	t.Helper()
	opened, err := importer.OpenFS(context.Background(), fsys, "export")
	if err != nil {
		return fmt.Sprintf("not opened: %v\n", err)
	}
	defer opened.Close()
	var b strings.Builder
	for _, m := range opened.Matches {
		for item := range m.Source.Read(context.Background(), &m.Input) {
			switch {
			case item.Conversation != nil:
				b.WriteString(Transcript(item.Conversation) + rounds(item.Conversation))
			case item.Skipped != nil:
				fmt.Fprintf(&b, "skipped %s in %s: %s\n", item.Skipped.ID, item.Where, item.Skipped.Reason)
			case item.Failed != nil:
				fmt.Fprintf(&b, "failed at %d in %s: %s\n", item.Failed.Offset, item.Where, item.Failed.Reason)
			default:
				fmt.Fprintf(&b, "error: %v\n", item.Err)
			}
		}
	}
	for _, p := range opened.Failed {
		fmt.Fprintf(&b, "failed file %s: %s\n", p.Where, p.Reason)
	}
	for _, p := range opened.Unknown {
		fmt.Fprintf(&b, "unknown file %s: %s\n", p.Where, p.Reason)
	}
	return b.String()
}

// rounds describes the status of a conversation, when it is not active, and its rounds.
func rounds(c *chat.Conversation) string {
	var b strings.Builder
	if c.Status != chat.StatusActive {
		fmt.Fprintf(&b, "status %s, before %q\n", c.Status, c.StatusBefore)
	}
	for _, r := range c.Rounds {
		fmt.Fprintf(&b, "round %d", r.Number)
		for _, word := range []string{r.AgentName, r.Model} {
			if word != "" {
				b.WriteString(", " + word)
			}
		}
		if r.PromptTokens != nil && r.CompletionTokens != nil {
			fmt.Fprintf(&b, ", %d and %d tokens", *r.PromptTokens, *r.CompletionTokens)
		}
		for _, tool := range r.Tools {
			fmt.Fprintf(&b, ", tool %s %q %s", tool.Name, tool.Description, tool.Parameters)
		}
		b.WriteString("\n")
	}
	return b.String()
}
