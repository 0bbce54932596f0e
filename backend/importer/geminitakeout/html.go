package geminitakeout

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"

	"loquat/backend/importer/source"
)

// toMarkdown turns answers into the Markdown that models write. Signs are not escaped: models wrote them as Markdown, and
// looking at each would take longer with the square of the text's length.
var toMarkdown = converter.NewConverter(converter.WithEscapeMode(converter.EscapeModeDisabled), converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin()))

// markdown is the text of an answer. One that cannot be turned into Markdown stays HTML.
func markdown(text string) string {
	out, err := toMarkdown.ConvertString(text)
	if err != nil {
		out = text
	}
	out, _ = source.Clean(strings.TrimSpace(out))
	return out
}

// readHTML fills a with the entry of an outer cell.
func (a *activity) readHTML(cell []byte) {
	page, err := html.Parse(bytes.NewReader(cell))
	if err != nil {
		return // only a reader can fail, and this one does not
	}
	if header := find(page, "header-cell"); header != nil {
		a.header = strings.TrimSpace(textOf(header))
	}
	if content := find(page, "content-cell"); content != nil {
		a.content(content)
	}
}

// content reads the cell with the prompt, lines about files, the time, and the answer, which only their order tells
// apart.
func (a *activity) content(cell *html.Node) {
	var line []*html.Node
	var asked []string
	flush := func() {
		text := strings.TrimSpace(linesText(line))
		when, dated := parseTime(text)
		switch {
		case text == "":
		case dated || a.title != "" && looksDated(text):
			a.time, a.when = when, text
		case a.linkedFiles(line), aboutFiles.MatchString(text):
		default:
			asked = append(asked, text)
		}
		a.title = strings.Join(asked, "\n")
		line = nil
	}
	n := cell.FirstChild
	for ; n != nil && a.when == ""; n = n.NextSibling {
		if isBlock(n) {
			flush()
			break
		}
		if isElement(n, "br") {
			flush()
			continue
		}
		line = append(line, n)
	}
	if a.when == "" {
		flush()
	}
	var rest bytes.Buffer
	for ; n != nil; n = n.NextSibling {
		_ = html.Render(&rest, n) // a buffer takes everything
	}
	a.answer(markdown(rest.String()))
}

// aboutFiles is a line that says how many files came with the prompt.
var aboutFiles = regexp.MustCompile(`^Attached \d+ files?\.?$`)

// linkedFiles notes the files that a line links to; links to other places are part of what was asked.
func (a *activity) linkedFiles(line []*html.Node) (found bool) {
	for _, n := range line {
		if !isElement(n, "a") {
			continue
		}
		for _, attribute := range n.Attr {
			target, err := url.Parse(attribute.Val)
			if attribute.Key == "href" && err == nil && !target.IsAbs() && target.Host == "" && target.Path != "" {
				name, _ := source.Clean(target.Path)
				a.attach(name)
				found = true
			}
		}
	}
	return found
}

// find is the first element below n that has the class.
func find(n *html.Node, class string) *html.Node {
	for child := range n.Descendants() {
		for _, attribute := range child.Attr {
			if attribute.Key == "class" && strings.Contains(" "+attribute.Val+" ", " "+class+" ") {
				return child
			}
		}
	}
	return nil
}

func isElement(n *html.Node, name string) bool { return n.Type == html.ElementNode && n.Data == name }

// isBlock tells an element with which an answer may begin from words of a line.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "p", "div", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr":
		return true
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			b.WriteString(child.Data)
		}
	}
	return b.String()
}

func linesText(line []*html.Node) string {
	var b strings.Builder
	for _, n := range line {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else {
			b.WriteString(textOf(n))
		}
	}
	text, _ := source.Clean(b.String())
	return text
}
