package turns

import (
	"strings"

	"loquat/backend/importer/source"
)

// foreign are members of records and messages of tools that have a reader of their own.
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
	return callsAsLobeChat(s.Message) || IsCline(s.Message) || IsCursor(s.Message) || IsChatbotUI(s.Fields)
}

// callsAsLobeChat says whether a message names what it called as LobeChat does.
func callsAsLobeChat(message source.Fields) bool {
	calls := message.Objects("tools")
	return len(calls) > 0 && calls[0].Has("apiName", "identifier")
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
