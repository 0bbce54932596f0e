package claudecode_test

import (
	"context"
	"io/fs"
	"testing"

	"loquat/backend/importer"
	"loquat/backend/importer/importertest"
)

// A run that has lost its call can be neither found from the call nor counted with it: the store links by these ids.
func TestLinks(t *testing.T) {
	exports, _ := importertest.Traps(t)
	const session = "aaaaaaaa-1111-4111-8111-111111111111"
	want := map[string][2]string{ // of the runs in files of their own: the conversation and the call that started them
		session + "/a1":         {session, "t1"},
		session + "/a2":         {session, "t2"},
		session + "/acompact-1": {session, ""},
		// The session that started this one is left out, because another one repeats it.
		"11111111-1111-4111-8111-111111111111/a1b2": {"22222222-2222-4222-8222-222222222222", "t1"},
	}
	for _, trap := range []string{"agents", "forks"} {
		sub, err := fs.Sub(exports, trap)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := importer.OpenFS(context.Background(), sub, trap)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range importertest.Read(t, opened.Matches[0].Source, opened.Matches[0].Input).Conversations {
			if at := want[c.ExternalID]; c.ParentExternalID != at[0] || c.ParentCallID != at[1] {
				t.Errorf("%s was started by %q, %q", c.ExternalID, c.ParentExternalID, c.ParentCallID)
			}
			delete(want, c.ExternalID)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}
