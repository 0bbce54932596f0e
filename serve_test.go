package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// TestFilesAreServedHarmlessly asks for attachments of the sample conversations as the page does: pictures as pictures,
// anything else only to be saved, a wrong name never, and every answer under the strict policy.
func TestFilesAreServedHarmlessly(t *testing.T) {
	l, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.ImportSamples(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(strict(filesHandler(l)))
	defer server.Close()
	get := func(method, path string) *http.Response {
		t.Helper()
		request, err := http.NewRequest(method, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if h := answer.Header; !strings.Contains(h.Get("Content-Security-Policy"), "script-src 'self'") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s comes without the strict headers: %v", path, h)
		}
		return answer
	}
	found := 0
	for _, a := range attachments(t, l) {
		found++
		answer := get(http.MethodGet, "/files/"+a.Hash)
		kind, disposition := answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition")
		if answer.StatusCode != 200 || answer.ContentLength != a.Size || shown[kind] != (disposition == "") || !shown[kind] && kind != "application/octet-stream" {
			t.Errorf("%s (%s): %s, %d bytes as %q, %q", a.Name, a.MIME, answer.Status, answer.ContentLength, kind, disposition)
		}
		for _, path := range []string{"/files/" + a.Hash + "/", "/files/" + strings.ToUpper(a.Hash), "/files/../library.db", "/files/", "/x/" + a.Hash, "/files/" + strings.Repeat("0", 64)} {
			if answer := get(http.MethodGet, path); answer.StatusCode != 404 {
				t.Errorf("%s: %s", path, answer.Status)
			}
		}
		if answer := get(http.MethodPost, "/files/"+a.Hash); answer.StatusCode != 404 {
			t.Errorf("POST: %s", answer.Status)
		}
	}
	if found == 0 {
		t.Error("the samples have no attachment to ask for")
	}
}

// attachments lists the attachments of the library that have bytes.
func attachments(t *testing.T, l *library.Library) (all []chat.AttachmentView) {
	t.Helper()
	page, err := l.List(t.Context(), chat.ListRequest{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Conversations {
		thread, err := l.Thread(t.Context(), row.ID, "", 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range thread.Messages {
			for _, a := range m.Attachments {
				if !a.Missing {
					all = append(all, a)
				}
			}
		}
	}
	return all
}
