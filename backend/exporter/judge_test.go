package exporter

import (
	"os"
	"testing"

	"loquat/backend/chat"
)

// TestJudgeAgreesWithTheExport writes the exam in every data format and file format and judges the files: for every target
// as many records are ready as the export's own check said, so that the two can never tell a person different things.
func TestJudgeAgreesWithTheExport(t *testing.T) {
	all := script(t, allCases(t))
	for _, f := range Formats {
		for _, file := range f.Files() {
			if !file.Offered || f.rules.pages {
				continue
			}
			for _, recorded := range []bool{false, true} {
				dir := t.TempDir()
				opt := chat.ExportOptions{Dataset: "tea", DataFormat: f.Key, FileFormat: file.FileFormat, AsRecorded: recorded}
				report, err := Write(t.Context(), dir, len(all), conversations(all), opt, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, ready := range report.Ready {
					if ready.Reason != "" {
						continue // said before a record is read
					}
					judged, err := Judge(t.Context(), os.DirFS(dir), "", f.Key, ready.Target.Key, nil)
					if err != nil {
						t.Fatal(err)
					}
					j := judged[0]
					if j.Records != report.Records || j.Ready != ready.Records || j.Reason != ready.Reason {
						t.Errorf("%s as %s, as recorded %v, for %s: the export says %d of %d (%s), the file %d of %d (%s): %v", f.Key, file.FileFormat, recorded,
							ready.Target.Key, ready.Records, report.Records, ready.Reason, j.Ready, j.Records, j.Reason, j.CodeCounts)
					}
				}
			}
		}
	}
}

// TestJudgingTellsHowFarItIs: a file of many records takes a while, and a person wants to see it move. Of every file format
// the bytes read only grow, and end at all of them.
func TestJudgingTellsHowFarItIs(t *testing.T) {
	all := script(t, allCases(t))
	for _, file := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		dir := t.TempDir()
		report, err := Write(t.Context(), dir, len(all), conversations(all), chat.ExportOptions{Dataset: "tea", FileFormat: file}, nil)
		if err != nil {
			t.Fatal(err)
		}
		last, told := int64(0), 0
		_, err = Judge(t.Context(), os.DirFS(dir), "", "", "", func(name string, read, size int64) {
			if told++; name != report.FileName || read < last || size != report.Bytes {
				t.Errorf("%s: %d of %d bytes of %s, after %d", file, read, size, name, last)
			}
			last = read
		})
		if err != nil || told != report.Records || last != report.Bytes {
			t.Errorf("%s: told %d times, at last %d of %d bytes, %v", file, told, last, report.Bytes, err)
		}
	}
}
