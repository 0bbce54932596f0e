package exporter

import (
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

var spreadsheetFormat = Format{
	Key: "spreadsheet", Name: "One row for each message",
	Sentence: "A table to read, sort and count in a spreadsheet: a row for each message or call; no trainer reads it.",
	records:  []any{spreadsheetRecord{}},
	make:     makeSpreadsheet, info: spreadsheetInfo, examples: (*preparer).messageRows,
	rules: rules{pages: true, parts: true},
}

// spreadsheetRecord is a message: EXPORT.md §4.7, the second layout of a CSV. Texts that a spreadsheet would take for a
// formula are guarded, since nothing is trained on them; every cell is a text, so that no row has to stand before its place.
type spreadsheetRecord struct {
	ConversationID *string `json:"conversation_id" parquet:"conversation_id,optional,dict" csv:"name"`
	Turn           *string `json:"turn" parquet:"turn,optional,dict"`
	Role           *string `json:"role" parquet:"role,optional,dict"`
	Content        *string `json:"content" parquet:"content,optional" csv:"name"`
	Model          *string `json:"model" parquet:"model,optional,dict" csv:"name"`
	DataSource     *string `json:"data_source" parquet:"data_source,optional,dict"`
	Ability        *string `json:"ability" parquet:"ability,optional,dict" csv:"name"`
}

// messageRows makes a draft of each message of c, as a person chose: its one turn is the message. What was repaired and
// warned of is said with the first row of a branch.
func (p *preparer) messageRows(c *chat.Conversation) []*draft {
	var all []*draft
	for _, d := range p.branches(c) {
		if d.left == nil {
			d.placeReasoning(p.choices, p.format)
			d.fit(p.choices.limit, true)
		}
		if d.left != nil {
			all = append(all, d)
			continue
		}
		for i, t := range d.said() {
			one := *d
			one.turns = []turn{t}
			if i > 0 {
				one.repaired, one.warned = nil, nil
			}
			all = append(all, &one)
		}
	}
	return all
}

// said returns the turns of d, what was said beside a call as a turn before it.
func (d *draft) said() []turn {
	turns := make([]turn, 0, len(d.turns))
	for _, t := range d.turns {
		if said, ok := spoken(t); t.role == roleFunctionCall && ok {
			turns = append(turns, said)
		}
		turns = append(turns, t)
	}
	return turns
}

// makeSpreadsheet makes the record of d.
func makeSpreadsheet(d *draft, _ layout) any {
	t := &turn{}
	if len(d.turns) > 0 {
		t = &d.turns[0]
	}
	id, number, role, content := plain(d.source.ExternalID), strconv.Itoa(t.number), t.role, withoutNUL(t.content)
	model, dataType := plain(d.model), string(d.source.Type)
	ability := plain(strings.Join(slices.DeleteFunc(slices.Clone(d.source.Tags), blank), ", "))
	return &spreadsheetRecord{&id, &number, &role, &content, &model, &dataType, &ability}
}

// spreadsheetInfo is the entry of dataset_info.json: the messages are texts.
func spreadsheetInfo(layout) info { return info{Columns: pairs{{"prompt", "content"}}} }
