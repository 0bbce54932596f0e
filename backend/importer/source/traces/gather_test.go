package traces_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// gather reads lines "trace conversation text" as spans of that size, and writes what comes out: id, texts, notes.
func gather(t *testing.T, size int, lines ...string) (got []string) {
	t.Helper()
	var file bytes.Buffer
	for _, line := range lines {
		file.WriteString(`{"span":"` + line + `"}` + "\n")
	}
	raw := bytes.Repeat([]byte(" "), size)
	in := &source.Input{FS: fstest.MapFS{"spans.jsonl": {Data: file.Bytes()}}, Files: []string{"spans.jsonl"}, Label: "spans"}
	n := 0
	read := func(p *source.Pull) []traces.Found {
		var f traces.Found
		p.Object(func(string) {
			words := strings.Fields(p.Text())
			f.Trace, f.Conversation = words[0], strings.TrimPrefix(words[1], "-")
			f.Kind, f.Output = traces.Model, said("assistant: "+words[2])
		})
		n++
		f.ID, f.Raw = strings.Repeat("s", n), raw
		return []traces.Found{f}
	}
	for item := range traces.Gather(context.Background(), in, "test", read) {
		if item.Conversation == nil {
			t.Fatalf("%+v", item)
		}
		c := item.Conversation
		out := c.ExternalID + ":"
		for i := range c.Messages {
			out += " " + c.Messages[i].Content
		}
		got = append(got, strings.Join(append([]string{out}, c.Notes...), " | "))
	}
	return got
}

// Spans of a trace stand anywhere in a file; traces that name the same conversation are one, also when only one of their
// spans names it. These have no times, so that they come trace by trace.
func TestGather(t *testing.T) {
	got := gather(t, 1, "a - one", "b talk two", "a - three", "c talk four", "b - five")
	if want := []string{"a: one three", "talk: two five four"}; !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}

// A file that is too large to be gathered at once is given in parts: nothing is lost, and a trace that is torn says so on
// both sides, as far as that is known then.
func TestGatherTooLarge(t *testing.T) {
	got := gather(t, source.MaxRaw/2+1, "a - one", "b - two", "a - three", "c - four")
	want := []string{
		"a: one",
		"b: two | the file is too large to be gathered at once: later spans of a trace are a conversation of their own",
		"a#2: three | the file is too large to be gathered at once: the trace begins in another conversation",
		"c: four | the file is too large to be gathered at once: later spans of a trace are a conversation of their own",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}
