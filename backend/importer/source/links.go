package source

import (
	"fmt"
	"strings"
)

// Link is a page that an answer rests on.
type Link struct{ Title, URL string }

// Links writes the pages that an answer rests on as a numbered list in Markdown, in the order in which signs such as
// "[1]" in the answer name them; empty when there are none.
func Links(links []Link) string {
	var b strings.Builder
	for i, l := range links {
		title := l.Title
		if title == "" {
			title = l.URL
		}
		title = strings.NewReplacer("[", "(", "]", ")", "\n", " ").Replace(title)
		switch {
		case l.URL == "":
			fmt.Fprintf(&b, "%d. %s\n", i+1, title)
		default:
			fmt.Fprintf(&b, "%d. [%s](%s)\n", i+1, title, strings.NewReplacer(" ", "%20", ")", "%29", "(", "%28", "\n", "").Replace(l.URL))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
