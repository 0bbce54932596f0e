package claudeai

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loquat/backend/importer/source"
)

// citation says where a stretch of a text comes from. end counts the characters of the text before it.
type citation struct {
	end        int
	title, url string
}

func readCitation(p *source.Pull) (c citation) {
	p.Object(func(name string) {
		switch name {
		case "end_index":
			if n := p.Count(); n != nil {
				c.end = int(*n)
			}
		case "details", "metadata":
			p.Object(func(name string) { c.link(p, name) })
		default:
			c.link(p, name)
		}
	})
	return c
}

func (c *citation) link(p *source.Pull, name string) {
	switch name {
	case "url":
		c.url = cmp.Or(c.url, p.Text())
	case "title":
		c.title = cmp.Or(c.title, p.Text())
	}
}

// cited puts a link behind each stretch that has a source, at the end of the word it ends in.
func cited(text string, citations []citation) string {
	citations = slices.DeleteFunc(slices.Clone(citations), func(c citation) bool { return c.url == "" })
	if len(citations) == 0 {
		return text
	}
	slices.SortStableFunc(citations, func(a, b citation) int { return cmp.Compare(a.end, b.end) })
	letters := []rune(text)
	var b strings.Builder
	at := 0
	for i, c := range citations {
		end := max(at, min(c.end, len(letters)))
		for end > 0 && end < len(letters) && inWord(letters[end-1]) && inWord(letters[end]) {
			end++
		}
		b.WriteString(string(letters[at:end]))
		at = end
		if i == 0 || citations[i-1].url != c.url || citations[i-1].end != c.end {
			b.WriteString(" (" + source.Link{Title: c.title, URL: c.url}.Markdown() + ")")
		}
	}
	return b.String() + string(letters[at:])
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var (
	artifact = regexp.MustCompile(`(?s)<antArtifact([^>]*)>(.*?)(?:</antArtifact>|$)`)
	thought  = regexp.MustCompile(`(?s)<antThinking>(.*?)</antThinking>\s*`)
	quoted   = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// readable divides the text of an older answer into what was thought and what is shown: artifacts, which stood in it as
// tags, become code under their titles.
func readable(text string) (reasoning, shown string) {
	if !strings.Contains(text, "<ant") {
		return "", text
	}
	for _, found := range thought.FindAllStringSubmatch(text, -1) {
		reasoning = source.Join("\n\n", reasoning, strings.TrimSpace(found[1]))
	}
	text = thought.ReplaceAllString(text, "")
	return reasoning, artifact.ReplaceAllStringFunc(text, func(tag string) string {
		found := artifact.FindStringSubmatch(tag)
		about := map[string]string{}
		for _, pair := range quoted.FindAllStringSubmatch(found[1], -1) {
			about[pair[1]] = pair[2]
		}
		title := cmp.Or(about["title"], about["identifier"])
		if title != "" {
			title = "**" + title + "**"
		}
		return source.Join("\n\n", title, source.Fenced(language(about), strings.Trim(found[2], "\n")))
	})
}

// language of an artifact's code, as Markdown names it.
func language(about map[string]string) string {
	if about["language"] != "" {
		return about["language"]
	}
	switch kind := about["type"]; kind {
	case "application/vnd.ant.react":
		return "jsx"
	case "application/vnd.ant.mermaid":
		return "mermaid"
	case "image/svg+xml":
		return "svg"
	case "text/html", "text/markdown", "application/javascript", "text/css":
		_, name, _ := strings.Cut(kind, "/")
		return name
	}
	return ""
}

// placeholder is what the field text holds where a block stands that old apps could not show (FORMATS.md §2, quirk 1).
var placeholder = regexp.MustCompile("(?m)^(?:```\\s*)?(?:Viewing artifacts created via the Analysis Tool web feature preview isn.t yet supported on mobile\\." +
	"|This block is not supported on your current device yet\\.)(?:\\s*```)?\\s*")
