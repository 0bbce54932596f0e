package exporter

import (
	"fmt"
	"strconv"

	"loquat/backend/chat"
)

// maxFirst is where datasets stops looking at a JSON file to fix its columns.
const maxFirst = 10 << 20

// maxFirstRows is where Polars stops unless it is told otherwise.
const maxFirstRows = 100

// conclude closes the sink and reports what concerns the whole file.
func (p *pass) conclude(s sink) error {
	if p.report.Records == 0 {
		return p.nothing()
	}
	if p.opt.FileFormat == chat.JSONL {
		if p.first > maxFirst {
			mib := strconv.FormatInt((p.first+1<<20-1)>>20, 10)
			count(&p.report, &p.report.Warnings, fileFinding("FILE_FIRST_10MIB", false, mib))
		}
		if p.firsts > maxFirstRows {
			count(&p.report, &p.report.Warnings, fileFinding("FILE_FIRST_100", false, strconv.Itoa(p.firsts)))
		}
		for _, name := range p.columns.dates(shapeOf(p.recordType()), !p.layout.toolsAsText) {
			count(&p.report, &p.report.Warnings, fileFinding("TOOL_DATE", false, name))
		}
		for _, names := range p.columns.alike(!p.layout.toolsAsText) {
			count(&p.report, &p.report.Warnings, fileFinding("TOOL_CASE", false, names[0], names[1]))
		}
	}
	count(&p.report, &p.report.Warnings, p.needs.findings())
	if p.format.conclude != nil {
		p.format.conclude(p)
	}
	p.report.Ready = readiness(p.format.Key, p.opt.FileFormat, p.ready)
	bytes, err := s.finish()
	p.report.Bytes = bytes
	return err
}

// nothing is the error of an export without a record.
func (p *pass) nothing() error {
	reason := "the conversation selected gives no training record"
	if n := p.report.Conversations.Selected; n > 1 {
		reason = fmt.Sprintf("none of the %d conversations selected gives a training record", n)
	}
	advice := "select other conversations"
	if len(p.report.LeftOut) > 0 {
		first := p.report.LeftOut[0]
		advice += fmt.Sprintf(" (%s: %s)", first.ConversationID, fill(code(first.Code).Sentence, first.Values))
	}
	return &chat.Error{Code: chat.CodeNothingToLearn, Reason: reason, Advice: advice}
}
