package exporter

import "loquat/backend/chat"

// newReport makes an empty report for an export.
func newReport(opt chat.ExportOptions) chat.ExportReport {
	return chat.ExportReport{
		Dataset: opt.Dataset, FileName: fileName(opt), FileFormat: opt.FileFormat, DataFormat: opt.DataFormat,
		Repaired: []chat.Finding{}, LeftOut: []chat.Finding{}, Warnings: []chat.Finding{}, CodeCounts: map[string]int{}, Ready: []chat.Ready{},
	}
}

// count adds findings to one list of the report: all are counted, the first MaxFindings are listed.
func count(r *chat.ExportReport, list *[]chat.Finding, found []chat.Finding) {
	for _, f := range found {
		r.CodeCounts[f.Code]++
		if len(*list) >= chat.MaxFindings {
			r.Truncated = true
			continue
		}
		*list = append(*list, f)
	}
}

// fileFinding makes the report's line about the file as a whole.
func fileFinding(name string, done bool, values ...string) []chat.Finding {
	return []chat.Finding{fillFinding(chat.Finding{}, name, done, values)}
}
