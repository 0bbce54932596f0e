package library

import (
	"fmt"
	"path/filepath"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/store"
)

// emptyReport is a report about path without anything found; its lists are empty and not nil, for the window.
func emptyReport(path string) chat.ImportReport {
	return chat.ImportReport{Path: path, Skipped: []chat.Problem{}, Failed: []chat.Problem{}, Unknown: map[string]int{}, Notes: []string{}, Files: []chat.ImportReport{}}
}

// within names a file inside the path that the person named; the path itself stays as it is.
func within(label, file string) string {
	switch {
	case file == "" || file == filepath.Base(label):
		return label
	case strings.HasPrefix(file, label):
		return file
	}
	return label + ", " + file
}

// upTo adds more to a list that is cut at limit; the counts go on.
func upTo[T any](limit int, list []T, more ...T) []T {
	return append(list, more[:min(len(more), max(limit-len(list), 0))]...)
}

// mixed is the format of what has the formats a and b; an empty one is none yet.
func mixed(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return "mixed"
}

// sumReports makes the report about the whole from those about its files.
func sumReports(files []chat.ImportReport) chat.ImportReport {
	whole := emptyReport("")
	whole.Files = append(whole.Files, files...)
	for _, f := range files {
		addCounts(&whole.Conversations, f.Conversations)
		whole.Format = mixed(whole.Format, f.Format)
		whole.SubAgents += f.SubAgents
		whole.Messages += f.Messages
		whole.Attachments.Kept += f.Attachments.Kept
		whole.Attachments.Missing += f.Attachments.Missing
		whole.Skipped = upTo(chat.MaxFindings, whole.Skipped, f.Skipped...)
		whole.Failed = upTo(chat.MaxFindings, whole.Failed, f.Failed...)
		whole.Notes = upTo(maxNotes, whole.Notes, f.Notes...)
		whole.UnknownFiles = upTo(chat.MaxFindings, whole.UnknownFiles, f.UnknownFiles...)
		for kind, n := range f.Unknown {
			whole.Unknown[kind] += n
		}
		if whole.Error == "" {
			whole.Error = f.Error
		}
	}
	return whole
}

// addCounts adds more to n.
func addCounts(n *chat.Counts, more chat.Counts) {
	n.Found += more.Found
	n.New += more.New
	n.Updated += more.Updated
	n.Unchanged += more.Unchanged
	n.Skipped += more.Skipped
	n.Failed += more.Failed
}

// takeBack corrects a report whose last conversations could not be kept after all, because the batch they were in failed:
// they are failed now. Batches follow each other, so they are the last ones of the last files.
func takeBack(whole *chat.ImportReport, undone store.Undone, cause error) {
	lost := undone.New + undone.Updated + undone.Unchanged
	if lost == 0 {
		return
	}
	problem := chat.Problem{Offset: -1, Reason: fmt.Sprintf("%d conversations read before could not be kept: %v", lost, cause)}
	for i := len(whole.Files) - 1; i >= 0; i-- {
		f := &whole.Files[i]
		n := &f.Conversations
		before := n.Failed
		for _, part := range []struct{ lost, counted *int }{{&undone.New, &n.New}, {&undone.Updated, &n.Updated}, {&undone.Unchanged, &n.Unchanged},
			{&undone.Messages, &f.Messages}, {&undone.SubAgents, &f.SubAgents}, {&undone.Attachments.Kept, &f.Attachments.Kept},
			{&undone.Attachments.Missing, &f.Attachments.Missing}} {
			back := min(*part.lost, *part.counted)
			*part.lost, *part.counted = *part.lost-back, *part.counted-back
		}
		n.Failed = n.Found - n.New - n.Updated - n.Unchanged - n.Skipped
		if n.Failed > before {
			problem.Where = f.Path
			f.Failed = upTo(chat.MaxFindings, f.Failed, problem)
		}
	}
}
