package aistudio

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loquat/backend/importer/source"
)

// cite is a source of a text. at is the byte of the text behind which it is named.
type cite struct {
	at, number int
	title, url string
}

// readGrounding reads where the sentences of a text come from. The titles of the sources stand in a list of their own.
func readGrounding(p *source.Pull) (cites []cite) {
	titles := map[int]string{}
	p.Object(func(name string) {
		switch name {
		case "corroborationSegments":
			p.Array(func() { cites = append(cites, readCite(p)) })
		case "groundingSources":
			p.Array(func() {
				c := readCite(p)
				titles[c.number] = c.title
			})
		}
	})
	for i := range cites {
		cites[i].title = titles[cites[i].number]
	}
	return cites
}

func readCite(p *source.Pull) (c cite) {
	p.Object(func(name string) {
		switch name {
		case "index":
			c.at = number(p)
		case "footnoteNumber", "referenceNumber":
			c.number = number(p)
		case "title":
			c.title = p.Text()
		case "uri":
			c.url = target(p.Text())
		}
	})
	return c
}

func number(p *source.Pull) int {
	if n := p.Count(); n != nil && *n < 1<<31 {
		return int(*n)
	}
	return 0
}

// target is where a link leads that is wrapped in a redirection of Google.
func target(link string) string {
	u, err := url.Parse(link)
	if err == nil && strings.HasSuffix(u.Host, "google.com") && u.Path == "/url" {
		return cmp.Or(u.Query().Get("q"), link)
	}
	return link
}

// cited puts links to the sources behind what they are sources of, at the end of the word.
func cited(text string, cites []cite) string {
	cites = slices.DeleteFunc(slices.Clone(cites), func(c cite) bool { return c.url == "" })
	slices.SortStableFunc(cites, func(a, b cite) int { return cmp.Compare(a.at, b.at) })
	var b strings.Builder
	at := 0
	for _, c := range cites {
		end := max(at, min(c.at, len(text)))
		for end < len(text) && (!utf8.RuneStart(text[end]) || inWord(text, end)) {
			end++
		}
		b.WriteString(text[at:end])
		at = end
		b.WriteString(" (" + source.Link{Title: cmp.Or(c.title, c.url), URL: c.url}.Markdown() + ")")
	}
	return b.String() + text[at:]
}

// inWord says whether a word goes on at byte i of text.
func inWord(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	next, _ := utf8.DecodeRuneInString(text[i:])
	return isWord(before) && isWord(next)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
