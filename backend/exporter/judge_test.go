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
					judged, err := Judge(t.Context(), os.DirFS(dir), "", f.Key, ready.Target.Key)
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
