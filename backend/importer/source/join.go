package source

import (
	"slices"
	"strings"
)

// Join joins the texts that are not empty. A lone one is not copied: it may be long.
func Join(between string, texts ...string) string {
	texts = slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return text == "" })
	return strings.Join(texts, between)
}

// Fenced is code in Markdown, in a fence longer than any in it.
func Fenced(language, code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimSuffix(code, "\n") + "\n" + fence
}
