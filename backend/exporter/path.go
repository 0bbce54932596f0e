package exporter

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// path is one place in a record that readers give a column type, with the kind of value found there; EXPORT.md §4.5.
type path struct {
	name string // "/tools/[]/function/parameters/properties/limit/default"
	kind string // in a person's words: text, a number, true or false, a list, an object
	date bool   // text that pyarrow takes for a date
}

// The kinds of value at a path.
const (
	kindText   = "text"
	kindNumber = "a number"
	kindHuge   = "a number beyond 64 bits"
	kindTwice  = "given twice" // which pyarrow refuses
	kindBool   = "true or false"
	kindList   = "a list"
	kindObject = "an object"
)

// dateText is what pyarrow's JSON reader turns into a timestamp.
var dateText = regexp.MustCompile(`^\d{4}-\d\d-\d\d([ T]\d\d(:?\d\d(:?\d\d)?)?Z?)?$`)

// looksLikeDate says whether pyarrow would take s for a date.
func looksLikeDate(s string) bool {
	return len(s) >= len("2026-01-31") && s[0] >= '0' && s[0] <= '9' && dateText.MatchString(s)
}

// pathsOf lists the places of a JSON value, each kind once. A null has no kind.
func pathsOf(root, text string) []path {
	w := pathWalk{decoder: jsontext.NewDecoder(strings.NewReader(text), lenient), at: map[[2]string]int{}}
	w.walk(root)
	return w.paths
}

// argumentPaths lists what a reader that infers types sees in the arguments of d's calls, in its columns: types are
// fixed for each column, so that a key which the prompts showed is new in the completions.
func (d *draft) argumentPaths(r rules) []path {
	var paths []path
	end := d.promptEnd()
	for i, t := range d.turns {
		column := "/messages"
		switch {
		case r.completion && i < end:
			column = "/prompt"
		case r.completion:
			column = "/completion"
		}
		for _, c := range t.calls {
			paths = append(paths, pathsOf(column+"/[]/tool_calls/[]/function/arguments", c.object)...)
		}
	}
	return paths
}

// pathWalk collects the paths of one JSON value.
type pathWalk struct {
	decoder *jsontext.Decoder
	paths   []path
	at      map[[2]string]int // name and kind to the place in paths
}

// maxPaths bounds what is remembered of the places in records, and maxPathName the name of one: what has more, or goes
// deeper, is no dataset of conversations, and must not cost memory by the square.
const (
	maxPaths    = 1 << 17
	maxPathName = 1 << 10
)

// walk reads the next value, which stands at name.
func (w *pathWalk) walk(name string) {
	if len(name) > maxPathName || len(w.paths) >= maxPaths {
		_ = w.decoder.SkipValue()
		return
	}
	token, err := w.decoder.ReadToken()
	if err != nil {
		return
	}
	switch token.Kind() {
	case '"':
		w.add(path{name, kindText, looksLikeDate(token.String())})
	case '0':
		w.add(path{name, numberKind(token.String()), false})
	case 't', 'f':
		w.add(path{name, kindBool, false})
	case '[':
		w.add(path{name, kindList, false})
		for k := w.decoder.PeekKind(); k != ']' && k != 0; k = w.decoder.PeekKind() {
			w.walk(name + "/[]")
		}
		_, _ = w.decoder.ReadToken()
	case '{':
		w.add(path{name, kindObject, false})
		known := map[string]bool{}
		for w.decoder.PeekKind() == '"' {
			token, err := w.decoder.ReadToken()
			if err != nil {
				return
			}
			key := token.String()
			if known[key] && len(key) < maxPathName {
				w.add(path{name + "/" + key, kindTwice, false})
			}
			known[key] = true
			w.walk(name + "/" + key)
		}
		_, _ = w.decoder.ReadToken()
	}
}

// add keeps p; texts at one path are dates only while all of them are.
func (w *pathWalk) add(p path) {
	key := [2]string{p.name, p.kind}
	if i, ok := w.at[key]; ok {
		w.paths[i].date = w.paths[i].date && p.date
		return
	}
	w.at[key] = len(w.paths)
	w.paths = append(w.paths, p)
}

// numberKind tells integers that no 64-bit column can hold from other numbers.
func numberKind(text string) string {
	if strings.ContainsAny(text, ".eE") {
		return kindNumber
	}
	if _, err := strconv.ParseInt(text, 10, 64); err != nil {
		return kindHuge
	}
	return kindNumber
}
