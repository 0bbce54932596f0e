package chatgpt

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"loquat/backend/importer/source"
)

// reference says what stands for a mark in an answer's text (FORMATS.md §1, quirk 5). Places count code points of the
// text as the source wrote it.
type reference struct {
	matched    string
	start, end int
	alt        string // Markdown to stand there
	title, url string
}

func readReference(p *source.Pull) reference {
	ref := reference{start: -1, end: -1}
	p.Object(func(name string) {
		switch name {
		case "matched_text":
			ref.matched = p.Text()
		case "start_idx", "start_ix":
			ref.start = place(p)
		case "end_idx", "end_ix":
			ref.end = place(p)
		case "alt":
			ref.alt = p.Text()
		case "items":
			p.Array(func() { ref.link(p) })
		case "metadata":
			ref.link(p)
		case "url":
			ref.url = cmp.Or(ref.url, p.Text())
		case "title":
			ref.title = cmp.Or(ref.title, p.Text())
		}
	})
	return ref
}

// link takes the first address and title of an object.
func (r *reference) link(p *source.Pull) {
	var title, url string
	p.Object(func(name string) {
		switch name {
		case "url":
			url = p.Text()
		case "title", "name":
			title = cmp.Or(title, p.Text())
		}
	})
	if r.url == "" {
		r.url, r.title = url, title
	}
}

func place(p *source.Pull) int {
	if n := p.Count(); n != nil && *n < 1<<31 {
		return int(*n)
	}
	return -1
}

// marks are the private-use signs around citations, and the older ones in lenticular brackets.
var (
	privateSpan = regexp.MustCompile(`\x{e200}[^\x{e201}]*\x{e201}`)
	privateSign = regexp.MustCompile(`[\x{e200}-\x{e206}]`)
	oldMark     = regexp.MustCompile(`【\d+(?::\d+)?†[^】\n]*】`)
)

// cited returns text with each citation mark replaced by what it refers to, or taken out.
func cited(text string, refs []reference) string {
	if len(refs) > 0 {
		text = resolve(text, refs)
	}
	if strings.Contains(text, "\uE200") {
		text = privateSpan.ReplaceAllStringFunc(text, worded)
	}
	if strings.Contains(text, "\xee\x88") { // U+E200 to U+E23F begin so
		text = privateSign.ReplaceAllString(text, "")
	}
	if strings.Contains(text, "【") {
		text = oldMark.ReplaceAllString(text, "")
	}
	return text
}

// resolve replaces the marks from the last to the first, so that the places before stay right.
func resolve(text string, refs []reference) string {
	sorted := slices.Clone(refs)
	slices.SortStableFunc(sorted, func(a, b reference) int { return cmp.Compare(b.start, a.start) })
	places := newPlaces(text)
	limit := len(text)
	for _, ref := range sorted {
		from, to, ok := places.span(ref, text)
		if !ok || to > limit {
			continue
		}
		text = text[:from] + ref.instead() + text[to:]
		limit = from
	}
	return text
}

// isMark says whether a text is a citation mark, and nothing that belongs to the answer.
func isMark(s string) bool {
	return strings.HasPrefix(s, "\uE200") || strings.HasPrefix(s, "【") && strings.HasSuffix(s, "】")
}

// instead is what stands for the mark: the source's own Markdown, a link, or nothing.
func (r reference) instead() string {
	switch {
	case r.alt != "":
		return r.alt
	case r.url != "" && strings.HasPrefix(r.url, "http"):
		if label := worded(r.matched); label != "" {
			return "[" + linkText(label) + "](" + r.url + ")"
		}
		return "([" + linkText(cmp.Or(r.title, r.url)) + "](" + r.url + "))"
	}
	return worded(r.matched)
}

// worded is what a mark stands for by itself. Most only point somewhere; what an entity is called and the words of a link
// are part of the sentence: entity, then a list of kind, name and more; url or link_title, then the words and the target.
func worded(mark string) string {
	inside, ok := strings.CutPrefix(mark, "\uE200")
	if !ok {
		return ""
	}
	kind, rest, _ := strings.Cut(strings.TrimSuffix(inside, "\uE201"), "\uE202")
	switch kind {
	case "entity":
		about := []string{}
		p := source.NewPull()
		if p.Parse([]byte(rest), func() { about = about[:0]; p.Array(func() { about = append(about, p.Text()) }) }) != nil {
			return rest
		}
		if len(about) > 1 {
			return about[1]
		}
	case "url", "link_title":
		words, target, _ := strings.Cut(rest, "\uE202")
		if strings.HasPrefix(target, "http") {
			return "[" + linkText(words) + "](" + target + ")"
		}
		return words
	}
	return ""
}

// linkText is a title without the signs that would end the link's text.
func linkText(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("[", "(", "]", ")").Replace(s)), " ")
}

// places turns code point places into bytes.
type places struct {
	ascii bool
	bytes []int // byte of each code point, and the length; nil for ASCII
}

func newPlaces(text string) places {
	if len(text) == utf8.RuneCountInString(text) {
		return places{ascii: true}
	}
	at := make([]int, 0, len(text))
	for i := range text {
		at = append(at, i)
	}
	return places{bytes: append(at, len(text))}
}

// span returns the bytes of a reference's mark, when a mark does stand there. A place that is wrong is looked for by
// the matched text.
func (p places) span(ref reference, text string) (from, to int, ok bool) {
	from, to = p.at(ref.start, text), p.at(ref.end, text)
	if from >= 0 && to > from && to <= len(text) {
		found := text[from:to]
		if isMark(found) && (ref.matched == "" || ref.matched == found) {
			return from, to, true
		}
	}
	if !isMark(ref.matched) {
		return 0, 0, false
	}
	from = strings.Index(text, ref.matched)
	return from, from + len(ref.matched), from >= 0
}

func (p places) at(place int, text string) int {
	switch {
	case place < 0:
		return -1
	case p.ascii && place <= len(text):
		return place
	case place < len(p.bytes):
		return p.bytes[place]
	}
	return -1
}
