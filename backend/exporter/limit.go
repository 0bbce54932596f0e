package exporter

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tiktoken-go/tokenizer"

	"loquat/backend/chat"
)

// Tokenizers are the names of the tokenizers that come with the program; the first is the one used when none is named.
var Tokenizers = []string{string(tokenizer.O200kBase), string(tokenizer.Cl100kBase)}

// turnTokens is about what a template puts around a turn: the names of the role and two control tokens.
const turnTokens = 4

// limit is the longest record a person wants.
type limit struct {
	tokens int
	cut    bool // what is longer is cut; else it is left out
	codec  tokenizer.Codec
}

// newLimit reads the limit of opt; nil when there is none.
func newLimit(opt chat.ExportOptions) (*limit, error) {
	if opt.MaxTokens < 0 {
		return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("%d tokens are no length", opt.MaxTokens),
			Advice: "give a number above 0, or 0 for no limit"}
	}
	if opt.MaxTokens == 0 && opt.Tokenizer == "" {
		return nil, nil
	}
	name := opt.Tokenizer
	if name == "" {
		name = Tokenizers[0]
	}
	codec, err := tokenizer.Get(tokenizer.Encoding(name))
	if err != nil {
		return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("there is no tokenizer %q", name),
			Advice: "choose one of: " + strings.Join(Tokenizers, ", "), Err: err}
	}
	if opt.MaxTokens == 0 {
		return nil, nil
	}
	return &limit{tokens: opt.MaxTokens, cut: opt.Over == "cut", codec: codec}, nil
}

// count is how many tokens the texts have; a text the tokenizer fails on counts as its bytes.
func (l *limit) count(texts ...string) int {
	sum := 0
	for _, s := range texts {
		n, err := l.codec.Count(s)
		if err != nil {
			n = len(s)
		}
		sum += n
	}
	return sum
}

// fit leaves d out when it is longer than l, or cuts it after the last answer that fits. A record that may not be cut
// is left out.
func (d *draft) fit(l *limit, mayCut bool) {
	if l == nil {
		return
	}
	sum := 0
	for _, t := range d.tools {
		sum += l.count(t.bare)
	}
	end, user := 0, false // d.turns[:end] is the longest record that fits
	place := 0
	for t := range d.all() {
		place++
		sum += turnTokens + l.count(t.content, t.text, t.reasoning)
		user = user || t.role == roleUser
		if sum <= l.tokens && user && (t.role == roleAssistant || t.role == roleFunctionCall) {
			end = place
		}
	}
	most, is := strconv.Itoa(l.tokens), strconv.Itoa(sum)
	switch {
	case sum <= l.tokens:
	case !l.cut || !mayCut || end == 0:
		d.leave("TOO_LONG", nil, is, most)
	default:
		d.repair("CUT_LONG", &d.turns[end], is, most, d.turns[end].place())
		d.warned, _ = upTo(d.warned, d.turns[end].number-1)
		d.turns = d.turns[:end]
	}
}
