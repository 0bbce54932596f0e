package codex

import (
	"regexp"
	"strings"
)

// synthetic is what begins a text that the program wrote in the user's name (FORMATS.md §4, quirk 3).
var synthetic = []string{"<environment_context>", "# AGENTS.md instructions for ", "<user_instructions>", "<INSTRUCTIONS>",
	"<permissions instructions>", "<recommended_plugins>", "<turn_aborted>", "<skill>", "<collaboration_mode>", "<user_shell_command>",
	"<subagent_notification>", "<hook_prompt"}

// isSynthetic says whether the program wrote a text, not the person.
func isSynthetic(text string) bool {
	text = strings.TrimSpace(text)
	for _, begin := range synthetic {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return false
}

var (
	wrapped = regexp.MustCompile(`^\s*(?:# )?(?:Context from my IDE setup|Files mentioned by the user)`)
	request = regexp.MustCompile(`(?m)^(?:## )?My request for Codex:[ \t]*\n?`)
	picture = regexp.MustCompile(`</?image(?: [^>]*)?>`)
)

// said cuts a text of the user to what the person wrote: without the context that an editor puts before it, and the
// marks around pictures.
func said(text string) string {
	if wrapped.MatchString(text) {
		if at := request.FindStringIndex(text); at != nil {
			text = text[at[1]:]
		}
	}
	return strings.TrimSpace(picture.ReplaceAllString(text, ""))
}

// normal is a text to compare by: white space differs between the two copies of a message.
func normal(text string) string { return strings.Join(strings.Fields(text), " ") }
