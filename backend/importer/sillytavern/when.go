package sillytavern

import (
	"regexp"
	"strings"
	"time"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// humanized is a time as older versions write it: "2023-4-21 @20h 03m 06s 446ms", or "2024-05-01@12h00m00s".
var humanized = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})\s*@\s*(\d{1,2})h\s*(\d{1,2})m\s*(\d{1,2})s(?:\s*(\d{1,3})ms)?$`)

// layouts are the written times of the years between.
var layouts = []string{"January 2, 2006 3:04pm", "January 2, 2006 3:04 pm", "January 2, 2006 15:04"}

// readTime reads a time. Those that name no zone are local.
func readTime(p *source.Pull) chat.Time {
	if p.Kind() != '"' {
		return p.Time()
	}
	text := strings.TrimSpace(p.Text())
	if found := humanized.FindStringSubmatch(text); found != nil {
		milliseconds := found[7]
		if milliseconds == "" {
			milliseconds = "0"
		}
		milliseconds = strings.Repeat("0", 3-len(milliseconds)) + milliseconds
		text = strings.Join(found[1:4], "-") + " " + strings.Join(found[4:7], ":") + "." + milliseconds
		t, err := time.ParseInLocation("2006-1-2 15:4:5.000", text, time.Local)
		if err != nil {
			return chat.Time{}
		}
		return chat.At(t)
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return chat.At(t)
		}
	}
	return source.ParseTimeIn(text, time.Local)
}
