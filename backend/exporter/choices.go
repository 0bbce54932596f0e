package exporter

import (
	"fmt"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// What becomes of what a model thought.
const (
	reasoningOmit   = "omit"
	reasoningField  = "field"
	reasoningInline = "inline"
)

// choices are a person's options as they count for a data format.
type choices struct {
	asRecorded   bool
	reasoning    string
	dropThoughts bool // a person said so: nothing to report
	spoken       bool // what is said beside a call stands before it
	split        bool // calls made at once are written one at a time
	gather       bool // … or kept where a reader wants their results as one turn
	allBranches  bool
	perAnswer    bool
	system       string // "keep", "drop" or "replace"
	systemText   string
	mistralIDs   bool
	extracted    bool   // text that was extracted from attachments stands in their place
	limit        *limit // nil for none
}

// choose reads the options of an export in the data format f; what is no option is an error with CodeBadRequest.
func choose(f Format, opt chat.ExportOptions) (choices, error) {
	for _, o := range []struct {
		name, value string
		known       []string
	}{
		{"reasoning", opt.Reasoning, []string{reasoningOmit, reasoningField, reasoningInline}},
		{"what is said beside a call", opt.Spoken, []string{"inline"}},
		{"parallel calls", opt.ParallelCalls, []string{"one", "keep"}},
		{"branches", opt.Branches, []string{"view", "all"}},
		{"records", opt.Per, []string{"conversation", "answer"}},
		{"system prompts", opt.System, []string{"keep", "drop", "replace"}},
		{"records that are too long", opt.Over, []string{"leave_out", "cut"}},
		{"records that are there already", opt.Duplicates, []string{"leave_out"}},
		{"compression", opt.Compression, []string{"zstd"}},
	} {
		if o.value != "" && !slices.Contains(o.known, o.value) {
			return choices{}, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("%q is no choice for %s", o.value, o.name),
				Advice: "choose one of: " + strings.Join(o.known, ", ")}
		}
	}
	if opt.System == "replace" && blank(opt.SystemText) {
		return choices{}, &chat.Error{Code: chat.CodeBadRequest, Reason: "the system prompt to put in is empty",
			Advice: "write one, or drop system prompts"}
	}
	limit, err := newLimit(opt)
	c := choices{
		asRecorded: opt.AsRecorded && !f.rules.ready, reasoning: opt.Reasoning, dropThoughts: opt.Reasoning == reasoningOmit,
		spoken: opt.Spoken == "inline" && !f.rules.parallel,
		split:  !f.rules.parallel, allBranches: opt.Branches == "all", perAnswer: opt.Per == "answer" && !f.rules.lastOnly,
		system: opt.System, systemText: opt.SystemText, mistralIDs: opt.MistralIDs, extracted: opt.AttachmentText, limit: limit,
	}
	if c.reasoning == "" {
		c.reasoning = reasoningField
	}
	asked := f.rules.pages || opt.Reasoning == reasoningField && f.rules.thoughts
	if c.reasoning == reasoningField && !f.rules.reasoning && !asked {
		c.reasoning = reasoningOmit
	}
	if opt.ParallelCalls != "" {
		c.split = opt.ParallelCalls == "one"
		c.gather = !c.split && !f.rules.parallel
	}
	return c, err
}
