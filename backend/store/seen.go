package store

import (
	"context"
	"slices"
)

// saw notes that the import met a conversation and left it as it is, unless it brought that version itself. Who undoes an
// earlier import keeps what a later one has as well.
func (w *Writer) saw(old *stored) {
	if old.updatedImport != w.importID {
		w.seen = append(w.seen, old.id)
	}
}

// putSeen writes what the open batch has seen, as ranges of ids.
func (w *Writer) putSeen(ctx context.Context) error {
	for _, r := range rangesOf(w.seen) {
		if _, err := w.s.write.ExecContext(ctx, `INSERT INTO seen (import_id, first, last) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET last = max(last, excluded.last)`, w.importID, r.first, r.last); err != nil {
			return err
		}
	}
	return nil
}

// idRange is the ids from first to last.
type idRange struct{ first, last int64 }

// rangesOf sorts ids and joins neighbours.
func rangesOf(ids []int64) []idRange {
	slices.Sort(ids)
	var ranges []idRange
	for _, id := range ids {
		if n := len(ranges); n > 0 && id <= ranges[n-1].last+1 {
			ranges[n-1].last = id
		} else {
			ranges = append(ranges, idRange{id, id})
		}
	}
	return ranges
}
