package cli

import (
	"os"
	"path/filepath"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// demoCommand is "loquat demo": the whole journey, for a machine without a display.
type demoCommand struct {
	Output string `placeholder:"DIR" help:"Folder for the sample library and the ZIPs; without it, a new temporary one."`
}

// Run walks from the sample conversations to a ZIP in each file format and says what it does and where.
func (cmd demoCommand) Run(c *call) (err error) {
	dir := cmd.Output
	if dir == "" {
		dir, err = os.MkdirTemp("", "loquat-demo-")
	} else if err = os.MkdirAll(dir, 0o700); err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return err
	}
	c.Library = filepath.Join(dir, "library")
	return c.create(func(l *library.Library) error {
		c.warn("Library: %s", c.Library)
		report, err := l.ImportSamples(c.ctx, nil)
		if err != nil {
			return err
		}
		c.warn("Imported the sample conversations: %s", summary(report.Conversations))
		return cmd.journey(c, l, dir)
	})
}

// journey filters, exports, previews and downloads.
func (cmd demoCommand) journey(c *call, l *library.Library, dir string) error {
	filter := chat.Filter{Types: []chat.Type{chat.TypeChat, chat.TypeAgent}}
	selection := chat.Selection{Filter: &filter}
	selected, err := l.Count(c.ctx, selection)
	if err != nil {
		return err
	}
	c.warn("Filter: type chat or agent matches %s", count(selected, "conversation"))
	var made []demoDataset
	for _, format := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		d, err := cmd.export(c, l, dir, selection, format)
		if err != nil {
			return err
		}
		made = append(made, d)
	}
	return c.result(map[string]any{"library": c.Library, "datasets": made}, func(p *page) {
		for _, d := range made {
			p.line("%s", d.ZIP)
		}
	})
}

// demoDataset is what the demo made in one file format.
type demoDataset struct {
	Dataset    string          `json:"dataset"`
	FileFormat chat.FileFormat `json:"file_format"`
	Records    int             `json:"records"`
	ZIP        string          `json:"zip"`
}

// export makes one dataset, reads its first record back and writes its ZIP.
func (cmd demoCommand) export(c *call, l *library.Library, dir string, s chat.Selection, format chat.FileFormat) (demoDataset, error) {
	name, err := l.SuggestName(c.ctx, "samples-"+string(format))
	if err != nil {
		return demoDataset{}, err
	}
	report, err := l.Export(c.ctx, chat.ExportRequest{Selection: s, Options: chat.ExportOptions{Dataset: name, FileFormat: format}}, nil)
	if err != nil {
		return demoDataset{}, err
	}
	c.warn("Exported %s to the dataset \"%s\": %s, %s; repaired %d, left out %d", count(report.Records, "record"), name, report.FileName,
		size(report.Bytes), report.RepairedRecords, report.LeftOutRecords)
	preview, err := l.PreviewDataset(c.ctx, name, 1)
	if err != nil {
		return demoDataset{}, err
	}
	for _, record := range preview.Records {
		c.warn("First record, read back: %s …", chat.FirstLine(record, 160))
	}
	zip := filepath.Join(dir, name+".zip")
	if err := l.DownloadDataset(c.ctx, name, zip, nil); err != nil {
		return demoDataset{}, err
	}
	return demoDataset{name, format, report.Records, zip}, nil
}
