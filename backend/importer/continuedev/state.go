package continuedev

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// state is what became of a call.
type state struct {
	call   chat.ToolCall
	status string // generating, generated, calling, done, errored or canceled
	output string
}

func readState(p *source.Pull) (s state) {
	id := ""
	p.Object(func(name string) {
		switch name {
		case "toolCallId":
			id = p.Text()
		case "toolCall":
			s.call = readCall(p)
		case "status":
			s.status = p.Name()
		case "output":
			p.Array(func() {
				_, text := readContext(p)
				s.output = source.Join("\n\n", s.output, text)
			})
		}
	})
	s.call.ID = cmp.Or(id, s.call.ID)
	return s
}

// failed says that the tool did not do what it was called for.
func (s *state) failed() bool { return s.status == "errored" || s.status == "canceled" }

// result is what the tool gave back; of one that failed without a word it is how it ended. It is empty while a call
// waits.
func (s *state) result() string {
	if s.failed() {
		return cmp.Or(s.output, s.status)
	}
	return s.output
}

// readCall reads a call: {id, function: {name, arguments}}.
func readCall(p *source.Pull) (call chat.ToolCall) {
	p.Object(func(name string) {
		switch name {
		case "id":
			call.ID = p.Text()
		case "function":
			p.Object(func(name string) {
				switch name {
				case "name":
					call.Name = p.Name()
				case "arguments":
					call.Arguments = p.Arguments()
				}
			})
		}
	})
	return call
}

// readContext reads an item of context: a file, a page or an output that was given to the model, as an attachment with
// its text; the file itself is not in the session.
func readContext(p *source.Pull) (a chat.Attachment, text string) {
	name := ""
	p.Object(func(field string) {
		switch field {
		case "name":
			name = p.Text()
		case "content":
			text = p.Text()
		}
	})
	a = turns.Missing(name)
	a.Name, a.Text = name, text
	return a, text
}
