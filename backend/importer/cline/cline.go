// Package cline reads the tasks of Cline and of Roo Code, which grew out of it (FORMATS.md §13): a folder for each task
// with the messages as they went to the model, and the sessions of Cline's newer versions.
package cline

import (
	"context"
	"io"
	"iter"
	"path"
	"slices"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// key is stored with every conversation.
const key = "cline"

// Source reads Cline and Roo Code.
var Source = source.Source{Key: key, Name: "Cline", Detect: Detect, Belongs: belongs, Read: Read,
	Give: "the extension's folder tasks, or one task", Places: places, Unit: source.InFolder}

// places: what an extension keeps in an editor: Cline, and Roo Code and Kilo Code, which grew out of it. (FORMATS.md §13)
var places = []source.Place{
	{
		Paths:  source.Editors(""),
		Holds:  []string{"saoudrizwan.claude-dev/tasks/*/*.json", "rooveterinaryinc.roo-cline/tasks/*/*.json", "kilocode.kilo-code/tasks/*/*.json"},
		Counts: []string{"*/tasks/*/api_conversation_history.json"},
	},
	{
		Paths:  []string{"~/.cline/data"},
		Holds:  []string{"tasks/*/*.json", "sessions/**/*.json"},
		Counts: []string{"tasks/*/api_conversation_history.json", "sessions/**/*.messages.json"},
	},
}

// Detect says whether the file holds the messages of a task or of a session, or what is said of a session.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	if s.Array {
		return s.Most(func(f source.Fields) bool { return f.Has("role", "content") }) && turns.IsCline(s.Objects[0])
	}
	return !s.Lines && s.Most(func(f source.Fields) bool { return isSession(f) || isAbout(f) })
}

// isSession recognises a session of the newer versions.
func isSession(f source.Fields) bool {
	return f.Has("version", "sessionId", "messages") && !f.Has("projectHash")
}

// isAbout recognises what is said of a session beside its messages.
func isAbout(f source.Fields) bool { return f.Has("session_id", "messages_path") }

// belongs recognises what stands beside the messages of a task.
func belongs(name string) bool {
	return slices.Contains([]string{"ui_messages.json", "task_metadata.json", "history_item.json"}, name)
}

// Read yields one conversation for each task or session.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		d := &document{}
		r := tree.NewReader(ctx, in, key, d, yield)
		var lone []string // files that say something of a session
		spoken := map[string]bool{}
		for _, file := range in.Files {
			shape := shapeOf(in, file)
			if shape.Most(isAbout) {
				lone = append(lone, file)
				continue
			}
			spoken[path.Dir(file)] = true
			d.beside = besideOf(in, file)
			if more := shape.Array && r.TakeWhole(ctx, file, "task") || !shape.Array && session(ctx, r, file); !more {
				return
			}
		}
		for _, file := range lone {
			if !spoken[path.Dir(file)] && !yield(*in.Skipped(file, -1, "", "", "only what is said of the session is here: the file with its messages is missing")) {
				return
			}
		}
	}
}

// shapeOf looks at the beginning of a file. Of one that cannot be opened reading will say why.
func shapeOf(in *source.Input, file string) *source.Sample {
	probe := source.Probe{Name: file}
	if f, err := in.FS.Open(file); err == nil {
		defer f.Close()
		text, _ := source.UTF8(io.LimitReader(f, 256<<10))
		probe.Head, _ = io.ReadAll(text)
	}
	return probe.Sample()
}

// session reads a session, which is one object; false when the caller has enough.
func session(ctx context.Context, r *tree.Reader, file string) bool {
	one := *r.In
	one.Files = []string{file}
	for record, problem := range source.Records(ctx, &one) {
		if !r.Take(record, problem) {
			return false
		}
	}
	return true
}
