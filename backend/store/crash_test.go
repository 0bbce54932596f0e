package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// crashDir names the library that a child process of this test imports into, and undoes imports of, without end.
const crashDir = "LOQUAT_TEST_CRASH"

// TestMain runs the child of TestKill, or the tests.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Println(importWithoutEnd(dir))
		os.Exit(1)
	}
	code := m.Run()
	if benchRoot != "" {
		os.RemoveAll(benchRoot)
	}
	os.Exit(code)
}

// importWithoutEnd imports conversations, new ones and changed ones, with attachments, and undoes each import but the last,
// until it is killed.
func importWithoutEnd(dir string) error {
	s, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	for round := 0; ; round++ {
		w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
		if err != nil {
			return err
		}
		for i := range 100 {
			if _, err := w.Put(ctx, crashConversation(round*30+i, round)); err != nil {
				return err
			}
			if i%40 == 39 {
				if err := w.commitBatch(); err != nil {
					return err
				}
			}
			fmt.Println("put", round, i)
		}
		if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
			return err
		}
		if round == 0 {
			continue
		}
		r, err := s.UndoImport(ctx, w.ImportID()-1, func(done, _ int) { fmt.Println("put back", done) })
		if err != nil || len(r.Notes) > 0 {
			return fmt.Errorf("undo: %v %q", err, r.Notes)
		}
	}
}

// crashConversation has as many messages as its first one says, each of two languages, and an attachment.
func crashConversation(i, version int) *chat.Conversation {
	n := 1 + i%9
	texts := []string{fmt.Sprintf("%d messages", n)}
	for len(texts) < n {
		texts = append(texts, fmt.Sprintf("version %d 版本第%d个 %s", version, version, strings.Repeat("filler ", 100)))
	}
	c := talk(itoa(i), "T", texts...)
	c.Messages[0].Attachments = []chat.Attachment{attachment("a.txt", fmt.Sprintf("bytes of %d in version %d", i, version))}
	return c
}

// A process that is killed at any point leaves whole conversations, an index that agrees, and after the next start no
// file that nothing names.
func TestKill(t *testing.T) {
	dir := t.TempDir() + "/library"
	for kill := range 8 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		// The n-th line and a little later: while a batch is filled, committed, indexed, an import ended or undone.
		lines := bufio.NewScanner(out)
		for n := 0; n < 10+kill*61 && lines.Scan(); n++ {
			if !strings.HasPrefix(lines.Text(), "put") {
				t.Fatal(lines.Text())
			}
		}
		time.Sleep(time.Duration(kill%4) * time.Millisecond)
		child.Process.Kill()
		child.Wait()

		s, err := Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		checkWhole(t, s)
		undoInterrupted(t, s)
		n := 0
		for c, err := range s.Each(ctx, chat.Selection{Filter: &chat.Filter{}}) {
			n++
			if err != nil || c.Messages[0].Content != fmt.Sprintf("%d messages", len(c.Messages)) {
				t.Fatalf("half a conversation: %d messages, %q, %v", len(c.Messages), c.Messages[0].Content, err)
			}
		}
		found, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{Text: "messages"}})
		if err != nil || found != n {
			t.Errorf("%d of %d conversations are found, %v", found, n, err)
		}
		if kill == 7 && n == 0 {
			t.Error("nothing was ever kept")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
}

// undoInterrupted undoes the last import when the kill has cut it off: it can be undone like any other.
func undoInterrupted(t *testing.T, s *Store) {
	t.Helper()
	last, err := s.Imports(ctx, 0, 1)
	if err != nil || len(last) != 1 {
		t.Fatal(last, err)
	}
	if last[0].State == chat.ImportInterrupted {
		undo(t, s, last[0].ID)
		checkWhole(t, s)
	}
}
