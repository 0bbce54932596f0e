package exporter

import (
	"fmt"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// target is a trainer or reader that a dataset is made for, and what it refuses; EXPORT.md §2 and §7.
type target struct {
	chat.Target
	// reads are the data formats that it takes from each file format; nil: all of them.
	reads map[chat.FileFormat][]string
	// instead is the data format to choose for it when it does not take another.
	instead string
	// alternates says that it skips records whose turns are not a question's and an answer's by turns.
	alternates bool
	// refuses are the findings that stay in a record for which it skips the record or stops.
	refuses []string
	// fileStops are the findings about a file as a whole for which it does not read it.
	fileStops []string
}

// axolotlReads are the data formats that Axolotl's dataset types read.
var axolotlReads = []string{"openai", "trl", "alpaca", "chatml"}

// swiftReads are the data formats that ms-swift's preprocessors read.
var swiftReads = []string{"standard", "sharegpt", "openai", "trl", "alpaca", "swift", "chatml"}

// llamaFactoryReads are the data formats that LLaMA-Factory loads with the entry of dataset_info.json beside them.
var llamaFactoryReads = []string{"standard", "sharegpt", "alpaca", "dpo", "kto", "chatml"}

// unreadable are findings for which every trainer stops.
var unreadable = []string{"NO_MESSAGES", "NO_ANSWERS", "CONTENT_NULL", "CONTENT_PARTS", "BAD_TEXT", "NOTHING_TO_LEARN", "ROLE_UNKNOWN"}

// unloadable are findings about a file as a whole that keep the datasets library from loading it.
var unloadable = []string{"NOT_JSON", "FILE_BOM", "LONE_SURROGATE", "MIXED_TYPES", "LATE_KEY"}

// targets are what a dataset can be checked for, in the order in which they are offered.
var targets = []target{
	{
		Target: chat.Target{Key: "llama-factory", Name: "LLaMA-Factory"}, instead: "standard", alternates: true,
		reads: map[chat.FileFormat][]string{chat.JSONL: llamaFactoryReads, chat.Parquet: llamaFactoryReads, chat.CSV: {"alpaca", "chatml"}},
		refuses: append([]string{"CALL_NO_JSON", "ARGS_NOT_OBJECT", "SYSTEM_LATE", "SYSTEM_MANY", "TOOL_SCHEMA", "EMPTY_RATED", "KTO_TAG", "HISTORY_PAIRS"},
			unreadable...),
		fileStops: append([]string{"TOOL_CONFLICT", "TOOLS_NOT_TEXT", "MESSAGES_TEXT", "EXT_CASE", "NAME_COMMA", "INFO_NOT_ASCII", "INFO_BOM",
			"INFO_OPENAI", "INFO_COLUMN"}, unloadable...),
	},
	{
		Target: chat.Target{Key: "trl", Name: "TRL, Unsloth"}, instead: "trl",
		reads:     map[chat.FileFormat][]string{chat.JSONL: {"trl", "trl_prompt", "chatml"}, chat.Parquet: {"chatml"}, chat.CSV: {"chatml"}},
		refuses:   append([]string{"ARGS_NOT_OBJECT"}, unreadable...),
		fileStops: append([]string{"MESSAGES_TEXT"}, unloadable...),
	},
	{
		Target: chat.Target{Key: "axolotl", Name: "Axolotl"}, instead: "openai",
		reads:     map[chat.FileFormat][]string{chat.JSONL: axolotlReads, chat.Parquet: axolotlReads, chat.CSV: axolotlReads},
		refuses:   append([]string{"ARGS_NOT_OBJECT"}, unreadable...),
		fileStops: unloadable,
	},
	{
		Target: chat.Target{Key: "openai", Name: "OpenAI"}, instead: "openai",
		reads:     map[chat.FileFormat][]string{chat.JSONL: {"openai"}},
		refuses:   append([]string{"RESULT_NO_CALL", "CALL_NO_RESULT", "ARGS_NOT_OBJECT", "CALL_NO_NAME", "TOOL_NAME", "TOOL_TYPE", "END"}, unreadable...),
		fileStops: []string{"NOT_JSON", "FILE_BOM", "EXTRA_KEY"},
	},
	{
		Target: chat.Target{Key: "ms-swift", Name: "ms-swift"}, instead: "swift",
		reads:     map[chat.FileFormat][]string{chat.JSONL: swiftReads, chat.Parquet: swiftReads, chat.CSV: swiftReads},
		refuses:   append([]string{"CALL_NO_JSON", "ARGS_NOT_OBJECT", "PARALLEL_CALLS", "INLINE_CALL", "SPOKEN_CALL", "TOOLS_EMPTY"}, unreadable...),
		fileStops: unloadable,
	},
	{Target: chat.Target{Key: "reading", Name: "Reading"}},
}

// Targets lists what a dataset can be checked for; the first is the one meant when none is named.
func Targets() []chat.Target {
	all := make([]chat.Target, 0, len(targets))
	for _, t := range targets {
		all = append(all, t.Target)
	}
	return all
}

// findTarget returns the target with that key; empty is the first.
func findTarget(key string) (*target, error) {
	var known []string
	for i := range targets {
		if t := &targets[i]; key == "" || t.Key == key {
			return t, nil
		}
		known = append(known, targets[i].Key)
	}
	return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: "there is no target " + key, Advice: "choose one of: " + strings.Join(known, ", ")}
}

