package cline

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// beside is what the files beside the messages say of a task or a session.
type beside struct {
	id, title string
	program   string // which wrote it, when that is not Cline
	models    []used
	from, to  int64 // places of the messages that the model was not shown any more; to is 0 when there are none
}

// used is a model and when it was first used.
type used struct {
	at   chat.Time
	name string
}

// maxBeside is how large such a file may be, in bytes.
const maxBeside = 16 << 20

// The files of a task.
const (
	historyFile = "api_conversation_history.json"
	shownFile   = "ui_messages.json"
)

// programs grew out of Cline and keep the same files; the folder of the extension tells them.
var programs = map[string]string{"kilocode.kilo-code": "Kilo Code", "rooveterinaryinc.roo-cline": "Roo Code"}

// besideOf reads what stands beside a file: of a session <id>.json or session.json; of a task what was shown, in which the
// first word of the person is the title, the models it used, and history_item.json, which Cline itself does not write.
// tasks is what the list of all tasks says of each.
func besideOf(in *source.Input, file string, tasks map[string]beside) (b beside) {
	folder := path.Dir(file)
	if base, ok := strings.CutSuffix(file, ".messages.json"); ok {
		b.read(in, base+".json")
		return b
	}
	if folder != "." && (path.Base(file) == historyFile || path.Base(file) == shownFile) {
		b = tasks[path.Base(folder)]
		b.id = path.Base(folder)
	}
	if b.read(in, path.Join(folder, "history_item.json")) {
		b.program = "Roo Code"
	}
	for extension, program := range programs {
		if strings.Contains(in.Label+"/"+file, extension) {
			b.program = program
		}
	}
	b.read(in, path.Join(folder, "task_metadata.json"))
	b.read(in, path.Join(folder, shownFile))
	return b
}

// tasksIn reads the list of all tasks, state/taskHistory.json.
func tasksIn(in *source.Input, file string) map[string]beside {
	tasks := map[string]beside{}
	_ = parse(in, file, func(p *source.Pull) { // a list that cannot be read names no tasks
		p.Array(func() {
			var b beside
			p.Object(func(name string) { b.member(p, name) })
			tasks[b.id] = b
		})
	})
	return tasks
}

// read takes what one of the files says; it is false when the file is not there or cannot be read.
func (b *beside) read(in *source.Input, file string) bool {
	return parse(in, file, b.take) == nil
}

// parse reads a small file with read.
func parse(in *source.Input, file string, read func(p *source.Pull)) error {
	f, err := in.FS.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	text, _ := source.UTF8(io.LimitReader(f, maxBeside))
	raw, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	p := source.NewPull()
	return p.Parse(raw, func() { read(p) })
}

func (b *beside) take(p *source.Pull) {
	if p.Kind() == '[' {
		p.Array(func() { b.said(p) })
		return
	}
	p.Object(func(name string) { b.member(p, name) })
}

func (b *beside) member(p *source.Pull, name string) {
	switch name {
	case "id":
		b.id = cmp.Or(b.id, p.Text())
	case "task":
		b.title = cmp.Or(b.title, p.Text())
	case "metadata":
		p.Object(func(name string) {
			if name == "title" {
				b.title = cmp.Or(b.title, p.Text())
			}
		})
	case "model_usage":
		b.models = nil
		p.Array(func() {
			var u used
			p.Object(func(name string) {
				switch name {
				case "ts":
					u.at = p.Time()
				case "model_id":
					u.name = p.Name()
				}
			})
			b.models = append(b.models, u)
		})
	case "conversationHistoryDeletedRange":
		b.readDeleted(p)
	}
}

// readDeleted reads [first, last].
func (b *beside) readDeleted(p *source.Pull) {
	var ends []int64
	p.Array(func() {
		if n := p.Count(); n != nil {
			ends = append(ends, *n)
		}
	})
	if len(ends) == 2 && ends[1] >= ends[0] {
		b.from, b.to = ends[0], ends[1]
	}
}

// said takes from an entry of what was shown the title, which is the first thing said as a text, and the range of
// messages that the model was not shown any more.
func (b *beside) said(p *source.Pull) {
	kind, text := "", ""
	p.Object(func(name string) {
		switch name {
		case "say":
			kind = p.Name()
		case "text":
			text = p.Text()
		case "conversationHistoryDeletedRange":
			b.readDeleted(p)
		}
	})
	if kind == "text" || kind == "task" {
		b.title = cmp.Or(b.title, text)
	}
}

// modelAt is the model that was used at that time: the only one there was, else the last one before.
func (b *beside) modelAt(at chat.Time) (name string) {
	if len(b.models) == 1 {
		return b.models[0].name
	}
	for _, u := range b.models {
		if at.Valid && u.at.Valid && u.at.MS <= at.MS {
			name = u.name
		}
	}
	return name
}

// deleted tells of the messages, of so many, that the model was not shown any more at the end: the file keeps them.
func (b *beside) deleted(messages int) []string {
	if b.to == 0 || b.to >= int64(messages) {
		return nil
	}
	return []string{fmt.Sprintf("the conversation had become too long for the model, which was not shown messages %d to %d any more; they are kept here", b.from+1, b.to+1)}
}
