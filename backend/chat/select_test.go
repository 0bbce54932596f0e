package chat

import (
	"errors"
	"testing"
	"time"
)

// TestBoundsFollowTheClock: a day ends where the next begins, also where clocks change at midnight; else a conversation
// of that hour would be in no day, or in the wrong one.
func TestBoundsFollowTheClock(t *testing.T) {
	for _, c := range []struct{ zone, day, from, before, why string }{
		{"UTC", "2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", "a leap day"},
		{"Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z", "23 hours"},
		{"Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z", "25 hours"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", "no midnight, west of UTC"},
		{"America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z", "the day before has 24 hours"},
		{"Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z", "no midnight, east of UTC"},
		{"Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z", "2021-10-29T22:00:00Z", "two midnights, east of UTC"},
		{"America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z", "two midnights, west of UTC"},
		{"Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "the day before one that never was"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "a day that never was is empty, and no error"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Skipf("this system has no time zones: %v", err)
		}
		from, before, err := Filter{From: c.day, To: c.day}.Bounds(loc)
		if err != nil {
			t.Errorf("%s %s: %v", c.zone, c.day, err)
			continue
		}
		for end, pair := range map[string][2]string{"from": {c.from, AtMS(*from).UTC().Format(time.RFC3339)}, "to": {c.before, AtMS(*before).UTC().Format(time.RFC3339)}} {
			if pair[0] != pair[1] {
				t.Errorf("%s %s (%s), %s: got %s, want %s", c.zone, c.day, c.why, end, pair[1], pair[0])
			}
		}
	}
}

// TestBoundsRefuseWhatIsNoRange: a typing mistake must not become a filter that silently finds nothing.
func TestBoundsRefuseWhatIsNoRange(t *testing.T) {
	for _, f := range []Filter{{From: "2024-02-30"}, {To: "yesterday"}, {From: "2024-1-1"}, {From: "2024-01-02", To: "2024-01-01"}, {From: "2024-01-01T00:00"}} {
		_, _, err := f.Bounds(time.UTC)
		var told *Error
		if !errors.As(err, &told) || told.Code != CodeBadDate {
			t.Errorf("%q to %q: got %v, want a bad date", f.From, f.To, err)
		}
	}
	if from, before, err := (Filter{}).Bounds(time.UTC); from != nil || before != nil || err != nil {
		t.Errorf("no days: got %v, %v, %v, want an open range", from, before, err)
	}
}
