package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loquat/backend/chat"
)

// A snippet is one line of at most so many characters, so many of them before the match; matches stand between the marks.
const (
	snippetLimit  = 160
	snippetBefore = 40
	markOpen      = '\uE000'
	markClose     = '\uE001'

	// snippetSearch is how many bytes of one text are looked through for the match.
	snippetSearch = 1 << 20
)

// snippets makes snippets of messages for one search.
type snippets struct {
	message, files *sql.Stmt
	looked         []phrase // folded
}

func newSnippets(ctx context.Context, tx *sql.Tx, looked []phrase) (*snippets, error) {
	s := &snippets{}
	for _, p := range looked {
		folded := phrase{prefix: p.prefix}
		for _, piece := range p.pieces {
			folded.pieces = append(folded.pieces, fold(piece))
		}
		s.looked = append(s.looked, folded)
	}
	var err error
	if s.message, err = tx.PrepareContext(ctx, "SELECT role, name, tool_calls, reasoning, content FROM messages WHERE id = ?"); err != nil {
		return nil, err
	}
	if s.files, err = tx.PrepareContext(ctx, "SELECT name, text FROM attachments WHERE message = ? ORDER BY place"); err != nil {
		s.message.Close()
		return nil, err
	}
	return s, nil
}

func (s *snippets) close() {
	s.message.Close()
	s.files.Close()
}

// of returns the snippet of a message: around the first match in the first of its texts that has one.
func (s *snippets) of(ctx context.Context, id int64) (string, error) {
	m, err := s.read(ctx, id)
	if errors.Is(err, sql.ErrNoRows) { // the index was written to since this read began
		return "", nil
	} else if err != nil {
		return "", err
	}
	for _, text := range searchedTexts(m) {
		if spans := findSpans(text, s.looked); len(spans) > 0 {
			return cutSnippet(text, spans), nil
		}
	}
	return oneLine(m.Content, snippetLimit), nil
}

// read reads the texts of a message that are searched.
func (s *snippets) read(ctx context.Context, id int64) (*chat.Message, error) {
	m := &chat.Message{}
	var calls string
	err := s.message.QueryRowContext(ctx, id).Scan(&m.Role, textScan{&m.Name}, textScan{&calls}, textScan{&m.Reasoning}, textScan{&m.Content})
	if err == nil && calls != "" {
		m.ToolCalls, err = unpackCalls(calls)
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.files.QueryContext(ctx, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a chat.Attachment
		if err := rows.Scan(&a.Name, textScan{&a.Text}); err != nil {
			return nil, err
		}
		m.Attachments = append(m.Attachments, a)
	}
	return m, rows.Err()
}

// span is a part of a text, in bytes.
type span struct{ begin, end int }

// findSpans finds what is looked for, up to a snippet's length after the first match.
func findSpans(text string, looked []phrase) []span {
	text = text[:min(len(text), snippetSearch)]
	var found []span
	var words []word // the latest, as many as the longest phrase has pieces
	most := 1
	for _, p := range looked {
		most = max(most, len(p.pieces))
	}
	for w := range wordsOf(text) {
		if len(found) > 0 && w.begin > found[0].begin+utf8.UTFMax*snippetLimit {
			break
		}
		if words = append(words, w); len(words) > most {
			words = slices.Delete(words, 0, 1)
		}
		for _, p := range looked {
			if n := len(p.pieces); n <= len(words) {
				found = append(found, p.in(words[len(words)-n:])...)
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return a.begin - b.begin })
	return found
}

// word is a word or an unspaced run of a text.
type word struct {
	span
	text   string // as it stands
	folded string
}

// wordsOf visits the words and unspaced runs of a text.
func wordsOf(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		for at := range pieceSpans(text) {
			piece := text[at.begin:at.end]
			if !yield(word{at, piece, fold(piece)}) {
				return
			}
		}
	}
}

// in finds a phrase in as many neighbouring words as it has pieces.
func (p phrase) in(words []word) []span {
	last := len(words) - 1
	if last == 0 && isUnspacedText(p.pieces[0]) {
		return words[0].find(p.pieces[0])
	}
	for i, w := range words {
		piece, exact := p.pieces[i], w.folded == p.pieces[i]
		opensLate := i == 0 && isUnspacedText(piece) && strings.HasSuffix(w.folded, piece)
		goesOn := i == last && (p.prefix || isUnspacedText(piece)) && strings.HasPrefix(w.folded, piece)
		if !exact && !opensLate && !goesOn {
			return nil
		}
	}
	return []span{{words[0].begin, words[last].end}}
}

// find finds every place of a piece in an unspaced run. Where folding changes the number of characters, the whole run
// stands for the place.
func (w word) find(piece string) []span {
	if !strings.Contains(w.folded, piece) {
		return nil
	}
	original, folded, wanted := []rune(w.text), []rune(w.folded), []rune(piece)
	if len(original) != len(folded) {
		return []span{w.span}
	}
	var found []span
	for i := 0; i+len(wanted) <= len(folded); i++ {
		if slices.Equal(folded[i:i+len(wanted)], wanted) {
			begin := w.begin + len(string(original[:i]))
			found = append(found, span{begin, begin + len(string(original[i:i+len(wanted)]))})
			i += len(wanted) - 1
		}
	}
	return found
}

func isUnspacedText(piece string) bool {
	r, _ := utf8.DecodeRuneInString(piece)
	return isUnspaced(r)
}

// cutSnippet cuts one line around the first match and marks the matches in it.
func cutSnippet(text string, spans []span) string {
	begin := spans[0].begin
	for n := 0; n < snippetBefore && begin > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:begin])
		begin -= size
	}
	var b strings.Builder
	if begin > 0 {
		b.WriteRune('…')
	}
	open, blank, n := false, false, 0
	for i, r := range text[begin:] {
		i += begin
		for len(spans) > 0 && i >= spans[0].end {
			if open {
				b.WriteRune(markClose)
				open = false
			}
			spans = spans[1:]
		}
		if n >= snippetLimit {
			b.WriteRune('…')
			break
		}
		if r == markOpen || r == markClose {
			continue
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
			n++
		}
		if len(spans) > 0 && i >= spans[0].begin && !open {
			b.WriteRune(markOpen)
			open = true
		}
		b.WriteRune(r)
		n++
	}
	if open {
		b.WriteRune(markClose)
	}
	return b.String()
}
