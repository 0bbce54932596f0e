package turns

import (
	"bytes"
	"errors"

	"loquat/backend/importer/source"
)

// Shape is what a record looks like to a Detect: which members it has, and which its first message has.
type Shape struct {
	Keys    map[string]bool // members of the record
	List    string          // the member that holds the messages; "[]" when the record is the list or a message itself
	Message map[string]bool // members of the first message
	Role    string          // role of the first message, as it is written
	Nested  map[string]bool // members of the first object under rounds, nodes, body, response or data
}

// shapeRecords is how many records a Detect looks at (FORMATS.md §0.3).
const shapeRecords = 20

// errSeen ends the reading of a beginning of which enough was seen.
var errSeen = errors.New("enough was seen")

// Shapes describes the first records of a JSON or JSONL file. A file that does not begin like one has none.
func Shapes(probe *source.Probe) (shapes []Shape) {
	head := bytes.TrimLeft(probe.Head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return nil
	}
	p := source.NewPull()
	if line, _, found := bytes.Cut(head, []byte("\n")); found && parses(p, line) {
		return lineShapes(p, head)
	}
	take := func() {
		shapes = append(shapes, shape(p))
		if len(shapes) == shapeRecords {
			p.Fail(errSeen)
		}
	}
	// The error is of no interest: a beginning is cut off somewhere.
	_ = p.Parse(head, func() {
		shapes = nil
		if p.Kind() == '[' {
			p.Array(take)
			return
		}
		take()
	})
	return shapes
}

func parses(p *source.Pull, line []byte) bool {
	return len(bytes.TrimSpace(line)) > 1 && p.Parse(line, func() {}) == nil
}

// lineShapes describes the first lines of a JSONL file; a line that is no JSON is passed over.
func lineShapes(p *source.Pull, head []byte) (shapes []Shape) {
	for line := range bytes.Lines(head) {
		if len(shapes) == shapeRecords {
			break
		}
		var s Shape
		if len(bytes.TrimSpace(line)) > 0 && p.Parse(line, func() { s = shape(p) }) == nil {
			shapes = append(shapes, s)
		}
	}
	return shapes
}

// shape describes the record that comes next, also one that is cut off.
func shape(p *source.Pull) (s Shape) {
	s = Shape{Keys: map[string]bool{}, Message: map[string]bool{}, Nested: map[string]bool{}}
	if p.Kind() == '[' {
		s.List = "[]"
		s.first(p)
		return s
	}
	p.Object(func(name string) {
		s.Keys[name] = true
		switch name {
		case "messages", "conversations", "conversation", "prompt", "chosen":
			if s.List == "" || s.Role == "" {
				s.List = name
				s.first(p)
			}
		case "role":
			s.Role = p.Text()
		case "rounds", "body", "response", "data", "nodes":
			s.nested(p)
		}
	})
	if s.List == "" && s.Keys["role"] {
		s.List, s.Message = "[]", s.Keys
	}
	return s
}

// first looks at the first message of the list that comes next, which may be the text of one.
func (s *Shape) first(p *source.Pull) {
	switch p.Kind() {
	case '"':
		inner := source.NewPull()
		if text := p.Text(); len(text) > 1 && text[0] == '[' {
			_ = inner.Parse([]byte(text), func() { s.first(inner) })
		}
	case '[':
		n := 0
		p.Array(func() {
			if n++; n == 1 {
				s.message(p)
			}
		})
	case '{':
		s.message(p)
	}
}

func (s *Shape) message(p *source.Pull) {
	p.Object(func(name string) {
		s.Message[name] = true
		if name == "role" || name == "from" {
			s.Role = p.Text()
		}
	})
}

// nested notes the members of the object that comes next, or of the first one in the list that comes next.
func (s *Shape) nested(p *source.Pull) {
	note := func() {
		if len(s.Nested) == 0 {
			p.Object(func(name string) { s.Nested[name] = true })
		}
	}
	if p.Kind() == '[' {
		p.Array(note)
		return
	}
	note()
}

// foreign are members of records and messages of tools that have, or will have, a reader of their own.
var foreign = []string{"conversationId", "sessionId", "sessionID", "session_id", "projectHash", "thread_id", "chatId", "chat_messages",
	"mapping", "rounds", "currentId", "history", "exportAt", "exportedAt", "exportType", "trace", "trace_id", "chunkedPrompt",
	"parentUuid", "parentId", "parentMessageId", "messageId", "versions", "contentChunks", "blocks", "inserted_at"}

// Foreign says whether the record has the marks of a tool with a reader of its own.
func (s *Shape) Foreign() bool {
	for _, name := range foreign {
		if s.Keys[name] || s.Message[name] {
			return true
		}
	}
	return false
}

// Spoken says whether the first message has a known role and something said: content or calls.
func (s *Shape) Spoken() bool {
	_, known := Role(s.Role)
	if !known {
		return false
	}
	for _, name := range []string{"content", "value", "text", "markdown", "tool_calls", "function_call"} {
		if s.Message[name] {
			return true
		}
	}
	return false
}

// Dataset says whether the record is one of a dataset that Loquat or the reference platform exported.
func (s *Shape) Dataset() bool {
	return s.Keys["messages"] && s.Keys["data_source"] && s.Keys["ability"]
}
