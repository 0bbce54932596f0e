// Package geminitakeout reads what Google Takeout gives of Gemini (FORMATS.md §5a): My Activity, Gemini Apps, as JSON or
// HTML. It has no conversations, only prompts with their answers: each becomes a conversation of its own.
package geminitakeout

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "gemini_takeout"

// Source reads Gemini's Takeout.
var Source = source.Source{Key: key, Name: "Gemini Apps", Detect: Detect, Read: Read,
	Give: `the ZIP of Google Takeout with "My Activity"`}

// Detect says whether the file is a list of activities of a Google account. Its name is in the person's language, and so
// are the names in it.
func Detect(p *source.Probe) bool {
	if isHTML(p.Head) {
		return bytes.Contains(p.Head, []byte(`class="outer-cell`)) && bytes.Contains(p.Head, []byte(`class="content-cell`))
	}
	s := p.Sample()
	return s.Array && s.Most(func(f source.Fields) bool { return f.Has("header", "title", "time", "products") })
}

func isHTML(head []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) }

// Read yields one conversation for each prompt.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{a: &activity{in: in, others: map[string]int{}}}
		r.Reader = tree.NewReader(ctx, in, key, r.a, yield)
		for _, file := range in.Files {
			for record, problem := range records(ctx, in.Only(file)) {
				if !r.take(record, problem) {
					return
				}
			}
			if !r.tellOthers(file) {
				return
			}
		}
	}
}

// reader is one reading of an input.
type reader struct {
	*tree.Reader
	a *activity
}

// take reads one activity.
func (r *reader) take(record source.Record, problem *source.Item) bool {
	if problem != nil || record.JSON[0] != '<' {
		return r.Take(record, problem)
	}
	r.a.entry = entry{}
	r.a.readHTML(record.JSON)
	c, skip := r.a.Conversation(record)
	return r.Give(record, c, 0, skip)
}

// tellOthers tells of the activities that are not Gemini's, once for a file.
func (r *reader) tellOthers(file string) bool {
	sum := 0
	for _, n := range r.a.others {
		sum += n
	}
	if sum == 0 {
		return true
	}
	reason := fmt.Sprintf("activities in other products of Google than Gemini are left out: %d (%s)", sum, strings.Join(slices.Sorted(maps.Keys(r.a.others)), ", "))
	clear(r.a.others)
	return r.Yield(*r.In.Skipped(file, -1, "", "", reason))
}
