package store

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loquat/backend/chat"
)

// document is what the full-text index holds of a message, under the message's id.
type document struct {
	id   int64
	text string
}

// documentsOf makes the documents of a conversation's messages. Hidden messages are not searched.
func documentsOf(conversation int64, messages []chat.Message) []document {
	all := make([]document, 0, len(messages))
	var buf []byte
	for i := range messages {
		m := &messages[i]
		if m.Hidden {
			continue
		}
		text := m.Content
		if !hasContentOnly(m) || !isASCII(m.Content) {
			buf = appendDocument(buf[:0], m)
			text = string(buf)
		}
		if text != "" {
			all = append(all, document{firstID(conversation) + int64(i), text})
		}
	}
	return all
}

// hasContentOnly says whether a message is searched in its content alone, as most are.
func hasContentOnly(m *chat.Message) bool {
	return m.Reasoning == "" && len(m.ToolCalls) == 0 && m.Role != chat.RoleTool && len(m.Attachments) == 0
}

// appendDocument appends a message's content, reasoning, tool calls, and the names and extracted texts of its attachments.
func appendDocument(dst []byte, m *chat.Message) []byte {
	for _, text := range searchedTexts(m) {
		if text != "" {
			if len(dst) > 0 {
				dst = append(dst, '\n')
			}
			dst = appendBigrams(dst, text)
		}
	}
	return dst
}

// searchedTexts are the texts of a message that a full-text search looks in, its content first.
func searchedTexts(m *chat.Message) []string {
	texts := append(make([]string, 0, 2), m.Content, m.Reasoning)
	for _, call := range m.ToolCalls {
		texts = append(texts, call.Name, call.Arguments)
	}
	if m.Role == chat.RoleTool {
		texts = append(texts, m.Name)
	}
	for _, a := range m.Attachments {
		texts = append(texts, a.Name, a.Text)
	}
	return texts
}

// prefixFrom is how many characters the last word needs to also find words that begin with it.
const prefixFrom = 4

// phrase is what must be found in one piece: words, and runs of unspaced characters, one after the other.
type phrase struct {
	pieces []string
	prefix bool // the last word may go on
}

// phrases reads what a person typed. Blanks part phrases, which must all be found, in any order; what stands in double
// quotes, and what is joined by signs ("user_id", "don't"), is one phrase. No input is an error; signs alone are nothing.
func phrases(typed string) []phrase {
	var all []phrase
	add := func(text string) {
		if pieces := piecesOf(text); len(pieces) > 0 {
			all = append(all, phrase{pieces: pieces})
		}
	}
	typed = norm.NFKC.String(strings.ToValidUTF8(typed, " "))
	for i, part := range strings.Split(typed, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for _, word := range strings.Fields(part) {
			add(word)
		}
	}
	if len(all) > 0 && !strings.HasSuffix(typed, `"`) && !strings.HasSuffix(typed, " ") {
		last := &all[len(all)-1]
		word := []rune(last.pieces[len(last.pieces)-1])
		last.prefix = isUnspaced(word[0]) && len(word) == 1 || !isUnspaced(word[0]) && len(word) >= prefixFrom
	}
	return all
}

// piecesOf parts text into words and runs of unspaced characters.
func piecesOf(text string) []string {
	var pieces []string
	for at := range pieceSpans(text) {
		pieces = append(pieces, text[at.begin:at.end])
	}
	return pieces
}

// pieceSpans finds the words and the runs of unspaced characters of a text, as the tokenizer of the index does.
func pieceSpans(text string) iter.Seq[span] {
	return func(yield func(span) bool) {
		begin, unspaced := -1, false
		for i, r := range text {
			inside := isWordRune(r)
			if begin >= 0 && (!inside || isUnspaced(r) != unspaced) {
				if !yield(span{begin, i}) {
					return
				}
				begin = -1
			}
			if inside && begin < 0 {
				begin, unspaced = i, isUnspaced(r)
			}
		}
		if begin >= 0 {
			yield(span{begin, len(text)})
		}
	}
}

// isWordRune says whether r is part of a word: the categories that the index's tokenizer is told.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Co)
}

// matchQuery turns what a person typed into a query of FTS5; empty when there is nothing to look for. Every word stands
// in quotes, so that nothing in it is an operator.
func matchQuery(typed string) string {
	var b strings.Builder
	for _, p := range phrases(typed) {
		if b.Len() > 0 {
			b.WriteString(" AND ")
		}
		b.WriteString(p.query())
	}
	return b.String()
}

// query writes a phrase over the index's words: an unspaced run as its pairs, a single character as a beginning.
func (p phrase) query() string {
	var words []string
	prefix := p.prefix
	for i, piece := range p.pieces {
		run := []rune(piece)
		if !isUnspaced(run[0]) {
			words = append(words, piece)
			continue
		}
		for k := 0; k+1 < len(run); k++ {
			words = append(words, string(run[k:k+2]))
		}
		if last := i == len(p.pieces)-1; len(run) == 1 || !last {
			words = append(words, string(run[len(run)-1]))
			prefix = prefix || last
		}
	}
	query := `"` + strings.Join(words, " ") + `"`
	if prefix {
		query += "*"
	}
	return query
}
