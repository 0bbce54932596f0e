package gen

import (
	"bytes"
	"encoding/json"
	"testing"
)

// A benchmark compares nothing unless two runs, today and next year, read the same bytes.
func TestSameSeedGivesTheSameBytes(t *testing.T) {
	var a, b, c bytes.Buffer
	sa, err := Write(&a, 200_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(&b, 200_000, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(&c, 200_000, 2); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same seed gave different bytes")
	}
	if bytes.Equal(a.Bytes(), c.Bytes()) {
		t.Error("another seed gave the same bytes")
	}
	if int64(a.Len()) != sa.Bytes {
		t.Errorf("wrote %d bytes and said %d", a.Len(), sa.Bytes)
	}
	var conversations []struct {
		Mapping     map[string]struct{ Children []string }
		CurrentNode string `json:"current_node"`
	}
	if err := json.Unmarshal(a.Bytes(), &conversations); err != nil {
		t.Fatal(err)
	}
	if len(conversations) != sa.Conversations {
		t.Errorf("wrote %d conversations and said %d", len(conversations), sa.Conversations)
	}
	for i, c := range conversations {
		if leaf, ok := c.Mapping[c.CurrentNode]; !ok || len(leaf.Children) > 0 {
			t.Errorf("conversation %d: current_node %s is not a leaf of it", i, c.CurrentNode)
		}
	}
}
