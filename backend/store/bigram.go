package store

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// isUnspaced says whether r belongs to a script that is written without blanks between words: Han, Kana, Hangul (its
// words take endings), Bopomofo, Thai, Lao, Burmese, Khmer, Tibetan. SQLite's tokenizer would take a whole sentence for
// a word; so each pair of characters is indexed as a word.
func isUnspaced(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r <= 0x0FFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF: // Thai, Lao, Tibetan; Burmese; Khmer
		return true
	case r >= 0x3000 && r <= 0x3004, r >= 0x3008 && r <= 0x3020, r == 0x3030: // CJK punctuation
		return false
	case r >= 0x2E80 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7AF, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x3FFFF:
		return true
	}
	return r >= 0x1100 && r <= 0x11FF // Hangul letters
}

// appendBigrams appends text to dst as the index wants it: in NFKC, and every run of unspaced characters replaced by its
// pairs and its last character (ABC becomes "AB BC C"). So one character is found as the beginning of a word, two as a
// word, more as a phrase.
func appendBigrams(dst []byte, text string) []byte {
	if isASCII(text) {
		return append(dst, text...)
	}
	text = norm.NFKC.String(text)
	before := -1 // where the unspaced character before this one begins
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if isUnspaced(r) {
			dst = append(dst, ' ')
			if before >= 0 {
				dst = append(dst, text[before:i+n]...)
			}
			before = i
		} else {
			if before >= 0 {
				dst = append(dst, ' ')
				dst = append(dst, text[before:i]...)
				dst = append(dst, ' ')
				before = -1
			}
			dst = append(dst, text[i:i+n]...)
		}
		i += n
	}
	if before >= 0 {
		dst = append(dst, ' ')
		dst = append(dst, text[before:]...)
	}
	return dst
}
