package exporter

import (
	"strings"

	"loquat/backend/chat"
)

var sharegptFormat = Format{
	Key: "sharegpt", Name: "ShareGPT",
	Sentence: "Turns as from and value: LLaMA-Factory, also its new version 1; without tools also ms-swift, Unsloth and torchtune.",
	poor:     map[chat.FileFormat]string{chat.CSV: llamaFactoryCSV},
	records:  []any{sharegptRecord{}, sharegptToolRecord{}},
	make:     makeSharegpt, info: sharegptInfo,
}

// sharegptRecord is a record of the data format "sharegpt"; EXPORT.md §6. LLaMA-Factory's version 1 reads these keys and tools only.
type sharegptRecord struct {
	Conversations []*sharegptTurn `json:"conversations" parquet:"conversations,list,optional" parquet-element:",optional"`
	System        *string         `json:"system" parquet:"system,optional,dict"`
}

// sharegptToolRecord is a record of a dataset in which some record has tools, "" for none: LLaMA-Factory makes an empty
// system prompt of "[]", and of null a column without a type. At "" ms-swift 4.6 stops.
type sharegptToolRecord struct {
	sharegptRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// sharegptTurn is one turn.
type sharegptTurn struct {
	From  *string `json:"from" parquet:"from,optional,dict"`
	Value *string `json:"value" parquet:"value,optional"`
}

// sharegptRoles are the names of roles; the system prompt stands beside the turns.
var sharegptRoles = map[string]string{
	roleUser: "human", roleAssistant: "gpt", roleFunctionCall: "function_call", roleTool: "observation", roleSystem: "system",
}

// makeSharegpt makes the record of d.
func makeSharegpt(d *draft, l layout) any {
	system, turns := d.systemAndTurns()
	r := sharegptRecord{Conversations: make([]*sharegptTurn, len(turns)), System: &system}
	for i := range turns {
		from := sharegptRoles[turns[i].role]
		r.Conversations[i] = &sharegptTurn{From: &from, Value: &turns[i].content}
	}
	if !l.tools {
		return &r
	}
	tools := d.toolsText()
	if tools == "" {
		d.warn("TOOLS_EMPTY", nil)
	}
	return &sharegptToolRecord{r, &tools}
}

// systemAndTurns parts the system prompt from the turns after it. It is a text in a cell of its own and loses a NUL, which
// no CSV can hold.
func (d *draft) systemAndTurns() (system string, turns []turn) {
	if len(d.turns) == 0 || d.turns[0].role != roleSystem {
		return "", d.turns
	}
	return withoutNUL(d.turns[0].content), d.turns[1:]
}

// withoutNUL takes NUL out of a text that stands in a CSV cell of its own.
func withoutNUL(s string) string { return strings.ReplaceAll(s, "\x00", "") }

// sharegptInfo is the entry of dataset_info.json.
func sharegptInfo(l layout) info {
	return info{Formatting: "sharegpt", Columns: pairs{{"messages", "conversations"}, {"system", "system"}}}.withTools(l, "tools")
}
