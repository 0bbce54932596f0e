package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// checkCommand is "loquat check".
type checkCommand struct {
	File       string          `arg:"" optional:"" help:"A dataset of somebody else: JSONL, CSV, Parquet, or a folder or ZIP with dataset_info.json. Without it, what an export would write."`
	Target     string          `default:"llama-factory" placeholder:"T" help:"Who is to take the records (${default}): llama-factory, trl, axolotl, openai, ms-swift or reading."`
	FileFormat chat.FileFormat `default:"jsonl" placeholder:"F" enum:"jsonl,csv,parquet" help:"${enum}; of an export (${default})."`
	choiceFlags
	selectionFlags
}

// Run says which records the target takes.
func (cmd checkCommand) Run(c *call) error {
	if err := checkTarget(cmd.Target); err != nil {
		return err
	}
	if err := cmd.selectionFlags.check(); err != nil {
		return err
	}
	if cmd.File != "" {
		return cmd.file(c)
	}
	return c.look(func(l *library.Library) error {
		selection, err := cmd.selection(c, l)
		if err != nil {
			return err
		}
		draw, clear := c.progress()
		checked, err := l.Check(c.ctx, chat.ExportRequest{Selection: selection, Options: cmd.options("check", "", cmd.FileFormat)}, 0, draw)
		clear()
		if err != nil {
			return err
		}
		ready := readyFor(checked.Report, cmd.Target)
		if ready.Records < checked.Report.Records || checked.Report.LeftOutRecords > 0 {
			c.code = exitPartly
		}
		return c.result(checkDocumentOf(checked.Report, ready), func(p *page) { checkPage(p, checked.Report, ready) })
	})
}

// checkTarget says that there is no target of that name.
func checkTarget(key string) error {
	var known []string
	for _, t := range library.Targets() {
		if t.Key == key {
			return nil
		}
		known = append(known, t.Key)
	}
	return usage("there is no target "+key, "choose one of: "+strings.Join(known, ", "))
}

// readyFor is what a report says of a target.
func readyFor(r chat.ExportReport, target string) chat.Ready {
	i := slices.IndexFunc(r.Ready, func(ready chat.Ready) bool { return ready.Target.Key == target })
	return r.Ready[i]
}

// checkDocument is the JSON of the check of an export.
type checkDocument struct {
	Target        string          `json:"target"`
	Reason        string          `json:"reason"` // why the target takes none; may be empty
	Advice        string          `json:"advice"` // the data format to choose instead; may be empty
	DataFormat    string          `json:"data_format"`
	FileFormat    chat.FileFormat `json:"file_format"`
	Records       int             `json:"records"`
	Ready         int             `json:"ready"`
	Repaired      int             `json:"repaired_records"`
	LeftOut       int             `json:"left_out_records"`
	Conversations chat.Exported   `json:"conversations"`
	CodeCounts    map[string]int  `json:"code_counts"`
	Repairs       []checked       `json:"repaired"`
	LeftOuts      []checked       `json:"left_out"`
	Warnings      []checked       `json:"warnings"`
}

// checked is one sentence about one conversation, or about one record of a file, with what a trainer would do.
type checked struct {
	finding
	Level  string `json:"level"`
	Record int    `json:"record,omitempty"`
}

// checkDocumentOf turns a report into its JSON.
func checkDocumentOf(r chat.ExportReport, ready chat.Ready) checkDocument {
	return checkDocument{Target: ready.Target.Key, Reason: ready.Reason, Advice: ready.Advice, DataFormat: r.DataFormat, FileFormat: r.FileFormat,
		Records: r.Records, Ready: ready.Records, Repaired: r.RepairedRecords, LeftOut: r.LeftOutRecords, Conversations: r.Conversations,
		CodeCounts: r.CodeCounts, Repairs: checkedOf(r.Repaired), LeftOuts: checkedOf(r.LeftOut), Warnings: checkedOf(r.Warnings)}
}

// checkedOf turns findings into their JSON.
func checkedOf(list []chat.Finding) []checked {
	out := make([]checked, 0, len(list))
	for i, f := range findingsOf(list) {
		out = append(out, checked{f, list[i].Level, list[i].Record})
	}
	return out
}

// checkPage writes the outcome for a person: one line, then why.
func checkPage(p *page, r chat.ExportReport, ready chat.Ready) {
	parts := []string{fmt.Sprintf("%s ready for %s", count(ready.Records, "record"), ready.Target.Name)}
	if more := r.Records - ready.Records; more > 0 {
		parts = append(parts, fmt.Sprintf("%d not ready", more))
	}
	if r.RepairedRecords > 0 {
		parts = append(parts, fmt.Sprintf("%d repaired (%s)", r.RepairedRecords, codesOf(r.Repaired)))
	}
	if r.LeftOutRecords > 0 {
		parts = append(parts, fmt.Sprintf("%d left out (%s)", r.LeftOutRecords, codesOf(r.LeftOut)))
	}
	p.line("%s", strings.Join(parts, " · "))
	if ready.Reason != "" {
		p.line("%s", strings.TrimSpace(ready.Reason+" "+instead(ready.Advice)))
	}
	findingLines(p, "Left out", r.LeftOut)
	findingLines(p, "Repaired", r.Repaired)
	findingLines(p, "Warning", r.Warnings)
}

// instead names the data format to choose.
func instead(format string) string {
	if format == "" {
		return ""
	}
	return "Use --data-format " + format + "."
}

// codesOf names the codes of findings with how often each stands there.
func codesOf(list []chat.Finding) string {
	counts := map[string]int{}
	for _, f := range list {
		counts[f.Code]++
	}
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", code, counts[code]))
	}
	return strings.Join(parts, ", ")
}
