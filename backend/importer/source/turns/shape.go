package turns

import (
	"path"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/importer/source"
)

// Shape is what a record looks like to a Detect.
type Shape struct {
	source.Fields               // of the record
	Message       source.Fields // of its first message; nil when it has none
	List          string        // the member that holds the messages; "" when the record is itself a message, or has none
	Role          string        // of the first message, as it is written
}

// Lists are the members under which a file that is one object may hold its records.
var Lists = []string{"data", "items", "rows", "examples"}

// Shapes describes the first records of a file.
func Shapes(p *source.Probe) (shapes []Shape) {
	objects := p.Sample().Objects
	if len(objects) == 1 {
		for _, list := range Lists {
			if inside := objects[0].Objects(list); len(inside) > 0 {
				objects = inside
				break
			}
		}
	}
	for _, fields := range objects {
		shapes = append(shapes, shape(fields))
	}
	return shapes
}

func shape(fields source.Fields) Shape {
	s := Shape{Fields: fields}
	for _, list := range []string{"messages", "conversations", "conversation", "items", "prompt", "chosen"} {
		if s.Message = firstMessage(fields, list); s.Message != nil {
			s.List = list
			break
		}
	}
	if s.Message == nil && fields.Has("role") {
		s.Message = fields
	}
	if s.Role = s.Message.Text("role"); s.Role == "" {
		s.Role = s.Message.Text("from")
	}
	return s
}

// firstMessage returns the first object of a list, which may be JSON text, or the object itself.
func firstMessage(fields source.Fields, list string) source.Fields {
	if text := fields.Text(list); len(text) > 1 && text[0] == '[' {
		fields = source.Fields{list: jsontext.Value(text)}
	}
	if objects := fields.Objects(list); len(objects) > 0 {
		return objects[0]
	}
	return fields.Object(list)
}

// foreign are members of records and messages of tools that have, or will have, a reader of their own.
var foreign = []string{"conversationId", "sessionId", "sessionID", "session_id", "projectHash", "thread_id", "chatId", "chat_messages",
	"mapping", "rounds", "currentId", "history", "exportAt", "exportedAt", "exportType", "trace", "trace_id", "chunkedPrompt",
	"parentUuid", "parentId", "parentMessageId", "messageId", "versions", "contentChunks", "blocks", "inserted_at"}

// Foreign says whether the record has the marks of a tool with a reader of its own.
func (s *Shape) Foreign() bool {
	for _, name := range foreign {
		if s.Has(name) || s.Message.Has(name) {
			return true
		}
	}
	calls := s.Message.Objects("tools") // LobeChat names what was called there
	return len(calls) > 0 && calls[0].Has("apiName", "identifier") || IsCline(s.Message) || IsCursor(s.Message) || IsChatbotUI(s.Fields)
}

// IsChatbotUI says whether a record is a chat of the first version of Chatbot UI, which exported nothing else: it has a
// number and a name.
func IsChatbotUI(f source.Fields) bool {
	id := f["id"]
	return len(id) > 0 && id.Kind() == '0' && f.Has("name", "messages")
}

// clineMarks are what Cline and Roo Code write around what a person said (FORMATS.md §13).
var clineMarks = []string{"<task>", "<environment_details>", "<user_message>"}

// IsCursor says whether a message is one of Cursor's, in a list: the words of a person stand in a sign of its own, and calls
// and results beside a text.
func IsCursor(message source.Fields) bool {
	calls := message.Objects("toolCalls")
	return message.Has("role", "text") && !message.Has("content") &&
		(strings.HasPrefix(strings.TrimSpace(message.Text("text")), "<user_query>") || len(calls) > 0 && calls[0].Has("toolName") || message.Object("toolResult").Has("toolName"))
}

// IsCline says whether a message is the first of a task of Cline: it says so in its text.
func IsCline(message source.Fields) bool {
	texts := []string{message.Text("content")}
	for _, block := range message.Objects("content") {
		texts = append(texts, block.Text("text"))
	}
	for _, text := range texts {
		for _, mark := range clineMarks {
			if strings.HasPrefix(strings.TrimSpace(text), mark) {
				return true
			}
		}
	}
	return false
}

// Spoken says whether the first message has a known role and something said: content or calls.
func (s *Shape) Spoken() bool {
	_, known := Role(s.Role)
	for _, name := range []string{"content", "value", "text", "markdown", "tool_calls", "function_call"} {
		if s.Message.Has(name) {
			return known
		}
	}
	return false
}

// Dataset says whether the record is one of a dataset that Loquat or the reference platform exported.
func (s *Shape) Dataset() bool { return s.Has("messages", "data_source", "ability") }

// IsDatasetInfo tells the file that describes datasets to LLaMA-Factory: it stands beside the data and holds none.
func IsDatasetInfo(name string) bool { return path.Base(name) == "dataset_info.json" }
