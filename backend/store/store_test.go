package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/chat"
)

var ctx = context.Background()

// open opens a library in a folder of the test's own.
func open(t testing.TB) *Store {
	t.Helper()
	return openIn(t, t.TempDir()+"/library")
}

func openIn(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// put imports conversations in one import and returns what each Put did.
func put(t testing.TB, s *Store, all ...*chat.Conversation) []Put {
	t.Helper()
	ctx := context.Background()
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	var done []Put
	for _, c := range all {
		p, err := w.Put(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, p)
	}
	if err := w.Commit(ctx, chat.ImportReport{}); err != nil {
		t.Fatal(err)
	}
	return done
}

// talk makes a plain conversation: the texts are said by turns, the user first.
func talk(id, title string, texts ...string) *chat.Conversation {
	c := &chat.Conversation{Source: "test", ExternalID: id, Title: title, Type: chat.TypeChat, Raw: []byte(`{"id":"` + id + `"}`)}
	parent := ""
	for i, text := range texts {
		role := chat.RoleUser
		if i%2 == 1 {
			role = chat.RoleAssistant
		}
		m := chat.Message{ID: id + "-" + itoa(i), Parent: parent, Round: 1 + i/2, Role: role, Content: text}
		c.Messages = append(c.Messages, m)
		parent = m.ID
	}
	return c
}

// attachment is an attachment with these bytes.
func attachment(name, bytes string) chat.Attachment {
	return chat.Attachment{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(bytes)), nil }}
}

// wantCode fails unless err is a *chat.Error with that code.
func wantCode(t testing.TB, err error, code chat.Code) *chat.Error {
	t.Helper()
	var e *chat.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("error is %v, want the code %s", err, code)
	}
	return e
}

// countFiles counts the files in files/, half ones too.
func countFiles(t testing.TB, s *Store) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(s.dir, filesName), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// checkWhole fails unless the library is in order: the database, the index, whole conversations, every word found, and
// files and attachments that agree.
func checkWhole(t testing.TB, s *Store) {
	t.Helper()
	var amiss string
	fresh := newStore(s.dir) // FTS5 checks a connection that has read before by what it remembers of the index
	fresh.openReaders()
	defer fresh.Close()
	if err := fresh.read.QueryRow("SELECT coalesce(group_concat(integrity_check), '') FROM pragma_integrity_check WHERE integrity_check <> 'ok'").Scan(&amiss); err != nil || amiss != "" {
		t.Errorf("integrity: %s, %v", amiss, err)
	}
	for what, query := range map[string]string{
		"foreign keys":                      "SELECT count(*) FROM pragma_foreign_key_check",
		"messages of no conversation":       "SELECT count(*) FROM messages WHERE id >> 24 NOT IN (SELECT id FROM conversations)",
		"conversations without messages":    "SELECT count(*) FROM conversations WHERE id NOT IN (SELECT id >> 24 FROM messages)",
		"conversations without raw records": "SELECT count(*) FROM conversations WHERE id NOT IN (SELECT conversation_id FROM raw_records)",
		"former versions of nothing":        "SELECT count(*) FROM replaced WHERE state IS NULL OR conversation_id NOT IN (SELECT id FROM conversations WHERE created_import < import_id)",
		"former versions of undone imports": "SELECT count(*) FROM replaced WHERE import_id IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)",
		"conversations of undone imports":   "SELECT count(*) FROM conversations WHERE created_import IN (SELECT id FROM imports WHERE undone_at IS NOT NULL)",
		"unindexed":                         "SELECT count(*) FROM unindexed",
		"messages not in the index":         "SELECT count(*) FROM messages WHERE hidden IS NULL AND content <> '' AND id NOT IN (SELECT id FROM full_text.search_docsize)",
		"documents of no message":           "SELECT count(*) FROM full_text.search_docsize WHERE id NOT IN (SELECT id FROM messages)",
		"tags that disagree":                "SELECT count(*) FROM conversation_tags WHERE conversation_id NOT IN (SELECT id FROM conversations WHERE char(10) || tags || char(10) LIKE '%' || char(10) || tag || char(10) || '%')",
	} {
		var n int
		if err := s.read.QueryRow(query).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
	if _, err := s.index.Exec("INSERT INTO search (search) VALUES ('integrity-check')"); err != nil {
		t.Errorf("the index is damaged: %v", err)
	}
	var known int
	if err := s.read.QueryRow("SELECT count(*) FROM files").Scan(&known); err != nil || known != countFiles(t, s) {
		t.Errorf("%d files are known, %d are there (%v)", known, countFiles(t, s), err)
	}
}