// refusal says why t takes no file of that kind, and which data format to choose instead; empty when it takes it.
func (t *target) refusal(format string, file chat.FileFormat) (reason, advice string) {
	switch {
	case t.reads == nil || slices.Contains(t.reads[file], format):
		return "", ""
	case slices.Contains(t.reads[chat.JSONL], format):
		return fmt.Sprintf("%s does not read the data format %s from the file format %s.", t.Name, format, file), ""
	}
	return fmt.Sprintf("%s does not read the data format %s.", t.Name, format), t.instead
}

// takes says whether t takes the record of d.
func (t *target) takes(d *draft, r rules) bool {
	if t.reads == nil {
		return true
	}
	if t.alternates && !r.oneText && !d.alternates() {
		return false
	}
	return !slices.ContainsFunc(d.warned, func(f chat.Finding) bool {
		unseen := f.Code == "TOOL_SCHEMA" && r.noTools || f.Code == "NOTHING_TO_LEARN" && r.oneText
		return !unseen && slices.Contains(t.refuses, f.Code)
	})
}

// alternates says whether turns of questions and results stand on odd places, and those of a model on even ones, the last
// of them at the end; a system prompt may stand first (LLaMA-Factory, data/converter.py).
func (d *draft) alternates() bool {
	turns := d.turns
	if len(turns) > 0 && turns[0].role == roleSystem {
		turns = turns[1:]
	}
	if len(d.rivals) > 1 && (d.rivals[1].role == roleUser || d.rivals[1].role == roleTool) {
		return false
	}
	turns = append(turns[:len(turns):len(turns)], d.rivals[:min(len(d.rivals), 1)]...)
	for i := range turns {
		asks := turns[i].role == roleUser || turns[i].role == roleTool
		if asks != (i%2 == 0) || turns[i].role == roleSystem {
			return false
		}
	}
	return len(turns) > 0 && len(turns)%2 == 0
}

// takers says for each target whether it takes the record of d.
func takers(d *draft, r rules) []bool {
	taken := make([]bool, len(targets))
	for i := range targets {
		taken[i] = targets[i].takes(d, r)
	}
	return taken
}

// readiness says how many records each target takes of a file of that kind, where counts holds how many it would take for
// what is in them.
func readiness(format string, file chat.FileFormat, counts []int) []chat.Ready {
	all := make([]chat.Ready, 0, len(targets))
	for i := range targets {
		r := chat.Ready{Target: targets[i].Target}
		if r.Reason, r.Advice = targets[i].refusal(format, file); r.Reason == "" {
			r.Records = counts[i]
		}
		all = append(all, r)
	}
	return all
}
