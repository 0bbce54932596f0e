package library

import (
	"errors"
	"fmt"

	"loquat/backend/chat"
	"loquat/backend/store"
)

// tally fills the report about one input.
type tally struct {
	report *chat.ImportReport
	notes  []note
	more   int // notes that are counted only
}

// note is a repair of a reader: where it was made first, and in how many conversations.
type note struct {
	text, first string
	times       int
}

// maxNotes is how many different notes a report lists.
const maxNotes = 1000

// stopped reports that a file could not be read to its end: the place counts as one conversation found and failed.
func (t *tally) stopped(where string, offset int64, err error) {
	if t.report.Error == "" {
		t.report.Error = err.Error()
	}
	problem := chat.Problem{Where: where, Offset: offset, Reason: err.Error()}
	if told := (*chat.Error)(nil); errors.As(err, &told) && told.File != "" {
		rest := *told
		rest.File = ""
		problem.Where, problem.Reason = within(t.report.Path, told.File), rest.Error()
	}
	t.failed(problem)
}

// failed counts and names a record that could not be read.
func (t *tally) failed(p chat.Problem) {
	t.report.Conversations.Found++
	t.report.Conversations.Failed++
	t.report.Failed = upTo(chat.MaxFindings, t.report.Failed, p)
}

// skipped counts and names a record that was understood and left out.
func (t *tally) skipped(p chat.Problem) {
	t.report.Conversations.Found++
	t.report.Conversations.Skipped++
	t.report.Skipped = upTo(chat.MaxFindings, t.report.Skipped, p)
}

// put counts a conversation that was put.
func (t *tally) put(c *chat.Conversation, done store.Put) {
	n := &t.report.Conversations
	n.Found++
	switch done.Outcome {
	case store.New:
		n.New++
	case store.Updated:
		n.Updated++
	case store.Unchanged:
		n.Unchanged++
	}
	t.report.Messages += done.Messages
	t.report.SubAgents += done.SubAgents
	t.report.Attachments.Kept += done.Attachments.Kept
	t.report.Attachments.Missing += done.Attachments.Missing
	for _, text := range done.Notes {
		t.note(text, c)
	}
	t.remarks(c)
}

// remarks takes up what the reader did not understand or had to repair, in c and in its sub-agent runs. It is told
// when the conversation is unchanged as well: it is about the file.
func (t *tally) remarks(c *chat.Conversation) {
	for kind, n := range c.Unknown {
		t.report.Unknown[kind] += n
	}
	for _, text := range c.Notes {
		t.note(text, c)
	}
	for i := range c.SubAgents {
		t.remarks(&c.SubAgents[i])
	}
}

// note counts one note of a reader.
func (t *tally) note(text string, c *chat.Conversation) {
	for i := range t.notes {
		if t.notes[i].text == text {
			t.notes[i].times++
			return
		}
	}
	if len(t.notes) < maxNotes {
		t.notes = append(t.notes, note{text: text, first: c.DisplayTitle(), times: 1})
	} else {
		t.more++
	}
}

// writeNotes puts the notes into the report, and the files that were passed over, the first of them by name.
func (t *tally) writeNotes(unknown []chat.Problem) {
	for _, n := range t.notes {
		line := fmt.Sprintf("%s: %s", n.first, n.text)
		if n.times > 1 {
			line += fmt.Sprintf(" (and in %d more conversations)", n.times-1)
		}
		t.report.Notes = append(t.report.Notes, line)
	}
	if t.more > 0 {
		t.report.Notes = append(t.report.Notes, fmt.Sprintf("%s: %d more notes", t.report.Path, t.more))
	}
	const named = 20
	for i, p := range unknown {
		p.Where = within(t.report.Path, p.Where)
		t.report.UnknownFiles = upTo(chat.MaxFindings, t.report.UnknownFiles, p)
		if i < named {
			t.report.Notes = append(t.report.Notes, fmt.Sprintf("%s: %s", p.Where, p.Reason))
		}
	}
	if more := len(unknown) - named; more > 0 {
		t.report.Notes = append(t.report.Notes, fmt.Sprintf("%s: %d more files were passed over", t.report.Path, more))
	}
}
