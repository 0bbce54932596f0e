package exporter

import (
	"strconv"

	"loquat/backend/chat"
)

var alpacaFormat = Format{
	Key: "alpaca", Name: "Alpaca",
	Sentence: "The last question as instruction, its answer as output, what stands before as history; conversations with tool calls are left out.",
	poor:     map[chat.FileFormat]string{chat.CSV: "LLaMA-Factory reads it, but not the history: of a conversation it sees the last question and answer only."},
	records:  []any{alpacaRecord{}},
	make:     makeAlpaca, info: alpacaInfo, conclude: historyUnread,
	rules: rules{ready: true, noTools: true},
}

// alpacaRecord is a record of the data format "alpaca".
type alpacaRecord struct {
	Instruction *string    `json:"instruction" parquet:"instruction,optional"`
	Input       *string    `json:"input" parquet:"input,optional,dict"`
	Output      *string    `json:"output" parquet:"output,optional"`
	System      *string    `json:"system" parquet:"system,optional,dict"`
	History     [][]string `json:"history" parquet:"history,list,optional" parquet-element:",list,optional"`
}

// makeAlpaca makes the record of d, whose turns are questions and answers by turns.
func makeAlpaca(d *draft, _ layout) any {
	system, turns := d.systemAndTurns()
	instruction, output := "", ""
	if n := len(turns); n >= 2 {
		instruction, output = withoutNUL(turns[n-2].content), withoutNUL(turns[n-1].content)
	}
	r := &alpacaRecord{Instruction: &instruction, Input: new(string), Output: &output, System: &system, History: [][]string{}}
	for i := 0; i+3 < len(turns); i += 2 {
		r.History = append(r.History, []string{turns[i].content, turns[i+1].content})
	}
	return r
}

// historyUnread says how many records of a CSV have a history that LLaMA-Factory does not read.
func historyUnread(p *pass) {
	if p.opt.FileFormat == chat.CSV && p.long > 0 {
		count(&p.report, &p.report.Warnings, fileFinding("HISTORY_UNREAD", false, strconv.Itoa(p.long)))
	}
}

// alpacaInfo is the entry of dataset_info.json.
func alpacaInfo(layout) info {
	return info{Columns: pairs{{"prompt", "instruction"}, {"query", "input"}, {"response", "output"}, {"system", "system"}, {"history", "history"}}}
}
