// Package importertest is the exam that every reader sits. A reader's test calls Run with its samples, and its fuzz test
// calls Fuzz; a reader that passes loses nothing silently, never crashes, and gives the same again.
package importertest

import (
	"context"
	"io"
	"io/fs"
	"path"
	"reflect"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/importer/source"
)

// Exam is what a reader is examined with.
type Exam struct {
	Source source.Source
	// Samples holds one sample for each file or folder at its top, in which the source must find conversations.
	Samples fs.FS
	// Cuts says of a sample file whether a person can be told that its end is missing; nil means of every file. A table
	// without quotes, for example, ends well at any line.
	Cuts func(file string) bool
	// Grows says that a file is one conversation, written line by line while it goes on: cut anywhere, it is the
	// conversation as it was then.
	Grows bool
}

// Run sits the exam.
func Run(t *testing.T, e Exam) {
	t.Helper()
	tops, err := fs.ReadDir(e.Samples, ".")
	if err != nil || len(tops) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, top := range tops {
		t.Run(top.Name(), func(t *testing.T) {
			e.sample(t, sampleOf(t, e.Samples, top))
		})
	}
}

// sampleOf copies one sample into memory: the files of a folder, or a lone file.
func sampleOf(t *testing.T, all fs.FS, top fs.DirEntry) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(all, top.Name(), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(all, name)
		if top.IsDir() {
			name = name[len(top.Name())+1:]
		}
		files[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sample asks everything about one sample.
func (e Exam) sample(t *testing.T, files fstest.MapFS) {
	opened, err := importer.OpenFS(context.Background(), files, "sample")
	if err != nil {
		t.Fatalf("it is not recognised: %v", err)
	}
	defer opened.Close()
	if len(opened.Matches) != 1 || opened.Matches[0].Source.Key != e.Source.Key {
		t.Fatalf("it is taken for something else: %v", keys(opened.Matches))
	}
	in := opened.Matches[0].Input
	e.exclusive(t, files, in.Files)
	whole := Read(t, e.Source, in)
	if len(whole.Conversations)+whole.Skipped == 0 {
		t.Error("it holds no conversation")
	}
	if again := Read(t, e.Source, in); !reflect.DeepEqual(whole, again) {
		t.Error("read twice, it is not the same")
	}
	e.stops(t, in, whole)
	for _, file := range in.Files {
		if e.Grows {
			e.grow(t, files, in.Files, file)
		} else {
			e.cut(t, files, in.Files, file)
		}
		e.mutate(t, files, in.Files, file)
	}
}

func keys(matches []importer.Match) (keys []string) {
	for _, m := range matches {
		keys = append(keys, m.Source.Key)
	}
	return keys
}

// exclusive checks that no other source takes a file for its own, with its name and without.
func (e Exam) exclusive(t *testing.T, files fstest.MapFS, names []string) {
	for _, file := range names {
		head := files[file].Data[:min(len(files[file].Data), source.HeadBytes)]
		for _, name := range []string{file, "renamed" + path.Ext(file)} {
			for _, s := range importer.Sources {
				probe := &source.Probe{Names: source.Names(files), Name: name, Head: head, Whole: len(head) == len(files[file].Data)}
				if s.Key != e.Source.Key && s.Detect(probe) {
					t.Errorf("%s, as %s, is taken by %s too", file, name, s.Key)
				}
			}
		}
	}
}

// stops checks that a reader stops when its caller does, after each item, and when the work is cancelled.
func (e Exam) stops(t *testing.T, in source.Input, whole Outcome) {
	for stop := 1; stop <= min(5, whole.Items); stop++ {
		n := 0
		for range e.Source.Read(context.Background(), &in) {
			if n++; n == stop {
				break
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for item := range e.Source.Read(ctx, &in) {
		if item.Conversation != nil {
			t.Error("it goes on reading when cancelled")
			break
		}
	}
}

// Outcome is all that a reading gave.
type Outcome struct {
	Conversations []chat.Conversation // with the bytes of attachments as Hash, and no Open
	Skipped       int
	Failed        []chat.Problem
	Err           *chat.Error
	Items         int
}

// Read reads an input to the end and checks every item.
func Read(t testing.TB, s source.Source, in source.Input) (out Outcome) {
	t.Helper()
	for item := range s.Read(context.Background(), &in) {
		out.Items++
		if out.Err != nil {
			t.Fatalf("an item comes behind the error that ends all: %+v", item)
		}
		if out.Items > 100_000 {
			t.Fatal("there is no end to the items")
		}
		out.take(t, s, item)
	}
	return out
}

// take checks an item and counts it.
func (o *Outcome) take(t testing.TB, s source.Source, item source.Item) {
	t.Helper()
	set := 0
	if c := item.Conversation; c != nil {
		set++
		CheckConversation(t, s.Key, c)
		o.Conversations = append(o.Conversations, settled(t, c))
	}
	for _, p := range []*chat.Problem{item.Skipped, item.Failed} {
		if p != nil {
			set++
			checkProblem(t, p)
		}
	}
	if item.Skipped != nil {
		o.Skipped++
	}
	if item.Failed != nil {
		o.Failed = append(o.Failed, *item.Failed)
	}
	if item.Err != nil {
		set++
		o.Err = checkError(t, item.Err)
	}
	if set != 1 {
		t.Fatalf("an item must be exactly one thing: %+v", item)
	}
}

// settled is c with the bytes of its attachments in place of the function that opens them, to be compared.
func settled(t testing.TB, c *chat.Conversation) chat.Conversation {
	t.Helper()
	out := *c
	out.Messages = append([]chat.Message(nil), c.Messages...)
	for i := range out.Messages {
		m := &out.Messages[i]
		m.Attachments = append([]chat.Attachment(nil), m.Attachments...)
		for k := range m.Attachments {
			a := &m.Attachments[k]
			if a.Open == nil {
				continue
			}
			r, err := a.Open()
			if err != nil {
				t.Fatalf("attachment %s: %v", a.Name, err)
			}
			b, err := io.ReadAll(r)
			_ = r.Close()
			if err != nil {
				t.Fatalf("attachment %s: %v", a.Name, err)
			}
			a.Hash, a.Open = source.ContentID(string(b)), nil
		}
	}
	out.SubAgents = nil
	for i := range c.SubAgents {
		out.SubAgents = append(out.SubAgents, settled(t, &c.SubAgents[i]))
	}
	return out
}
