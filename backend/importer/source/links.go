package source

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// Link is a page that an answer rests on.
type Link struct{ Title, URL string }

// Markdown is the page as a link in Markdown: its title, else where it is. A page without an address is its title alone.
func (l Link) Markdown() string {
	text := l.Title
	if u, err := url.Parse(l.URL); text == "" && err == nil {
		text = u.Host
	}
	text = strings.NewReplacer("[", "(", "]", ")", "\n", " ").Replace(cmp.Or(text, l.URL))
	if l.URL == "" {
		return text
	}
	return "[" + text + "](" + strings.NewReplacer(" ", "%20", ")", "%29", "(", "%28", "\n", "").Replace(l.URL) + ")"
}

// Links writes the pages that an answer rests on as a numbered list in Markdown, in the order in which signs such as
// "[1]" in the answer name them; empty when there are none.
func Links(links []Link) string {
	var b strings.Builder
	for i, l := range links {
		l.Title = cmp.Or(l.Title, l.URL)
		fmt.Fprintf(&b, "%d. %s\n", i+1, l.Markdown())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
