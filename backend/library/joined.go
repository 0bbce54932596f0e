package library

import (
	"slices"

	"loquat/backend/chat"
)

// joinReports is the report of an import whose watched places are read again, from the one it had and the one of now. before
// is nil when there was none.
func joinReports(before *chat.ImportReport, now chat.ImportReport) chat.ImportReport {
	if before == nil {
		return now
	}
	var files []chat.ImportReport
	for _, f := range now.Files {
		if i := slices.IndexFunc(before.Files, func(b chat.ImportReport) bool { return b.Path == f.Path }); i >= 0 {
			f = joinFile(before.Files[i], f)
		}
		files = append(files, f)
	}
	for _, b := range before.Files {
		if !slices.ContainsFunc(now.Files, func(f chat.ImportReport) bool { return f.Path == b.Path }) {
			files = append(files, b)
		}
	}
	whole := sumReports(files)
	whole.Cancelled, whole.Readings = now.Cancelled, max(before.Readings, 1)+1
	return whole
}

// joinFile is the report of now about one place, with what was counted and named before. What was left out or failed for the
// same reason before is counted and named once.
func joinFile(before, now chat.ImportReport) chat.ImportReport {
	skipped, failed := others(now.Skipped, before.Skipped), others(now.Failed, before.Failed)
	n := &now.Conversations
	again := chat.Counts{Skipped: len(now.Skipped) - len(skipped), Failed: len(now.Failed) - len(failed)}
	n.Skipped, n.Failed, n.Found = n.Skipped-again.Skipped, n.Failed-again.Failed, n.Found-again.Skipped-again.Failed
	addCounts(n, before.Conversations)
	now.Skipped = upTo(chat.MaxFindings, before.Skipped, skipped...)
	now.Failed = upTo(chat.MaxFindings, before.Failed, failed...)
	now.Notes = upTo(maxNotes, before.Notes, others(now.Notes, before.Notes)...)
	return now
}

// others are those of a list that are not among known.
func others[T comparable](list, known []T) []T {
	have := make(map[T]bool, len(known))
	for _, one := range known {
		have[one] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool { return have[one] })
}
