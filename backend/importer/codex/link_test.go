package codex_test

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
	sub, err := fs.Sub(exports, "agents")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := importer.OpenFS(context.Background(), sub, "agents")
	if err != nil {
		t.Fatal(err)
	}
	const parent = "aaaaaaaa-0000-4000-8000-000000000001"
	want := map[string][2]string{ // to the session and the call that started it
		"bbbbbbbb-0000-4000-8000-000000000002": {parent, "s1"},
		"cccccccc-0000-4000-8000-000000000003": {parent, "s2"},
	}
	for _, c := range importertest.Read(t, opened.Matches[0].Source, opened.Matches[0].Input).Conversations {
		if at := want[c.ExternalID]; c.ParentExternalID != at[0] || c.ParentCallID != at[1] {
			t.Errorf("%s was started by %q, %q", c.ExternalID, c.ParentExternalID, c.ParentCallID)
		}
		delete(want, c.ExternalID)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}
