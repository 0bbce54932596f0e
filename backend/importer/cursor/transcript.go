package cursor

import (
	"bytes"
	"context"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// transcript is a session as the agent writes it down while it goes on: what was said and called, mostly without the
// results of calls. A database may hold the same session with more in it, so that its id here is another.
type transcript struct {
	c      *chat.Conversation
	thread *turns.Thread
	line   line
}

// line is one line of a transcript.
type line struct {
	turns.Turn
	kind, failure string // of a line that is no message
}

// transcriptID is the id of the session of a file.
func transcriptID(file string) string { return "transcript-" + tree.BaseName(file) }

// parentOf is the id of the session that started the one of a file, in whose folder that stands then.
func parentOf(file string) string {
	folder := path.Dir(file)
	if above := path.Dir(folder); path.Base(folder) == "subagents" && above != "." {
		return "transcript-" + path.Base(above)
	}
	return ""
}

// transcript yields the session of a file; false when the caller has enough.
func (r *reader) transcript(ctx context.Context, file string) bool {
	head := r.In.Probe(file, 4<<10).Head
	if path.Ext(file) == ".json" || bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("[{")) {
		*r.listed = listed{r: r, file: file}
		return r.TakeWhole(ctx, file, "session")
	}
	t := newTranscript(file)
	finish := func(source.Record) (*chat.Conversation, string) { return r.finish(t, file), "" }
	if isText(head) {
		return r.plain(ctx, t, file, finish)
	}
	return r.Session(ctx, file, nil, t.line.read, t.take, finish)
}

func newTranscript(file string) *transcript {
	c := &chat.Conversation{ExternalID: transcriptID(file), ParentExternalID: parentOf(file), Type: chat.TypeAgent}
	return &transcript{c: c, thread: turns.NewThread(c)}
}

// listed is a transcript of older versions, which is a list of messages.
type listed struct {
	r    *reader
	file string
	*transcript
}

// Read fills d with the messages that come next in p.
func (d *listed) Read(p *source.Pull) {
	d.transcript = newTranscript(d.file)
	p.Array(func() {
		d.line.read(p)
		d.take()
	})
}

// Conversation makes the conversation.
func (d *listed) Conversation(source.Record) (*chat.Conversation, string) {
	return d.r.finish(d.transcript, d.file), ""
}

// finish completes the conversation, and notes which calls started others.
func (r *reader) finish(t *transcript, file string) *chat.Conversation {
	c := t.c
	t.thread.Finish(0)
	if id := c.ParentExternalID; id != "" {
		for i := range c.Messages {
			if m := &c.Messages[i]; m.Role == chat.RoleUser && !m.Hidden {
				c.ParentCallID = r.starts[start{id, m.Content}]
				break
			}
		}
	}
	dated := false
	for i := range c.Messages {
		dated = dated || c.Messages[i].CreatedAt.Valid
		for _, call := range c.Messages[i].ToolCalls {
			if prompt := r.prompt(call); prompt != "" {
				r.starts[start{c.ExternalID, prompt}] = call.ID
			}
		}
	}
	if !dated {
		c.UpdatedAt = tree.FileTime(r.In, file)
	}
	return c
}

// start is a session, and what it asked a sub-agent: nothing else tells which call started which.
type start struct{ session, prompt string }

// prompt is what a call asks a sub-agent; empty when it starts none.
func (r *reader) prompt(call chat.ToolCall) (prompt string) {
	if call.Name != "Task" && call.Name != "Subagent" {
		return ""
	}
	_ = r.pull.Parse([]byte(call.Arguments), func() { // arguments that are no JSON ask nothing
		r.pull.Object(func(name string) {
			if name == "prompt" {
				prompt = strings.TrimSpace(r.pull.Text())
			}
		})
	})
	return prompt
}

// read reads {role, message: {content}} or {type: "turn_ended", status, error}.
func (l *line) read(p *source.Pull) {
	*l = line{}
	l.ReadWith(p, func(name string) bool {
		switch name {
		case "message":
			p.Object(func(name string) { l.Member(p, name) })
		case "type":
			l.kind = p.Name()
		case "error":
			l.failure = p.Text()
		case "toolCalls": // of a list
			l.Member(p, "tool_calls")
		case "toolResult":
			p.Object(func(name string) { l.result(p, name) })
		default:
			return false
		}
		return true
	})
}

// result reads what came of a call, which stands beside an empty text.
func (l *line) result(p *source.Pull, name string) {
	switch name {
	case "toolName":
		l.Name = p.Name()
	case "toolCallId":
		l.ToolCallID = p.Text()
	case "result":
		l.Member(p, "content")
	}
}

// take adds the line that was read.
func (t *transcript) take() {
	l := &t.line
	switch {
	case l.Written != "":
		t.add(&l.Turn)
	case l.kind != "turn_ended":
		source.CountUnknown(t.c, "line "+l.kind)
	case l.failure != "":
		t.c.Notes = append(t.c.Notes, "a turn ended early: "+chat.FirstLine(l.failure, 200))
	}
}

// add adds a message. What stands around the words of a person was put there by the program, and is hidden.
func (t *transcript) add(turn *turns.Turn) {
	switch turn.Role {
	case chat.RoleAssistant:
		turn.Content = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(turn.Content), redacted))
		if turn.Content == "" && turn.Reasoning == "" && len(turn.ToolCalls) == 0 && len(turn.Attachments) == 0 {
			return
		}
	case chat.RoleUser:
		said, around, at := unwrap(turn.Content)
		if turn.CreatedAt = at; around != "" && said != "" {
			t.thread.Add(&turns.Turn{Message: chat.Message{Role: chat.RoleUser, Content: around, Hidden: true, CreatedAt: at}}, 0)
		}
		if turn.Content = said; said == "" {
			turn.Content, turn.Hidden = around, around != ""
		}
	}
	t.thread.Add(turn, 0)
}
