package cli

import (
	"loquat/backend/chat"
	"loquat/backend/library"
)

// exportCommand is "loquat export".
type exportCommand struct {
	Name       string          `required:"" placeholder:"NAME" help:"Name of the dataset."`
	FileName   string          `placeholder:"FILE" help:"Name of the data file, without extension; without it, \"conversations\"."`
	FileFormat chat.FileFormat `required:"" placeholder:"F" enum:"jsonl,csv,parquet" help:"${enum}."`
	choiceFlags
	selectionFlags
}

// Run writes a dataset.
func (cmd exportCommand) Run(c *call) error {
	if err := cmd.selectionFlags.check(); err != nil {
		return err
	}
	return c.change(func(l *library.Library) error {
		selection, err := cmd.selection(c, l)
		if err != nil {
			return err
		}
		options := cmd.options(cmd.Name, cmd.FileName, cmd.FileFormat)
		draw, clear := c.progress()
		report, err := l.Export(c.ctx, chat.ExportRequest{Selection: selection, Options: options}, draw)
		clear()
		if err != nil {
			return err
		}
		if report.Conversations.LeftOut+report.LeftOutRecords > 0 {
			c.code = exitPartly
		}
		return c.said(exportDocumentOf(report), func(p *page) { exportPage(p, report) })
	})
}

// exportDocument is the JSON of an export; its keys are SPEC's.
type exportDocument struct {
	Dataset       string          `json:"dataset"`
	FileName      string          `json:"file_name"`
	FileFormat    chat.FileFormat `json:"file_format"`
	DataFormat    string          `json:"data_format"`
	Records       int             `json:"records"`
	Bytes         int64           `json:"bytes"`
	Conversations chat.Exported   `json:"conversations"`
	Repaired      []finding       `json:"repaired"`
	LeftOut       []finding       `json:"left_out"`
	Warnings      []finding       `json:"warnings"`
}

// finding is one sentence about one conversation.
type finding struct {
	ConversationID string `json:"conversation_id"`
	Code           string `json:"code"`
	Turn           int    `json:"turn"`
	Message        string `json:"message"`
}

// exportDocumentOf turns a report into its JSON.
func exportDocumentOf(r chat.ExportReport) exportDocument {
	return exportDocument{Dataset: r.Dataset, FileName: r.FileName, FileFormat: r.FileFormat, DataFormat: r.DataFormat, Records: r.Records,
		Bytes: r.Bytes, Conversations: r.Conversations, Repaired: findingsOf(r.Repaired), LeftOut: findingsOf(r.LeftOut), Warnings: findingsOf(r.Warnings)}
}

// findingsOf turns findings into their JSON.
func findingsOf(list []chat.Finding) []finding {
	out := make([]finding, 0, len(list))
	for _, f := range list {
		out = append(out, finding{f.ConversationID, f.Code, f.Turn, f.Message})
	}
	return out
}

// exportPage writes the report for a person.
func exportPage(p *page, r chat.ExportReport) {
	p.line("Wrote %s from %s to the dataset \"%s\": %s, %s", count(r.Records, "record"), count(r.Conversations.Exported, "conversation"),
		r.Dataset, r.FileName, size(r.Bytes))
	findingLines(p, "Left out", r.LeftOut)
	findingLines(p, "Repaired", r.Repaired)
	findingLines(p, "Warning", r.Warnings)
}

// findingLines lists findings under a word.
func findingLines(p *page, word string, list []chat.Finding) {
	for _, f := range list[:min(len(list), maxListed)] {
		if f.ConversationID == "" {
			p.line("%s: %s", word, f.Message)
		} else {
			p.line("%s: %s: %s", word, f.ConversationID, f.Message)
		}
	}
	if more := len(list) - maxListed; more > 0 {
		p.line("%s: %d more; --json lists them", word, more)
	}
}
