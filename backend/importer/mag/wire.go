package mag

import (
	"strings"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// document is a run, the metadata of one, or both in one as the platform's interface gives them.
type document struct {
	id, title, kind, status string
	tags                    []string
	created, updated        chat.Time
	started                 chat.Time // of a graph run
	model                   string    // the one chosen in the input box
	files                   []file
	rounds                  []round
	tasks                   []task

	hasRounds, isAbout, isPlan, isGraph bool
}

// round is one turn of an agent, or the run of one node of a graph.
type round struct {
	number            float64
	node, agent       string
	model             string
	callID            string // of a task: the call that started it
	prompt, completed *int64
	turns             []turns.Turn
	tools             []chat.Tool
}

// task is the run of a sub-agent.
type task struct {
	id, agent string
	rounds    []round
	raw       []byte
}

// file is a document of the conversation; its bytes are elsewhere.
type file struct {
	name   string
	size   int64
	author string // who wrote its first version: "user", or an agent
}

// read fills d with the document that comes next in p.
func (d *document) read(p *source.Pull) {
	*d = document{}
	p.Object(func(name string) { d.field(p, name) })
}

func (d *document) field(p *source.Pull, name string) {
	switch name {
	case "_id", "conversation_id":
		if id := mongoID(p); id != "" {
			d.id = id
		}
	case "rounds":
		d.hasRounds = true
		d.rounds = readRounds(p, &d.isGraph)
	case "tasks":
		p.Array(func() { d.tasks = append(d.tasks, readTask(p)) })
	case "nodes":
		d.isPlan = true
	case "graph_name", "execution_chain", "graph_config":
		d.isGraph = true
	case "metadata", "data": // a pair that was joined before
		p.Object(func(name string) { d.field(p, name) })
	default:
		d.describe(p, name)
	}
}

// describe reads what is said about the conversation as a whole.
func (d *document) describe(p *source.Pull, name string) {
	switch name {
	case "title":
		d.title = p.Text()
	case "type":
		d.kind = p.Text()
	case "status":
		d.status = p.Text()
	case "tags":
		p.Array(func() { d.tags = append(d.tags, strings.TrimSpace(p.Text())) })
	case "created_at":
		d.created = localTime(p)
	case "updated_at":
		d.updated = localTime(p)
	case "start_time":
		d.started = localTime(p)
	case "documents":
		p.Object(func(name string) {
			if name == "files" {
				p.Array(func() { d.files = append(d.files, readFile(p)) })
			}
		})
	case "input_config":
		d.isAbout = true
		p.Object(func(name string) {
			if name == "selected_model" {
				d.model = p.Text()
			}
		})
	case "round_count":
		d.isAbout = true
	}
}

// mongoID reads an id, also as mongoexport wraps it: {"$oid": "…"}.
func mongoID(p *source.Pull) (id string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "$oid" {
			id = p.Text()
		}
	})
	return id
}

// localTime reads a time; one that names no zone is the local time of the server, which is taken to be ours.
func localTime(p *source.Pull) chat.Time {
	if p.Kind() == '"' {
		return source.ParseTimeIn(p.Text(), time.Local)
	}
	return p.Time()
}

// readRounds reads rounds; graph is set when one of them belongs to a node.
func readRounds(p *source.Pull, graph *bool) (rounds []round) {
	p.Array(func() {
		var r round
		if p.Object(func(name string) { r.field(p, name) }) {
			rounds = append(rounds, r)
			*graph = *graph || r.node != ""
		}
	})
	return rounds
}

func (r *round) field(p *source.Pull, name string) {
	switch name {
	case "round":
		r.number, _ = p.Number()
	case "node_name":
		r.node = p.Name()
	case "agent_name":
		r.agent = p.Name()
	case "model":
		r.model = p.Name()
	case "tool_call_id":
		r.callID = p.Text()
	case "prompt_tokens":
		r.prompt = p.Count()
	case "completion_tokens":
		r.completed = p.Count()
	case "tools":
		r.tools = turns.ReadTools(p)
	case "messages":
		source.ReadList(p, &r.turns, (*turns.Turn).Read)
	}
}

func readTask(p *source.Pull) (t task) {
	if p.Kind() != '{' {
		p.Skip()
		return t
	}
	t.raw = append([]byte(nil), p.Raw()...)
	inner, graph := source.NewPull(), false
	// The bytes were a value of p just now, so they are JSON.
	_ = inner.Parse(t.raw, func() {
		inner.Object(func(name string) {
			switch name {
			case "task_id":
				t.id = inner.Text()
			case "agent_name":
				t.agent = inner.Name()
			case "rounds":
				t.rounds = readRounds(inner, &graph)
			}
		})
	})
	return t
}

func readFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "filename":
			f.name = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		case "logs":
			p.Array(func() {
				p.Object(func(name string) {
					if name == "agent" && f.author == "" {
						f.author = p.Text()
					}
				})
			})
		}
	})
	return f
}
