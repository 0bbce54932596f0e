package exporter

import "bytes"

// remember keeps the first limit records.
func remember(records []any, record any, limit int) []any {
	if len(records) < limit {
		records = append(records, record)
	}
	return records
}

// previewed writes the first records as JSON text, as ReadBack would.
func (p *pass) previewed() ([]string, error) {
	records := append(p.front, p.rest...)
	records = records[:min(len(records), p.preview)]
	texts := make([]string, 0, len(records))
	var b bytes.Buffer
	for _, r := range records {
		b.Reset()
		if err := appendRecord(&b, r); err != nil {
			return texts, err
		}
		text, err := reread(b.Bytes(), p.recordType())
		if err != nil {
			return texts, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}
