package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// datasetListCommand is "loquat dataset list".
type datasetListCommand struct{}

// listedDataset is one dataset of the list; its keys are SPEC's.
type listedDataset struct {
	Name       string          `json:"name"`
	DataFormat string          `json:"data_format"`
	FileFormat chat.FileFormat `json:"file_format"`
	FileName   string          `json:"file_name"`
	Records    int             `json:"records"`
	Bytes      int64           `json:"bytes"`
	CreatedAt  chat.Time       `json:"created_at"`
}

// Run lists the datasets.
func (datasetListCommand) Run(c *call) error {
	return c.look(func(l *library.Library) error {
		datasets, err := l.Datasets(c.ctx)
		if err != nil {
			return err
		}
		list := []listedDataset{}
		table := [][]string{{"NAME", "CREATED", "DATA FORMAT", "FILE", "RECORDS", "SIZE"}}
		for _, d := range datasets {
			list = append(list, listedDataset{d.Name, d.DataFormat, d.FileFormat, d.FileName, d.Records, d.Bytes, d.CreatedAt})
			table = append(table, []string{d.Name, day(d.CreatedAt), d.DataFormat, d.FileName, strconv.Itoa(d.Records), size(d.Bytes)})
		}
		return c.result(map[string]any{"datasets": list}, func(p *page) {
			if len(list) > 0 {
				p.table(table)
			} else {
				p.line("There are no datasets yet: make one with \"loquat export\".")
			}
		})
	})
}

// datasetPreviewCommand is "loquat dataset preview".
type datasetPreviewCommand struct {
	Name  string `arg:"" help:"Name of the dataset."`
	Limit int    `default:"20" placeholder:"N" help:"Print at most N records (${default})."`
}

// previewDocument is the JSON of a preview; its keys are SPEC's.
type previewDocument struct {
	Dataset string            `json:"dataset"`
	Records []json.RawMessage `json:"records"`
	Total   int               `json:"total"`
}

// Run prints the first records, read from the stored file.
func (cmd datasetPreviewCommand) Run(c *call) error {
	if cmd.Limit < 1 {
		return usage("--limit must be 1 or more", "give another number")
	}
	return c.look(func(l *library.Library) error {
		preview, err := l.PreviewDataset(c.ctx, cmd.Name, cmd.Limit)
		if err != nil {
			return err
		}
		d := previewDocument{Dataset: preview.Dataset, Records: []json.RawMessage{}, Total: preview.Total}
		for _, r := range preview.Records {
			d.Records = append(d.Records, json.RawMessage(r))
		}
		return c.result(d, func(p *page) { previewPage(p, d) })
	})
}

// previewPage writes the records for a person, indented.
func previewPage(p *page, d previewDocument) {
	for _, r := range d.Records {
		var indented bytes.Buffer
		if json.Indent(&indented, r, "", "  ") == nil {
			p.line("%s", indented.String())
		}
	}
	p.line("%d of %s", len(d.Records), count(d.Total, "record"))
}

// datasetDownloadCommand is "loquat dataset download".
type datasetDownloadCommand struct {
	Name   string `arg:"" help:"Name of the dataset."`
	Output string `required:"" placeholder:"FILE.zip" help:"The ZIP to write; a file of that name is replaced."`
}

// Run writes a dataset as a ZIP.
func (cmd datasetDownloadCommand) Run(c *call) error {
	return c.look(func(l *library.Library) error {
		draw, clear := c.progress()
		err := l.DownloadDataset(c.ctx, cmd.Name, cmd.Output, draw)
		clear()
		if err != nil {
			return err
		}
		return c.downloaded(cmd.Name, cmd.Output)
	})
}

// downloaded says where a ZIP is and how big it is.
func (c *call) downloaded(name, output string) error {
	path, err := filepath.Abs(output)
	if err != nil {
		return err
	}
	zip, err := os.Stat(path)
	if err != nil {
		return err
	}
	document := struct {
		Dataset string `json:"dataset"`
		Output  string `json:"output"`
		Bytes   int64  `json:"bytes"`
	}{name, path, zip.Size()}
	return c.said(document, func(p *page) { p.line("Wrote %s, %s", path, size(zip.Size())) })
}

// datasetDeleteCommand is "loquat dataset delete".
type datasetDeleteCommand struct {
	Name string `arg:"" help:"Name of the dataset."`
}

// Run deletes a dataset. A command that says "delete" asks no more.
func (cmd datasetDeleteCommand) Run(c *call) error {
	return c.change(func(l *library.Library) error {
		if err := l.DeleteDataset(c.ctx, cmd.Name); err != nil {
			return err
		}
		return c.said(map[string]string{"deleted": cmd.Name}, func(p *page) { p.line("Deleted the dataset \"%s\"", cmd.Name) })
	})
}
