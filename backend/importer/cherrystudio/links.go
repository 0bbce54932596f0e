package cherrystudio

import (
	"strings"

	"loquat/backend/importer/source"
)

// readLinks adds the pages that a search found to links. Each provider writes them in its own way: as a list of
// addresses, of {title, url} or {title, link}, or deeper inside ({url_citation}, {groundingChunks: [{web}]}).
func readLinks(p *source.Pull, links []source.Link) []source.Link {
	switch p.Kind() {
	case '"':
		if at := p.Text(); strings.HasPrefix(at, "http://") || strings.HasPrefix(at, "https://") {
			links = append(links, source.Link{URL: at})
		}
	case '[':
		p.Array(func() { links = readLinks(p, links) })
	case '{':
		var l source.Link
		p.Object(func(name string) {
			switch name {
			case "title":
				l.Title = p.Text()
			case "url", "uri", "link", "sourceUrl":
				l.URL = p.Text()
			case "results", "web", "url_citation", "groundingChunks", "citations", "annotations", "metadata":
				links = readLinks(p, links)
			case "content": // of a reference; of a page it is what stands there
				if p.Kind() == '{' {
					links = readLinks(p, links)
				}
			}
		})
		if l.URL != "" {
			links = append(links, l)
		}
	default:
		p.Skip()
	}
	return links
}
