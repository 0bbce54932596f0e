package exporter

import (
	"strconv"

	"loquat/backend/chat"
)

var openaiFormat = Format{
	Key: "openai", Name: "OpenAI messages",
	Sentence: "For fine-tuning at OpenAI and Azure, Axolotl, NeMo-RL and mistral-finetune. With tools, LLaMA-Factory wants Standard instead.",
	poor: map[chat.FileFormat]string{
		chat.CSV:     "OpenAI and most trainers take this data format as JSONL only.",
		chat.Parquet: "OpenAI takes this data format as JSONL only.",
	},
	records: []any{openaiRecord{}, openaiToolRecord{}},
	make:    makeOpenAI, info: openaiInfo, conclude: fewExamples, check: (*draft).warnNames,
	rules: rules{parallel: true, thoughts: true, spoken: true, ready: true, typed: true, keepTyped: true, templated: true, schemaTypes: true},
}

// openaiRecord is a record of the data format "openai" in a dataset without tools. OpenAI refuses a file with any other
// key, so that it has none.
type openaiRecord struct {
	Messages []*openaiMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
}

// openaiToolRecord is a record of a dataset in which some record has tools; the key is left out where there are none.
type openaiToolRecord struct {
	openaiRecord
	Tools array `json:"tools,omitzero" parquet:"tools,optional,dict"`
}

// openaiMessage is one message. What was thought stands in it only when a person asks for that.
type openaiMessage struct {
	Role             *string         `json:"role" parquet:"role,optional,dict"`
	Content          *string         `json:"content" parquet:"content,optional"`
	ReasoningContent *string         `json:"reasoning_content,omitzero" parquet:"reasoning_content,optional"`
	ToolCalls        []*standardCall `json:"tool_calls,omitempty" parquet:"tool_calls,list,optional" parquet-element:",optional"`
	ToolCallID       *string         `json:"tool_call_id,omitzero" parquet:"tool_call_id,optional"`
}

// makeOpenAI makes the record of d.
func makeOpenAI(d *draft, l layout) any {
	d.nameCalls()
	r := openaiRecord{Messages: make([]*openaiMessage, len(d.turns))}
	for i := range d.turns {
		t := &d.turns[i]
		role, content := t.openai()
		m := &openaiMessage{Role: &role, Content: &content, ReasoningContent: named(true, &t.reasoning), ToolCallID: named(t.role == roleTool, &t.callID)}
		for j := range t.calls {
			m.ToolCalls = append(m.ToolCalls, standardCallOf(&t.calls[j]))
		}
		r.Messages[i] = m
	}
	if !l.tools {
		return &r
	}
	tools := array("")
	if len(d.tools) > 0 {
		tools = array(d.toolsArray())
	}
	return &openaiToolRecord{r, tools}
}

// openai returns role and content of t where a call stands beside what is said.
func (t *turn) openai() (role, content string) {
	if t.role == roleFunctionCall {
		return roleAssistant, t.thought + t.text
	}
	return t.role, t.content
}

// nameCalls gives every call an id, and every result that of its call: OpenAI wants each call answered by id.
func (d *draft) nameCalls() {
	made := 0
	var open []string // ids of the calls before, not answered yet
	for i := range d.turns {
		t := &d.turns[i]
		if t.role == roleFunctionCall {
			open = nil
		}
		for j := range t.calls {
			if t.calls[j].id == "" {
				made++
				t.calls[j].id = "call_" + strconv.Itoa(made)
			}
			open = append(open, t.calls[j].id)
		}
		if t.role == roleTool && len(open) > 0 {
			t.callID, open = open[0], open[1:] // results stand in the order of their calls
		}
	}
}

// leastExamples is how many OpenAI wants at least.
const leastExamples = 10

// fewExamples says when there are fewer records than OpenAI takes.
func fewExamples(p *pass) {
	if p.report.Records < leastExamples {
		count(&p.report, &p.report.Warnings, fileFinding("OPENAI_MIN10", false, strconv.Itoa(p.report.Records)))
	}
}

// openaiInfo is the entry of dataset_info.json. Without tools LLaMA-Factory reads the same messages better as ShareGPT:
// its OpenAI reader would add to the system prompt.
func openaiInfo(l layout) info {
	i := info{Formatting: "sharegpt", Columns: pairs{{"messages", "messages"}}, Tags: messageTags}
	if l.tools {
		i.Formatting = "openai"
	}
	return i.withTools(l, "tools")
}
