// Package cline reads the tasks of Cline and of Roo Code and Kilo Code, which grew out of it (FORMATS.md §13): a folder
// for each task with the messages as they went to the model, else with what was shown, and the sessions of Cline's newer
// versions.
package cline

import (
	"context"
	"iter"
	"maps"
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

// Detect says whether the file holds the messages of a task or of a session, what was shown of a task, or what is said of
// a session or of all tasks.
func Detect(p *source.Probe) bool {
	s := p.Sample()
	if s.Array {
		return s.Most(func(f source.Fields) bool { return f.Has("role", "content") }) && turns.IsCline(s.Objects[0]) || s.Most(isShown) || s.Most(isTask)
	}
	return !s.Lines && s.Most(func(f source.Fields) bool { return isSession(f) || isAbout(f) })
}

// isSession recognises a session of the newer versions.
func isSession(f source.Fields) bool {
	return f.Has("version", "sessionId", "messages") && !f.Has("projectHash")
}

// isAbout recognises what is said of a session beside its messages.
func isAbout(f source.Fields) bool { return f.Has("session_id", "messages_path") }

// isTask recognises what the list of all tasks says of one.
func isTask(f source.Fields) bool { return f.Has("id", "ts", "task") }

// belongs recognises what stands beside the messages of a task.
func belongs(name string) bool {
	return slices.Contains([]string{"ui_messages.json", "task_metadata.json", "history_item.json"}, name)
}

// Read yields one conversation for each task or session.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		d := &document{}
		r := &reader{Reader: tree.NewReader(ctx, in, key, d, yield), doc: d, tasks: map[string]beside{}, spoken: map[string]bool{}}
		var tasks, sessions []string // files with messages come behind those that say something of them
		for _, file := range in.Files {
			switch shape := shapeOf(in, file); {
			case !shape.Array && shape.Most(isAbout):
				sessions = append(sessions, file)
			case shape.Array && shape.Most(isTask):
				r.lists = append(r.lists, file)
				maps.Copy(r.tasks, tasksIn(in, file))
			default:
				tasks = append(tasks, file)
			}
		}
		for _, file := range tasks {
			if !r.file(ctx, file) {
				return
			}
		}
		r.left(sessions, yield)
	}
}

// reader makes conversations of tasks and sessions.
type reader struct {
	*tree.Reader
	doc    *document
	tasks  map[string]beside // by id, of the list of all tasks
	lists  []string          // files that are such a list
	spoken map[string]bool   // folders of files with messages
}

// file yields the task or the session of a file; false when the caller has enough. What was shown of a task tells it when
// its messages are not here.
func (r *reader) file(ctx context.Context, file string) bool {
	shape := shapeOf(r.In, file)
	if r.doc.asShown = shape.Array && shape.Most(isShown); r.doc.asShown {
		if _, there := slices.BinarySearch(r.In.Files, path.Join(path.Dir(file), historyFile)); there {
			return true
		}
	}
	r.spoken[path.Dir(file)] = true
	r.doc.beside = besideOf(r.In, file, r.tasks)
	if shape.Array {
		return r.TakeWhole(ctx, file, "task")
	}
	return r.TakeFile(ctx, file)
}

// left tells of files that only say something of tasks and sessions which are not here.
func (r *reader) left(sessions []string, yield func(source.Item) bool) {
	for _, file := range sessions {
		if !r.spoken[path.Dir(file)] && !yield(*r.In.Skipped(file, -1, "", "", "only what is said of the session is here: the file with its messages is missing")) {
			return
		}
	}
	for _, file := range r.lists {
		if len(r.spoken) == 0 && !yield(*r.In.Skipped(file, -1, "", "", "it is the list of all tasks: the folders with what was said in them are missing")) {
			return
		}
	}
}

// shapeOf looks at the beginning of a file.
func shapeOf(in *source.Input, file string) *source.Sample { return in.Probe(file, 256<<10).Sample() }
