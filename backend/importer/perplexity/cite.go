package perplexity

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"loquat/backend/importer/source"
)

// readLink reads a page that an answer cites by its place in the list, counted from 1.
func readLink(p *source.Pull) (l source.Link) {
	p.Object(func(name string) {
		switch name {
		case "name", "title":
			l.Title = cmp.Or(p.Text(), l.Title)
		case "url":
			l.URL = p.Text()
		}
	})
	return l
}

// mark is a citation "[1]", which is no Markdown link, or a link into Perplexity itself. Code is passed over.
var mark = regexp.MustCompile("(?s)```.*?(?:```|$)|`[^`\n]*`|\\[(\\d{1,3})\\](\\(?)|\\[([^\\]\n]*)\\]\\(pplx://[^)\n]*\\)")

// cited makes links of the citations in an answer, as far as their pages are known.
func cited(answer string, sources []source.Link) string {
	var b strings.Builder
	at := 0
	for _, found := range mark.FindAllStringSubmatchIndex(answer, -1) {
		part := func(n int) string {
			if found[2*n] < 0 {
				return ""
			}
			return answer[found[2*n]:found[2*n+1]]
		}
		text := part(0)
		n, err := strconv.Atoi(part(1))
		switch {
		case err == nil && part(2) == "" && n > 0 && n <= len(sources) && sources[n-1].URL != "":
			text = " (" + sources[n-1].Markdown() + ")"
		case found[6] >= 0:
			text = part(3)
		}
		b.WriteString(strings.TrimRight(answer[at:found[0]], cutset(text)) + text)
		at = found[1]
	}
	return b.String() + answer[at:]
}

// cutset is what is cut off before a link: the blank that it brings itself.
func cutset(text string) string {
	if strings.HasPrefix(text, " (") {
		return " "
	}
	return ""
}
