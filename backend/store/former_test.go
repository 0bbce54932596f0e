package store

import (
	"encoding/base64"
	"os"
	"reflect"
	"strings"
	"testing"
)

// A former version is kept for years: what this Loquat can bring back, the next one must. A failure here says that a field
// of package chat has another name, or means something else.
func TestFormerVersionsStayReadable(t *testing.T) {
	const golden = "testdata/former.base64"
	c := whole()
	c.Tags = nil
	want := former{Conversation: *c, UserLeaf: "3", ContentHash: []byte("content"), RawHash: []byte("raw"), Import: 7}
	want.Conversation.Raw = nil
	if os.Getenv("LOQUAT_UPDATE") != "" {
		packed, err := packFormer(&want)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(base64.StdEncoding.EncodeToString(packed)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpackFormer(packed)
	if err != nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("%v\ngot  %+v\nwant %+v", err, got, want)
	}
}
