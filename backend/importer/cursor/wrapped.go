package cursor

import (
	"regexp"
	"strings"
	"time"

	"loquat/backend/chat"
)

// redacted is what stands for a thought that is kept secret.
const redacted = "[REDACTED]"

var (
	stamp   = regexp.MustCompile(`^\s*<timestamp>([^<]{0,80})</timestamp>`)
	element = regexp.MustCompile(`(?s)^\s*<([a-z_]+)[ >].*</([a-z_]+)>\s*$`)
	zone    = regexp.MustCompile(`^(.*?)\s*\(UTC(?:([+-]\d{1,2})(?::?(\d\d))?)?\)$`)
)

// unwrap takes the words of a person out of what the program put around them: <timestamp>…</timestamp>
// <user_query>…</user_query>. The words may hold such signs themselves, which are not escaped. A text that is nothing but
// elements of other names holds no words.
func unwrap(text string) (said, around string, at chat.Time) {
	if found := stamp.FindStringSubmatch(text); found != nil {
		at = sentAt(found[1])
		text = text[len(found[0]):]
	}
	before, rest, ok := strings.Cut(text, "<user_query>")
	end := strings.LastIndex(rest, "</user_query>")
	if !ok || end < 0 {
		if element.MatchString(text) {
			return "", strings.TrimSpace(text), at
		}
		return strings.TrimSpace(text), "", at
	}
	if found := stamp.FindStringSubmatch(before); found != nil {
		at = sentAt(found[1])
		before = before[len(found[0]):]
	}
	around = strings.TrimSpace(before + rest[end+len("</user_query>"):])
	return strings.TrimSpace(rest[:end]), around, at
}

// sentAt reads "Tuesday, Jul 21, 2026, 1:11 PM (UTC+3)"; a time without a zone is a guess.
func sentAt(text string) chat.Time {
	text = strings.TrimSpace(text)
	offset, told := time.Duration(0), false
	if found := zone.FindStringSubmatch(text); found != nil {
		told, text = true, found[1]
		hours, _ := time.ParseDuration(strings.TrimPrefix(found[2]+"h", "+"))
		minutes, _ := time.ParseDuration(found[3] + "m")
		if offset = hours + minutes; hours < 0 {
			offset = hours - minutes
		}
	}
	at, err := time.Parse("Monday, Jan 2, 2006, 3:04 PM", text)
	switch {
	case err != nil:
		return chat.Time{}
	case !told:
		return chat.At(at).Guess()
	}
	return chat.At(at.Add(-offset))
}
