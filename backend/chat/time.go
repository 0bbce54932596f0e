package chat

import (
	"strconv"
	"time"
)

// Time is a point in time in UTC milliseconds that may be absent, and may be a guess (a file's date, a first message's).
type Time struct {
	MS      int64 // milliseconds since 1970-01-01 UTC; meaningless unless Valid
	Valid   bool  // false: the source gave no time, and none is made up
	Guessed bool  // true: taken from something near by, not from the record itself
}

// At makes a known time from t.
func At(t time.Time) Time { return Time{MS: t.UnixMilli(), Valid: true} }

// AtMS makes a known time from milliseconds since 1970 UTC.
func AtMS(ms int64) Time { return Time{MS: ms, Valid: true} }

// Guess returns t marked as guessed.
func (t Time) Guess() Time { t.Guessed = true; return t }

// UTC returns the moment as a time.Time in UTC; the zero time when t is not valid.
func (t Time) UTC() time.Time {
	if !t.Valid {
		return time.Time{}
	}
	return time.UnixMilli(t.MS).UTC()
}

// MarshalJSON writes RFC 3339 with milliseconds in UTC, or null.
func (t Time) MarshalJSON() ([]byte, error) {
	if !t.Valid {
		return []byte("null"), nil
	}
	return []byte(strconv.Quote(t.UTC().Format("2006-01-02T15:04:05.000Z07:00"))), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = Time{}
	if string(b) == "null" || string(b) == `""` {
		return nil
	}
	var at time.Time
	if err := at.UnmarshalJSON(b); err != nil {
		return err
	}
	*t = At(at)
	return nil
}

// maxNumericSeconds and its fellows are the borders FORMATS.md §0.4 draws between units of a bare number.
const (
	maxNumericSeconds = 1e11
	maxNumericMillis  = 1e14
	maxNumericMicros  = 1e17
)

// FromNumber reads a bare number as seconds, milliseconds, microseconds or nanoseconds, by its size. Zero and negative
// numbers are no time.
func FromNumber(f float64) Time {
	switch {
	case !(f > 0) || f > 1e20:
		return Time{}
	case f < maxNumericSeconds:
		return AtMS(int64(f * 1000))
	case f < maxNumericMillis:
		return AtMS(int64(f))
	case f < maxNumericMicros:
		return AtMS(int64(f / 1e3))
	}
	return AtMS(int64(f / 1e6))
}
