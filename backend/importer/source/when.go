package source

import (
	"strconv"
	"strings"
	"time"

	"loquat/backend/chat"
)

// layouts are the written times of FORMATS.md §0.4; fractions of a second are accepted by time.Parse in all of them.
var layouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04",
	"2006-01-02 15:04",
	"2006-01-02",
	"Mon Jan 02 2006 15:04:05 GMT-0700", // as JavaScript writes a Date, without the name of the zone in brackets
}

// ParseTime reads a written time in any form of FORMATS.md §0.4, or a number by its size (seconds to nanoseconds). A
// time that names no zone is UTC. What is no time gives the unknown time.
func ParseTime(s string) chat.Time { return ParseTimeIn(s, time.UTC) }

// ParseTimeIn is ParseTime with the zone of times that name none.
func ParseTimeIn(s string, zone *time.Location) chat.Time {
	s = strings.TrimSpace(s)
	if f, ok := number(s); ok {
		return chat.FromNumber(f)
	}
	if at := strings.Index(s, " ("); at > 0 && strings.HasSuffix(s, ")") {
		s = s[:at]
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return chat.At(t)
		}
	}
	return chat.Time{}
}

// number reads s as a finite JSON number.
func number(s string) (float64, bool) {
	if s == "" || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}
