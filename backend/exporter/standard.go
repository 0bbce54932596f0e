package exporter

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

var standardFormat = Format{
	Key: "standard", Name: "Standard",
	Sentence: "For LLaMA-Factory and ms-swift: messages with calls as their own role, tools as an array and as text.",
	poor:     map[chat.FileFormat]string{chat.CSV: llamaFactoryCSV},
	records:  []any{standardRecord{}, standardToolRecord{}},
	make:     makeStandard, info: standardInfo,
	rules: rules{reasoning: true, spoken: true, typed: true},
}

// llamaFactoryCSV is why messages are better not written as CSV.
const llamaFactoryCSV = "LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it."

// standardRecord is a record of the data format "standard" in a dataset without tools; EXPORT.md §4.1. Texts are
// pointers because Parquet would store an empty optional string as null.
type standardRecord struct {
	DataSource     *string            `json:"data_source" parquet:"data_source,optional,dict"`
	Ability        []string           `json:"ability" parquet:"ability,list,optional" parquet-element:",optional,dict"`
	Messages       []*standardMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
	Tools          array              `json:"tools" parquet:"tools,optional,dict"`
	Model          *string            `json:"model" parquet:"model,optional,dict" csv:"name"`
	ConversationID *string            `json:"conversation_id" parquet:"conversation_id,optional" csv:"name"`
}

// standardToolRecord is a record of a dataset in which some record has tools. tools_json is a column in every file format,
// in CSV too, so that a record is the same in each: dataset_info.json names it.
type standardToolRecord struct {
	standardRecord
	ToolsJSON *string `json:"tools_json" parquet:"tools_json,optional,dict"`
}

// standardMessage is one message; a key without value is left out, except content.
type standardMessage struct {
	Role             *string         `json:"role" parquet:"role,optional,dict"`
	Content          *string         `json:"content" parquet:"content,optional"`
	ToolCalls        []*standardCall `json:"tool_calls,omitempty" parquet:"tool_calls,list,optional" parquet-element:",optional"`
	ToolCallID       *string         `json:"tool_call_id,omitzero" parquet:"tool_call_id,optional"`
	Name             *string         `json:"name,omitzero" parquet:"name,optional,dict"`
	ReasoningContent *string         `json:"reasoning_content,omitzero" parquet:"reasoning_content,optional"`
	Text             *string         `json:"text,omitzero" parquet:"text,optional"`
}

// standardCall is a tool call in OpenAI's shape; arguments are JSON text, so that their type never changes.
type standardCall struct {
	ID       *string           `json:"id,omitzero" parquet:"id,optional"`
	Type     *string           `json:"type" parquet:"type,optional,dict"`
	Function *standardFunction `json:"function" parquet:"function,optional"`
}

// standardFunction is the function of a tool call.
type standardFunction struct {
	Name      *string `json:"name" parquet:"name,optional,dict"`
	Arguments *string `json:"arguments" parquet:"arguments,optional"`
}

// array is the text of a JSON array. It stands in JSONL as the array itself, elsewhere as text. When the text is a JSON
// string that holds the array, JSONL has that string: see layout.toolsAsText.
type array string

// MarshalJSONTo writes the array itself.
func (a array) MarshalJSONTo(e *jsontext.Encoder) error { return e.WriteValue(jsontext.Value(a)) }

// IsZero says whether there is no array: the key is left out where the record type says omitzero.
func (a array) IsZero() bool { return a == "" }

// UnmarshalJSONFrom reads an array, or a string that holds one.
func (a *array) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	text := string(value)
	if value.Kind() == '"' {
		b, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			return err
		}
		text = string(b)
	}
	*a = array(text)
	return nil
}

// makeStandard makes the record of d.
func makeStandard(d *draft, l layout) any {
	dataType := string(d.source.Type)
	id := plain(d.source.ExternalID)
	model := plain(d.model)
	r := standardRecord{
		DataSource: &dataType, Ability: []string{}, Model: &model, ConversationID: &id,
		Tools:    array(d.toolsArray()),
		Messages: make([]*standardMessage, len(d.turns)),
	}
	for _, tag := range d.source.Tags {
		if tag != "" {
			r.Ability = append(r.Ability, strings.ToValidUTF8(tag, "\uFFFD"))
		}
	}
	messages := make([]standardMessage, len(d.turns))
	for i := range d.turns {
		messages[i] = standardMessageOf(&d.turns[i])
		r.Messages[i] = &messages[i]
	}
	if l.toolsAsText {
		r.Tools = array(appendText(nil, string(r.Tools)))
	}
	if !l.tools {
		return &r
	}
	text := d.toolsText()
	return &standardToolRecord{r, &text}
}

// standardMessageOf makes the message of a turn.
func standardMessageOf(t *turn) standardMessage {
	m := standardMessage{
		Role: &t.role, Content: &t.content, Name: named(t.role == roleTool, &t.name),
		ToolCallID: named(t.role == roleTool, &t.callID), Text: named(true, &t.text),
		ReasoningContent: named(t.role == roleAssistant || t.role == roleFunctionCall, &t.reasoning),
	}
	for i := range t.calls {
		m.ToolCalls = append(m.ToolCalls, standardCallOf(&t.calls[i]))
	}
	return m
}

// standardCallOf makes the call c.
func standardCallOf(c *call) *standardCall {
	return &standardCall{
		ID: named(true, &c.id), Type: &functionType,
		Function: &standardFunction{Name: &c.name, Arguments: &c.arguments},
	}
}

var functionType = "function"

// named returns s, or nil when it is empty or does not belong to the turn.
func named(belongs bool, s *string) *string {
	if !belongs || *s == "" {
		return nil
	}
	return s
}

// plain is a text that stands in a CSV cell of its own: valid, without NUL, which no CSV can hold, and in one line, since
// readers do not agree on line ends inside a cell. No id or model name of a source has any of them.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\r' || r == '\n' {
			return -1
		}
		return r
	}, s)
}

// standardInfo is the entry of dataset_info.json; EXPORT.md §4.2.
func standardInfo(l layout) info {
	return info{Formatting: "sharegpt", Columns: []pair{{"messages", "messages"}}, Tags: messageTags}.withTools(l, "tools_json")
}

// messageTags are the keys and roles of messages with role and content.
var messageTags = pairs{
	{"role_tag", "role"}, {"content_tag", "content"}, {"user_tag", roleUser}, {"assistant_tag", roleAssistant},
	{"function_tag", roleFunctionCall}, {"observation_tag", roleTool}, {"system_tag", roleSystem},
}
