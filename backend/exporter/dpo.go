package exporter

import "loquat/backend/chat"

var dpoFormat = Format{
	Key: "dpo", Name: "DPO pairs",
	Sentence: "A better and a worse answer to one prompt, from ratings and from answers that were asked for again; for LLaMA-Factory.",
	poor:     map[chat.FileFormat]string{chat.CSV: llamaFactoryCSV},
	records:  []any{dpoRecord{}, dpoToolRecord{}},
	make:     makeDPO, info: dpoInfo, examples: (*preparer).pairs,
	rules: rules{ready: true, lastOnly: true},
}

// dpoRecord is a record of the data format "dpo" in a dataset without tools. Where it comes from stands beside what
// trainers read: the conversation, and how the preference is known.
type dpoRecord struct {
	Messages       []*plainMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
	Chosen         *plainMessage   `json:"chosen" parquet:"chosen,optional"`
	Rejected       *plainMessage   `json:"rejected" parquet:"rejected,optional"`
	ConversationID *string         `json:"conversation_id" parquet:"conversation_id,optional" csv:"name"`
	Preference     *string         `json:"preference" parquet:"preference,optional,dict"`
}

// dpoToolRecord is a record of a dataset in which some record has tools, "" for none.
type dpoToolRecord struct {
	dpoRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// pairs makes a draft of each pair of answers to one prompt of which one is preferred: the best and each lesser one.
func (p *preparer) pairs(c *chat.Conversation) []*draft {
	var all []*draft
	tree := chat.NewTree(c)
	for _, group := range promptGroups(c) {
		best := group[0]
		for _, a := range group {
			if a.score() > best.score() {
				best = a
			}
		}
		for _, other := range group {
			if other.score() < best.score() {
				all = append(all, p.pairOf(c, tree, best, other))
			}
		}
	}
	if len(all) == 0 {
		d := &draft{source: c, title: c.DisplayTitle()}
		d.leave("NO_PAIR", nil)
		all = append(all, d)
	}
	return all
}

// pairOf makes the draft of two answers: the prompt as turns, the answers as rivals.
func (p *preparer) pairOf(c *chat.Conversation, tree *chat.Tree, better, worse alternative) *draft {
	d, other := p.answered(c, tree, better), p.answered(c, tree, worse)
	if d.left != nil {
		return d
	}
	if other.left != nil {
		return other
	}
	last := len(d.turns) - 1
	d.rivals = []turn{d.turns[last], other.turns[len(other.turns)-1]}
	d.turns = d.turns[:last]
	d.repaired = append(d.repaired, withoutPrompt(other.repaired, d.rivals[1].number)...)
	switch {
	case better.judged() != worse.judged():
		d.origin = originRating
	case better.prompt != worse.prompt:
		d.origin = originEdited
	default:
		d.origin = originRegenerated
	}
	if sameAnswer(&d.rivals[0], &d.rivals[1]) {
		d.leave("DPO_SAME", &d.rivals[1], d.rivals[1].place())
	}
	return d
}

// sameAnswer says whether two answers say the same.
func sameAnswer(a, b *turn) bool { return a.role == b.role && a.content == b.content }

// withoutPrompt returns the findings about turns from the number first on: those before are said with the better answer.
func withoutPrompt(findings []chat.Finding, first int) []chat.Finding {
	_, later := upTo(findings, first-1)
	return later
}

// makeDPO makes the record of d.
func makeDPO(d *draft, l layout) any {
	id := plain(d.source.ExternalID)
	r := dpoRecord{Messages: plainMessages(d.turns), ConversationID: &id, Preference: &d.origin}
	if rivals := plainMessages(d.rivals); len(rivals) == 2 {
		r.Chosen, r.Rejected = rivals[0], rivals[1]
	}
	if !l.tools {
		return &r
	}
	tools := d.toolsText()
	return &dpoToolRecord{r, &tools}
}

// plainMessages makes messages of turns, a call being its JSON.
func plainMessages(turns []turn) []*plainMessage {
	messages := make([]*plainMessage, len(turns))
	for i := range turns {
		messages[i] = &plainMessage{Role: &turns[i].role, Content: &turns[i].content}
	}
	return messages
}

// dpoInfo is the entry of dataset_info.json.
func dpoInfo(l layout) info {
	return info{Formatting: "sharegpt", Ranking: true, Tags: messageTags,
		Columns: pairs{{"messages", "messages"}, {"chosen", "chosen"}, {"rejected", "rejected"}}}.withTools(l, "tools")
}
