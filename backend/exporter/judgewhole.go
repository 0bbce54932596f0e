package exporter

import (
	"errors"
	pathpkg "path"
	"slices"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// whole says something about the file as a whole.
func (j *judge) whole(name string, values ...string) {
	j.add(fileFinding(name, false, values...))
	if slices.Contains(unread, name) || slices.Contains(j.target.fileStops, name) {
		j.report.Loads = false
	}
}

// unread are findings for which there is nothing to read, whoever reads.
var unread = []string{"FILE_UNREADABLE", "FILE_OUTSIDE", "NO_RECORDS"}

// reasonOf is what an error says of a file, less the file.
func reasonOf(err error) string {
	var known *chat.Error
	if errors.As(err, &known) {
		return known.Reason
	}
	return err.Error()
}

// once says something about the file as a whole the first time.
func (j *judge) once(name string, values ...string) {
	if !j.said[name] {
		j.said[name] = true
		j.whole(name, values...)
	}
}

// add counts and lists findings.
func (j *judge) add(found []chat.Finding) {
	for _, f := range found {
		j.report.CodeCounts[f.Code]++
		if len(j.report.Findings) >= chat.MaxFindings {
			j.report.Truncated = true
			continue
		}
		j.report.Findings = append(j.report.Findings, f)
	}
}

// conclude says what the whole file shows, and counts what is ready.
func (j *judge) conclude() {
	r := &j.report
	r.DataFormat = j.format
	if r.Records == 0 {
		j.whole("NO_RECORDS")
	}
	j.describedOtherwise()
	if j.rules.templated && j.target.reads != nil {
		j.add(j.needs.findings())
	}
	if j.format == ktoFormat.Key && r.Records > 0 && (j.good == 0 || j.good == r.Records) {
		j.whole("KTO_ONE_CLASS", strconv.FormatBool(j.good > 0))
	}
	if r.FileFormat == chat.JSONL {
		j.inferred()
	}
	if j.calls && !j.tools && j.target.alternates {
		j.whole("TOOLS_UNMAPPED")
	}
	if j.target.Key == "openai" && r.Records < leastExamples {
		j.whole("OPENAI_MIN10", strconv.Itoa(r.Records))
	}
	if word := splitWord(strings.TrimSuffix(pathpkg.Base(r.File), pathpkg.Ext(r.File))); word != "" && j.target.reads != nil {
		j.whole("FILE_SPLIT_NAME", word)
	}
	r.Reason, r.Advice = j.target.refusal(j.format, r.FileFormat)
	if r.Loads && r.Reason == "" {
		r.Ready = r.Sound
	}
}

// describedOtherwise says what dataset_info.json has in another way than the file.
func (j *judge) describedOtherwise() {
	r := &j.report
	if n := j.described.records; n != nil && *n != r.Records && j.target.reads != nil {
		j.whole("NUM_SAMPLES", strconv.Itoa(*n), strconv.Itoa(r.Records))
	}
	for _, column := range j.unseen {
		if j.target.alternates && r.Records > 0 {
			j.whole("INFO_COLUMN", column)
		}
	}
}

// inferred says what readers that infer types make of the columns.
func (j *judge) inferred() {
	if j.shown > maxFirstRows {
		j.whole("FILE_FIRST_100", strconv.Itoa(j.shown))
	}
	for _, name := range j.columns.datedPaths() {
		j.whole("TOOL_DATE", name)
	}
	for _, names := range j.columns.alike(true) {
		j.whole("TOOL_CASE", names[0], names[1])
	}
}
