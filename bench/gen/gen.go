// Package gen writes ChatGPT exports of any size for benchmarks. The same seed gives the same bytes everywhere.
package gen

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"unicode/utf8"
)

// Stats says what was written.
type Stats struct {
	Bytes         int64
	Conversations int
	Messages      int
	SHA256        string // lower-case hex, of the JSON
}

type generator struct {
	r     random
	words words
	buf   []byte
	clock int64 // microseconds since 1970
	stats Stats
}

// Write writes a conversations.json of at least size bytes to w. Newest conversations come first, non-ASCII characters
// are escaped, about one conversation in eleven is in Chinese characters, one in seventeen answers was asked for twice.
func Write(w io.Writer, size int64, seed uint64) (Stats, error) {
	g := &generator{r: random{rand.NewPCG(seed, 2)}, words: newWords(), clock: 1_760_000_000_000_000}
	hash := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(w, hash), 1<<20)
	separator := "["
	for g.stats.Bytes < size {
		var b bytes.Buffer
		if err := encode(&b, g.conversation()); err != nil {
			return g.stats, err
		}
		record := escape(bytes.TrimSpace(b.Bytes()))
		if _, err := out.WriteString(separator); err != nil {
			return g.stats, err
		}
		if _, err := out.Write(record); err != nil {
			return g.stats, err
		}
		g.stats.Bytes += int64(len(separator) + len(record))
		g.stats.Conversations++
		separator = ", "
	}
	if err := out.WriteByte(']'); err != nil {
		return g.stats, err
	}
	g.stats.Bytes++
	err := out.Flush()
	g.stats.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return g.stats, err
}

// escape writes every character beyond ASCII as \uXXXX, as Python's json.dumps does by default.
func escape(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/4)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		}
		b = b[n:]
	}
	return out
}
