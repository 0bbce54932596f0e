package exporter

import (
	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

var trlFormat = Format{
	Key: "trl", Name: "TRL messages",
	Sentence: "For TRL, Unsloth and the chat templates of Hugging Face: arguments are objects, as those templates print them.",
	poor: map[chat.FileFormat]string{
		chat.CSV:     "TRL takes messages from a CSV for text; choose JSONL.",
		chat.Parquet: "In Parquet every message has every column, empty or not, and arguments are text; the chat templates of Llama 3, GPT-OSS and DeepSeek stop at that. Choose JSONL.",
	},
	records: []any{trlRecord{}, trlToolRecord{}},
	make:    makeTRL, info: openaiInfo, check: (*draft).keepLastTwins,
	rules: rules{parallel: true, reasoning: true, spoken: true, typedArguments: true, templated: true},
}

var trlPromptFormat = Format{
	Key: "trl_prompt", Name: "TRL prompt and completion",
	Sentence: "For TRL when only what follows the last question is to be learnt.",
	poor:     trlFormat.poor,
	records:  []any{trlPromptRecord{}, trlPromptToolRecord{}},
	make:     makeTRLPrompt, info: trlPromptInfo, check: (*draft).keepLastTwins,
	rules: rules{parallel: true, reasoning: true, spoken: true, ready: true, typedArguments: true, templated: true, completion: true},
}

// trlRecord is a record of the data format "trl" in a dataset without tools.
type trlRecord struct {
	Messages []*trlMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
}

// trlToolRecord is a record of a dataset in which some record has tools. They are JSON text, which TRL reads: as objects,
// the datasets library would give every tool the parameters of all others.
type trlToolRecord struct {
	trlRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// trlPromptRecord is a record of the data format "trl_prompt" in a dataset without tools.
type trlPromptRecord struct {
	Prompt     []*trlMessage `json:"prompt" parquet:"prompt,list,optional" parquet-element:",optional"`
	Completion []*trlMessage `json:"completion" parquet:"completion,list,optional" parquet-element:",optional"`
}

// trlPromptToolRecord is a record of a dataset in which some record has tools.
type trlPromptToolRecord struct {
	trlPromptRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// trlMessage is one message.
type trlMessage struct {
	Role             *string    `json:"role" parquet:"role,optional,dict"`
	Content          *string    `json:"content" parquet:"content,optional"`
	ReasoningContent *string    `json:"reasoning_content,omitzero" parquet:"reasoning_content,optional"`
	ToolCalls        []*trlCall `json:"tool_calls,omitempty" parquet:"tool_calls,list,optional" parquet-element:",optional"`
	ToolCallID       *string    `json:"tool_call_id,omitzero" parquet:"tool_call_id,optional"`
	Name             *string    `json:"name,omitzero" parquet:"name,optional,dict"`
}

// trlCall is a tool call.
type trlCall struct {
	ID       *string      `json:"id,omitzero" parquet:"id,optional"`
	Type     *string      `json:"type" parquet:"type,optional,dict"`
	Function *trlFunction `json:"function" parquet:"function,optional"`
}

// trlFunction is the function of a tool call.
type trlFunction struct {
	Name      *string `json:"name" parquet:"name,optional,dict"`
	Arguments object  `json:"arguments" parquet:"arguments,optional"`
}

// object is the text of a JSON object. It stands in JSON as the object itself, in Parquet as text.
type object string

// MarshalJSONTo writes the object itself.
func (o object) MarshalJSONTo(e *jsontext.Encoder) error { return e.WriteValue(jsontext.Value(o)) }

// UnmarshalJSONFrom reads an object.
func (o *object) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	value, err := d.ReadValue()
	*o = object(value)
	return err
}

// makeTRL makes the record of d.
func makeTRL(d *draft, l layout) any {
	r := trlRecord{trlMessages(d.turns)}
	if !l.tools {
		return &r
	}
	tools := d.toolsArray()
	return &trlToolRecord{r, &tools}
}

// makeTRLPrompt makes the record of d: the prompt ends with the last user turn.
func makeTRLPrompt(d *draft, l layout) any {
	end := d.promptEnd()
	r := trlPromptRecord{trlMessages(d.turns[:end]), trlMessages(d.turns[end:])}
	if !l.tools {
		return &r
	}
	tools := d.toolsArray()
	return &trlPromptToolRecord{r, &tools}
}

// promptEnd is the place after the last user turn.
func (d *draft) promptEnd() int {
	end := len(d.turns)
	for end > 0 && d.turns[end-1].role != roleUser {
		end--
	}
	return end
}

// trlMessages makes the messages of turns.
func trlMessages(turns []turn) []*trlMessage {
	messages := make([]*trlMessage, len(turns))
	for i := range turns {
		t := &turns[i]
		role, content := t.openai()
		m := &trlMessage{
			Role: &role, Content: &content, ReasoningContent: named(true, &t.reasoning),
			ToolCallID: named(t.role == roleTool, &t.callID), Name: named(t.role == roleTool, &t.name),
		}
		for j := range t.calls {
			c := &t.calls[j]
			m.ToolCalls = append(m.ToolCalls, &trlCall{
				ID: named(true, &c.id), Type: &functionType,
				Function: &trlFunction{Name: &c.name, Arguments: object(compact(c.arguments))},
			})
		}
		messages[i] = m
	}
	return messages
}

// trlPromptInfo is the entry of dataset_info.json. It names the columns; LLaMA-Factory cannot read them.
func trlPromptInfo(l layout) info {
	return info{Columns: pairs{{"prompt", "prompt"}, {"response", "completion"}}}.withTools(l, "tools")
}
