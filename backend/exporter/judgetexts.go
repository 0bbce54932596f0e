package exporter

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// textColumns names the columns of a record of texts and the roles that they stand for; nil for a record of messages.
func (j *judge) textColumns(members []member) pairs {
	w := &j.wording
	answered := pairs{{w.prompt, roleUser}, {w.response, roleAssistant}}
	switch j.format {
	case "spreadsheet":
		return pairs{{"content", roleAssistant}}
	case "chatml", "markdown":
		if w.flat {
			return pairs{{w.prompt, roleAssistant}}
		}
		return pairs{{"text", roleAssistant}}
	case "alpaca":
		return answered
	case "dpo":
		if w.flat {
			return answered[:1]
		}
	case "kto":
		if w.flat {
			return answered
		}
	case "trl_prompt":
		prompt, completion := valueOf(members, "prompt"), valueOf(members, "completion")
		if j.report.FileFormat != chat.CSV && prompt.Kind() == '"' && completion.Kind() == '"' {
			return pairs{{"prompt", roleUser}, {"completion", roleAssistant}}
		}
	}
	return nil
}

// texts reads a record of texts in these columns. A question may stand in two of them.
func (j *judge) texts(d *draft, members []member, columns pairs) {
	for i, c := range columns {
		t := turn{number: i + 1, role: c.value}
		text := valueOf(members, c.name)
		if text == nil && c.value == roleUser {
			text = valueOf(members, j.wording.query)
		}
		if text.Kind() == '"' {
			d.warnText(&t, text)
			t.content = textOf(text)
		} else {
			d.warn("CONTENT_NULL", &t, t.place())
		}
		d.turns = append(d.turns, t)
	}
	j.history(d, valueOf(members, j.wording.history))
	j.preference(d, members)
	if !d.learnable() && len(d.rivals) == 0 {
		d.warn("NOTHING_TO_LEARN", nil)
	}
	for t := range d.all() {
		if !j.rules.oneText { // whose control tokens are its own
			d.warnTokens(t)
		}
	}
}

// history warns of a history that is no list of pairs, which is what LLaMA-Factory takes apart (data/converter.py).
func (j *judge) history(d *draft, history jsontext.Value) {
	if j.format != "alpaca" || history.Kind() != '[' {
		return
	}
	for _, pair := range elements(history) {
		if texts := elements(pair); len(texts) != 2 || texts[0].Kind() != '"' || texts[1].Kind() != '"' {
			d.warn("HISTORY_PAIRS", nil)
			return
		}
	}
}

// preference reads what says which of two answers is better, or whether one is good.
func (j *judge) preference(d *draft, members []member) {
	switch j.format {
	case "dpo":
		for _, name := range []string{j.wording.chosen, j.wording.rejected} {
			j.rival(d, name, valueOf(members, name))
		}
		if len(d.rivals) == 2 && sameAnswer(&d.rivals[0], &d.rivals[1]) {
			d.warn("DPO_SAME", &d.rivals[1], d.rivals[1].place())
		}
		if n := len(d.turns); n > 0 && d.turns[n-1].role != roleUser && d.turns[n-1].role != roleTool {
			d.warn("DPO_PROMPT", nil)
		}
	case "kto":
		j.label(d, valueOf(members, j.wording.label))
		if n := len(d.turns); n > 0 && blank(d.turns[n-1].content) {
			d.warn("EMPTY_RATED", &d.turns[n-1], d.turns[n-1].place())
		}
	}
}

// label reads whether an answer is good. In a CSV every value is a text.
func (j *judge) label(d *draft, label jsontext.Value) {
	text := label.Kind() == '"' && j.report.FileFormat == chat.CSV
	switch {
	case label.Kind() == 't', text && textOf(label) == "true":
		j.good++
	case label.Kind() != 'f' && !text:
		d.warn("KTO_TAG", nil, j.wording.label)
	}
}

// rival reads one of the two answers of a pair.
func (j *judge) rival(d *draft, name string, answer jsontext.Value) {
	number := len(d.turns) + len(d.rivals) + 1
	if answer.Kind() == '"' && j.report.FileFormat == chat.CSV && !j.wording.flat {
		answer = jsontext.Value(textOf(answer))
	}
	switch {
	case answer.Kind() == '{':
		d.rivals = append(d.rivals, j.turn(d, answer, number))
	case answer.Kind() == '"' && j.wording.flat:
		t := turn{number: number, role: roleAssistant, content: textOf(answer)}
		d.warnText(&t, answer)
		d.rivals = append(d.rivals, t)
	default:
		d.warn("NO_ANSWERS", nil, name)
	}
}

// see notes which of the columns that dataset_info.json names a record has.
func (j *judge) see(members []member) {
	j.unseen = slices.DeleteFunc(j.unseen, func(column string) bool {
		return slices.ContainsFunc(members, func(m member) bool { return m.name == column })
	})
}
