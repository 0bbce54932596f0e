package perplexity

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"loquat/backend/importer/source"
)

// link is a page that an answer cites by its place in the list, counted from 1.
type link struct{ title, url string }

func readLink(p *source.Pull) (l link) {
	p.Object(func(name string) {
		switch name {
		case "name", "title":
			l.title = cmp.Or(p.Text(), l.title)
		case "url":
			l.url = p.Text()
		}
	})
	return l
}

// mark is a citation "[1]", which is no Markdown link, or a link into Perplexity itself. Code is passed over.
var mark = regexp.MustCompile("(?s)```.*?(?:```|$)|`[^`\n]*`|\\[(\\d{1,3})\\](\\(?)|\\[([^\\]\n]*)\\]\\(pplx://[^)\n]*\\)")

// cited makes links of the citations in an answer, as far as their pages are known.
func cited(answer string, sources []link) string {
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
		case err == nil && part(2) == "" && n > 0 && n <= len(sources) && sources[n-1].url != "":
			text = " (" + sources[n-1].markdown() + ")"
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

func (l link) markdown() string {
	text := l.title
	if u, err := url.Parse(l.url); text == "" && err == nil {
		text = u.Host
	}
	text = strings.NewReplacer("[", "(", "]", ")", "\n", " ").Replace(cmp.Or(text, l.url))
	return "[" + text + "](" + strings.NewReplacer(" ", "%20", ")", "%29", "(", "%28").Replace(l.url) + ")"
}
