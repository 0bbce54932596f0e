package store

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"loquat/backend/chat"
)

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
	w, err := s.BeginImport(ctx)
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

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
