// Package jan reads the threads of Jan (FORMATS.md §22): a folder for each, with what is said of it in thread.json and
// its messages, line by line, in messages.jsonl.
package jan

import (
	"context"
	"iter"
	"path"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "jan"

// Source reads Jan.
var Source = source.Source{Key: key, Name: "Jan", Detect: Detect, Read: Read,
	Give: "the folder threads of Jan's data", Places: places, Unit: source.InFolder}

// places: its data folder, of which only the threads are read. (https://jan.ai/docs/data-folder)
var places = []source.Place{{
	Paths:  []string{"<data>/Jan/data", "<config>/Jan/data", "~/jan"},
	Holds:  []string{"threads/*/thread.json", "threads/*/messages.jsonl"},
	Counts: []string{"threads/*/messages.jsonl"},
}}

// Detect says whether the file holds the messages of a thread, or what is said of one.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	return !s.Array && s.Most(func(f source.Fields) bool { return isMessage(f) || isThread(f) })
}

func isMessage(f source.Fields) bool {
	return f.Has("thread_id", "role", "content") && (f.Text("object") == "thread.message" || f.Has("status", "created"))
}

func isThread(f source.Fields) bool { return f.Text("object") == "thread" && f.Has("id", "assistants") }

// threadName is the file that says what a thread is called.
const threadName = "thread.json"

// maxThread is how large such a file may be, in bytes.
const maxThread = 16 << 20

// Read yields one conversation for each thread.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		t := &thread{}
		r := tree.NewReader(ctx, in, key, t, yield)
		var lone []string // files that say something of a thread
		spoken := map[string]bool{}
		for _, file := range in.Files {
			if in.Probe(file, maxThread).Sample().Most(isThread) {
				lone = append(lone, file)
				continue
			}
			spoken[path.Dir(file)] = true
			if !readThread(ctx, r, t, file) {
				return
			}
		}
		for _, file := range lone {
			if !spoken[path.Dir(file)] && !yield(*in.Skipped(file, -1, "", "", "only what is said of the thread is here: the file with its messages is missing")) {
				return
			}
		}
	}
}

// readThread reads a thread; false when the caller has enough. Its messages may still grow.
func readThread(ctx context.Context, r *tree.Reader, t *thread, file string) bool {
	*t = thread{}
	beside := r.In.Probe(path.Join(path.Dir(file), threadName), maxThread)
	about := beside.Head
	if pull := source.NewPull(); !beside.Sample().Most(isThread) || pull.Parse(about, func() { t.Read(pull) }) != nil {
		about = nil // the messages are what counts
	}
	var l line
	return r.Session(ctx, file, about, l.read, func() { t.add(&l) }, t.Conversation)
}
