package openwebui

import (
	"cmp"
	"slices"
	"strings"

	"loquat/backend/importer/source"
)

// readError reads what went wrong: {content}, a text, or in older versions only that the text of the message says it.
func (m *message) readError(p *source.Pull) {
	switch p.Kind() {
	case '{':
		p.Object(func(name string) {
			if name == "content" || name == "message" || name == "detail" {
				m.failure = cmp.Or(m.failure, p.Text())
			}
		})
	case '"':
		m.failure = p.Text()
	default:
		m.failed = p.Bool()
	}
}

// readSources reads what an answer rests on: [{source: {name, url}, metadata: [{source, name}]}], a page or a file for
// each piece that was found. Signs such as "[1]" in the answer count pages and files, not pieces.
// (src/lib/components/chat/Messages/Citations.svelte)
func (m *message) readSources(p *source.Pull) {
	p.Array(func() {
		var whole source.Link
		var pieces []source.Link
		p.Object(func(name string) {
			switch name {
			case "source":
				whole = readSource(p)
			case "metadata":
				p.Array(func() { pieces = append(pieces, readSource(p)) })
			}
		})
		if len(pieces) == 0 {
			pieces = append(pieces, source.Link{})
		}
		for _, one := range pieces {
			one = source.Link{Title: cmp.Or(one.Title, whole.Title), URL: cmp.Or(one.URL, whole.URL)}
			if one != (source.Link{}) && !slices.Contains(m.sources, one) {
				m.sources = append(m.sources, one)
			}
		}
	})
}

// readSource reads one of them. What a piece calls its source is an address, the name of a file, or an id.
func readSource(p *source.Pull) (l source.Link) {
	at := ""
	p.Object(func(name string) {
		switch name {
		case "title":
			l.Title = cmp.Or(p.Text(), l.Title)
		case "name":
			l.Title = cmp.Or(l.Title, p.Text())
		case "url", "source":
			if p.Kind() == '"' {
				at = cmp.Or(at, p.Text())
			}
		}
	})
	if strings.HasPrefix(at, "http://") || strings.HasPrefix(at, "https://") {
		l.URL = at
	}
	if strings.HasPrefix(l.Title, l.URL) && l.URL != "" {
		l.Title = ""
	}
	return l
}
