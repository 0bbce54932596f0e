package cli

import (
	"cmp"
	"fmt"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// judgedDocument is the JSON of the check of one data file.
type judgedDocument struct {
	File       string          `json:"file"`
	Dataset    string          `json:"dataset"`
	Target     string          `json:"target"`
	Reason     string          `json:"reason"` // why the target takes none; may be empty
	Advice     string          `json:"advice"` // the data format to choose instead; may be empty
	DataFormat string          `json:"data_format"`
	FileFormat chat.FileFormat `json:"file_format"`
	Loads      bool            `json:"loads"` // nothing about the file as a whole keeps the target from reading it
	Records    int             `json:"records"`
	Ready      int             `json:"ready"`
	Sound      int             `json:"sound"`    // records with nothing that the target refuses
	Skipped    int             `json:"skipped"`  // records that it skips
	Stopping   int             `json:"stopping"` // records at which it stops
	CodeCounts map[string]int  `json:"code_counts"`
	Findings   []checked       `json:"findings"`
}

// file says which records of a dataset of somebody else the target takes.
func (cmd checkCommand) file(c *call) error {
	if cmd.given() || len(cmd.IDs) > 0 {
		return usage("a file and filters exclude each other", "leave one of them out")
	}
	draw, clear := c.progress()
	judged, err := library.CheckFile(c.ctx, cmd.File, cmd.DataFormat, cmd.Target, draw)
	clear()
	if err != nil {
		return err
	}
	documents := make([]judgedDocument, 0, len(judged))
	for _, j := range judged {
		documents = append(documents, judgedDocument{File: j.File, Dataset: j.Dataset, Target: j.Target.Key, Reason: j.Reason, Advice: j.Advice,
			DataFormat: j.DataFormat, FileFormat: j.FileFormat, Loads: j.Loads, Records: j.Records, Ready: j.Ready, Sound: j.Sound,
			Skipped: j.Skipped, Stopping: j.Stopping, CodeCounts: j.CodeCounts, Findings: checkedOf(j.Findings)})
		if j.Ready < j.Records || !j.Loads {
			c.code = exitPartly
		}
	}
	return c.result(map[string]any{"files": documents}, func(p *page) {
		for _, j := range judged {
			judgedPage(p, j)
		}
	})
}

// judgedPage writes what a target would do with one file.
func judgedPage(p *page, j chat.Judged) {
	of := cmp.Or(j.File, j.Dataset)
	if j.DataFormat != "" {
		of += " (" + j.DataFormat + ")"
	}
	parts := []string{fmt.Sprintf("%s: %d of %s ready for %s", of, j.Ready, count(j.Records, "record"), j.Target.Name)}
	if j.Skipped > 0 {
		parts = append(parts, fmt.Sprintf("%d would be skipped", j.Skipped))
	}
	if j.Stopping > 0 {
		parts = append(parts, fmt.Sprintf("%d would stop the run", j.Stopping))
	}
	p.line("%s", strings.Join(parts, " · "))
	if j.Reason != "" {
		p.line("%s", strings.TrimSpace(j.Reason+" "+instead(j.Advice)))
	}
	if !j.Loads {
		p.line("The file as a whole does not load; %d of its records would otherwise be ready.", j.Sound)
	}
	for _, f := range j.Findings[:min(len(j.Findings), maxListed)] {
		where := "File"
		if f.Record > 0 {
			where = fmt.Sprintf("Record %d", f.Record)
		}
		p.line("%s: %s: %s", where, f.Code, f.Message)
	}
	if more := len(j.Findings) - maxListed; more > 0 {
		p.line("%d more; --json lists them", more)
	}
}
