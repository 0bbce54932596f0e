package grok

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"

	"loquat/backend/importer/source"
)

// card is something that Grok's page draws at a mark in the text: a link to a source, or a picture.
type card struct{ id, kind, url, picture string }

// card reads a card, which is written as JSON text. One of another kind is counted.
func (r *response) card(p *source.Pull) {
	var c card
	if p.Kind() == '"' {
		inner := source.NewPull()
		if inner.Parse([]byte(p.Text()), func() { c.read(inner) }) != nil {
			c = card{}
		}
	} else {
		c.read(p)
	}
	switch {
	case c.url == "" && c.picture == "":
		r.unknown = append(r.unknown, "card "+c.kind)
		return
	case c.id != "": // a picture is told again as it grows
		for i := range r.cards {
			if r.cards[i].id == c.id {
				r.cards[i] = c
				return
			}
		}
	}
	r.cards = append(r.cards, c)
}

func (c *card) read(p *source.Pull) {
	*c = card{}
	p.Object(func(name string) {
		switch snake(name) {
		case "id":
			c.id = p.Text()
		case "type":
			c.kind = p.Text()
		case "url":
			c.url = p.Text()
		case "image", "image_chunk":
			p.Object(func(name string) {
				switch snake(name) {
				case "original", "image_url":
					c.picture = cmp.Or(p.Text(), c.picture)
				}
			})
		}
	})
}

// render is a mark at which Grok's page draws a card; artifact is what it wraps a document in.
var (
	render   = regexp.MustCompile(`(?s)<grok:render\b([^>]*)/>|<grok:render\b([^>]*)>.*?</grok:render>`)
	cardID   = regexp.MustCompile(`card_id=["']([^"']*)["']`)
	artifact = regexp.MustCompile(`</?xaiArtifact\b[^>]*>`)
)

// plain takes the marks of Grok's page out of a text; what a document says stays, and a mark of a source becomes a link.
func plain(text string, cards []card) string {
	if !strings.Contains(text, "<grok:") && !strings.Contains(text, "xaiArtifact") {
		return text
	}
	urls := map[string]string{}
	for _, c := range cards {
		urls[c.id] = c.url
	}
	text = render.ReplaceAllStringFunc(text, func(mark string) string {
		found := cardID.FindStringSubmatch(mark)
		if found == nil || urls[found[1]] == "" {
			return ""
		}
		return link(urls[found[1]])
	})
	return strings.TrimSpace(artifact.ReplaceAllString(text, ""))
}

// link is a link to a source, called by the name of its site.
func link(to string) string {
	site := to
	if u, err := url.Parse(to); err == nil && u.Host != "" {
		site = strings.TrimPrefix(u.Host, "www.")
	}
	return " (" + source.Link{Title: site, URL: to}.Markdown() + ")"
}
