package exporter

import (
	"slices"

	"loquat/backend/chat"
)

var ktoFormat = Format{
	Key: "kto", Name: "KTO answers",
	Sentence: "Single answers, good or not, from ratings and from answers that were asked for again; for LLaMA-Factory.",
	poor:     map[chat.FileFormat]string{chat.CSV: llamaFactoryCSV},
	records:  []any{ktoRecord{}, ktoToolRecord{}},
	make:     makeKTO, info: ktoInfo, examples: (*preparer).rated, conclude: oneClass,
	rules: rules{ready: true, lastOnly: true},
}

// ktoRecord is a record of the data format "kto" in a dataset without tools.
type ktoRecord struct {
	Messages       []*plainMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
	KTOTag         *bool           `json:"kto_tag" parquet:"kto_tag,optional"`
	ConversationID *string         `json:"conversation_id" parquet:"conversation_id,optional" csv:"name"`
	Preference     *string         `json:"preference" parquet:"preference,optional,dict"`
}

// ktoToolRecord is a record of a dataset in which some record has tools, "" for none.
type ktoToolRecord struct {
	ktoRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// rated makes a draft of each answer that is known to be good or not: those rated, and where none to a prompt is and
// several were given, the one kept as good and the others as not.
func (p *preparer) rated(c *chat.Conversation) []*draft {
	var all []*draft
	tree := chat.NewTree(c)
	for _, group := range promptGroups(c) {
		byRating := slices.ContainsFunc(group, func(a alternative) bool { return a.rating != 0 })
		if !byRating && len(group) < 2 {
			continue
		}
		drafts := make([]*draft, 0, len(group))
		for _, a := range group {
			if byRating && a.rating == 0 {
				continue
			}
			d := p.answered(c, tree, a)
			d.origin, d.good = originOf(group, byRating), a.kept
			if byRating {
				d.good = a.rating > 0
			}
			drafts = append(drafts, d)
		}
		leaveContradictions(drafts)
		all = append(all, drafts...)
	}
	if len(all) == 0 {
		d := &draft{source: c, title: c.DisplayTitle()}
		d.leave("NO_RATING", nil)
		all = append(all, d)
	}
	return all
}

// originOf says how it is known which answers of a group are good.
func originOf(group []alternative, byRating bool) string {
	switch {
	case byRating:
		return originRating
	case slices.ContainsFunc(group, func(a alternative) bool { return a.prompt != group[0].prompt }):
		return originEdited
	}
	return originRegenerated
}

// leaveContradictions leaves out the answers of a group that say the same as a good one and are not good.
func leaveContradictions(drafts []*draft) {
	for _, d := range drafts {
		for _, other := range drafts {
			if d.left != nil || other.left != nil || d.good || !other.good {
				continue
			}
			last := &d.turns[len(d.turns)-1]
			if sameAnswer(last, &other.turns[len(other.turns)-1]) {
				d.leave("DPO_SAME", last, last.place())
			}
		}
	}
}

// makeKTO makes the record of d.
func makeKTO(d *draft, l layout) any {
	id := plain(d.source.ExternalID)
	r := ktoRecord{Messages: plainMessages(d.turns), KTOTag: &d.good, ConversationID: &id, Preference: &d.origin}
	if !l.tools {
		return &r
	}
	tools := d.toolsText()
	return &ktoToolRecord{r, &tools}
}

// oneClass says when all answers are good, or none is: there is little to learn from one kind alone.
func oneClass(p *pass) {
	switch p.good {
	case 0:
		count(&p.report, &p.report.Warnings, fileFinding("KTO_ONE_CLASS", false, "false"))
	case p.report.Records:
		count(&p.report, &p.report.Warnings, fileFinding("KTO_ONE_CLASS", false, "true"))
	}
}

// ktoInfo is the entry of dataset_info.json.
func ktoInfo(l layout) info {
	return info{Formatting: "sharegpt", Columns: pairs{{"messages", "messages"}, {"kto_tag", "kto_tag"}}, Tags: messageTags}.withTools(l, "tools")
}
