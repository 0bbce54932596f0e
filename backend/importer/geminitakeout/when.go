package geminitakeout

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"loquat/backend/chat"
)

// written is a time as Takeout's English pages write it: "Mar 2, 2026, 10:15:00 AM CET".
var written = regexp.MustCompile(`^(\p{L}{3} \d{1,2}, \d{4}, \d{1,2}:\d{2}:\d{2} [AP]M) (\S+)$`)

// zones are the names of zones that mean one thing only, in hours east of Greenwich. Others (IST, BST, CST of China) mean
// several: a time with such a name is a guess.
var zones = map[string]float64{"UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
	"EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10}

// parseTime reads a time of an English page. One in a zone that is not certain is read as UTC, and is a guess.
func parseTime(text string) (chat.Time, bool) {
	found := written.FindStringSubmatch(plainSpaces(text))
	if found == nil {
		return chat.Time{}, false
	}
	t, err := time.ParseInLocation("Jan 2, 2006, 3:04:05 PM", found[1], time.UTC)
	if err != nil {
		return chat.Time{}, false
	}
	hours, certain := offset(found[2])
	at := chat.At(t.Add(-time.Duration(hours * float64(time.Hour))))
	if !certain {
		at = at.Guess()
	}
	return at, true
}

// offset is how many hours a zone is east of Greenwich: one with a name, or "GMT+5:30".
func offset(zone string) (hours float64, certain bool) {
	if hours, certain = zones[zone]; certain {
		return hours, true
	}
	digits, ok := strings.CutPrefix(zone, "GMT")
	if !ok || len(digits) < 2 || digits[0] != '+' && digits[0] != '-' {
		return 0, false
	}
	whole, minutes, _ := strings.Cut(digits[1:], ":")
	h, err := strconv.Atoi(whole)
	if err != nil || h > 14 {
		return 0, false
	}
	m := 0
	if minutes != "" {
		if m, err = strconv.Atoi(minutes); err != nil || m > 59 {
			return 0, false
		}
	}
	hours = float64(h) + float64(m)/60
	if digits[0] == '-' {
		hours = -hours
	}
	return hours, true
}

// clock is what a written time has in every language.
var clock = regexp.MustCompile(`\d{1,2}[:.]\d{2}[:.]\d{2}`)

// looksDated says that a short line is a time in some language; it is kept as unknown, and never half understood.
func looksDated(text string) bool {
	return len(text) < 80 && clock.MatchString(text) && strings.Contains(text, "20")
}

// plainSpaces makes the fixed and narrow spaces of written times plain ones.
func plainSpaces(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\n' || r == '\t' }), " ")
}
