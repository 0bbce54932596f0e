package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold makes two texts equal that a person who searches takes for the same: case (also ß and ss), width and
// presentation forms (NFKC), and the accents of Latin, Greek and Cyrillic letters do not matter. Other marks stay,
// so that Japanese, Korean and Indic texts keep their letters apart. A control character counts as a blank.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if isASCII(s) {
		return strings.ToLower(s)
	}
	decomposed := norm.NFKD.String(cases.Fold().String(s))
	bare := strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return r
	}, decomposed)
	return norm.NFC.String(bare)
}

// isAccent says whether r is a combining diacritical mark, the block from U+0300 to U+036F.
func isAccent(r rune) bool { return r >= 0x0300 && r <= 0x036F }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// searchKey is what a title search looks in: the title and each tag, folded, one a line.
func searchKey(title string, tags []string) string {
	lines := make([]string, 0, 1+len(tags))
	lines = append(lines, fold(title))
	for _, t := range tags {
		lines = append(lines, fold(t))
	}
	return strings.Join(lines, "\n")
}
