package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// replacement stands for a character that was no text.
const replacement = "\uFFFD"

// UTF8 reads a text file as UTF-8: a byte order mark is passed over, and UTF-16 with a mark (files saved by
// PowerShell) is decoded. The number is the byte at which the text begins, or -1 when bytes of the result are not
// bytes of the file.
func UTF8(r io.Reader) (io.Reader, int64) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, _ := b.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = b.Discard(3)
		return b, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return transform.NewReader(b, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), -1
	}
	return b, 0
}

// Clean makes s valid UTF-8 without NUL, and says how many characters it replaced by U+FFFD.
func Clean(s string) (string, int) {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s, 0
	}
	broken := 0
	var b strings.Builder
	for i, r := range s {
		if _, size := utf8.DecodeRuneInString(s[i:]); r == 0 || r == utf8.RuneError && size == 1 {
			broken++
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String(), broken
}

// BrokenNote is the note of a conversation in which characters were replaced.
func BrokenNote(broken int) string {
	if broken == 1 {
		return "1 broken character replaced"
	}
	return fmt.Sprintf("%d broken characters replaced", broken)
}

// Mend makes JSON of a value that only breaks small rules: control characters that stand unescaped in strings, and the
// NaN and Infinity that Python writes (read as null). It says whether it changed anything.
func Mend(value []byte) ([]byte, bool) {
	var b bytes.Buffer
	inside, changed := false, false
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case inside && c == '\\' && i+1 < len(value):
			b.WriteByte(c)
			i++
			c = value[i]
		case c == '"':
			inside = !inside
		case inside && c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
			changed = true
			continue
		case !inside:
			if n := notNumber(value[i:]); n > 0 {
				b.WriteString("null")
				i += n - 1
				changed = true
				continue
			}
		}
		b.WriteByte(c)
	}
	return b.Bytes(), changed
}

// notNumber returns the length of the NaN or Infinity that b begins with, else 0.
func notNumber(b []byte) int {
	if b[0] != 'N' && b[0] != 'I' && b[0] != '-' {
		return 0
	}
	for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
		if bytes.HasPrefix(b, []byte(word)) {
			return len(word)
		}
	}
	return 0
}
