package exporter

import "strings"

var chatmlFormat = Format{
	Key: "chatml", Name: "ChatML text",
	Sentence: "One text with ChatML's marks, for pre-training; conversations with tool calls, or with such marks in their text, are left out.",
	records:  []any{chatmlRecord{}},
	make:     makeChatML, info: chatmlInfo, check: refuseMarks,
	rules: rules{noTools: true, oneText: true},
}

// chatmlRecord is a record of the data format "chatml".
type chatmlRecord struct {
	Text *string `json:"text" parquet:"text,optional"`
}

// The marks around a turn.
const (
	chatmlStart = "<|im_start|>"
	chatmlEnd   = "<|im_end|>"
)

// makeChatML makes the record of d.
func makeChatML(d *draft, _ layout) any {
	var b strings.Builder
	for i := range d.turns {
		t := &d.turns[i]
		b.WriteString(chatmlStart + t.role + "\n" + t.content + chatmlEnd + "\n")
	}
	text := withoutNUL(b.String())
	return &chatmlRecord{&text}
}

// refuseMarks leaves a draft out whose text would end a turn by itself.
func refuseMarks(d *draft) {
	for t := range d.all() {
		if mark := firstOf(t.content, chatmlStart, chatmlEnd); mark != "" {
			d.leave("CHATML_MARK", t, t.place(), mark)
		}
	}
}

// firstOf returns the first of words that s has.
func firstOf(s string, words ...string) string {
	for _, w := range words {
		if strings.Contains(s, w) {
			return w
		}
	}
	return ""
}

// chatmlInfo is the entry of dataset_info.json, for LLaMA-Factory's pre-training.
func chatmlInfo(layout) info { return info{Columns: pairs{{"prompt", "text"}}} }
