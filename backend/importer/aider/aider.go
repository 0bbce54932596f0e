// Package aider reads the history that aider appends to in every repository, .aider.chat.history.md (FORMATS.md §17).
package aider

import (
	"context"
	"iter"
	"regexp"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// key is stored with every conversation.
const key = "aider"

// Source reads aider.
var Source = source.Source{Key: key, Name: "aider", Detect: Detect, Read: Read,
	Give: ".aider.chat.history.md of a repository, or a folder of repositories", Places: places}

// places: every repository has a history of its own. (https://aider.chat/docs/config/options.html#--chat-history-file-chat_history_file)
var places = []source.Place{
	{Paths: []string{"~/"}, Holds: []string{"**/.aider.chat.history.md"}, Search: 5},
	{Paths: []string{"$AIDER_CHAT_HISTORY_FILE"}},
}

// header is the only line whose meaning is certain: a session begins.
var header = regexp.MustCompile(`^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$`)

// began finds a header anywhere in a file, whose oldest sessions may have been cut away.
var began = regexp.MustCompile(`(?m)^# aider chat started at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s*$`)

// Detect says whether the file is a history of aider.
func Detect(p *source.Probe) bool { return began.Match(p.Head) }

// Read yields one conversation for each session.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := tree.NewReader(ctx, in, key, nil, yield)
		for _, file := range in.Files {
			if !history(ctx, r, file) {
				return
			}
		}
	}
}

// history reads a file; false when the caller has enough.
func history(ctx context.Context, r *tree.Reader, file string) bool {
	f, err := r.In.Open(ctx, file)
	if err != nil {
		return r.Trouble(r.In.Broke(ctx, file, err))
	}
	defer f.Close()
	text, begin := source.UTF8(f)
	s := &session{offset: begin}
	for line, err := range source.Lines(text) {
		if err != nil {
			return give(r, s, file) && r.Trouble(r.In.Broke(ctx, file, err))
		}
		if found := header.FindSubmatch(line.Text); found != nil {
			if !give(r, s, file) {
				return false
			}
			s = &session{started: string(found[1]), offset: begin + line.Offset}
			if begin < 0 {
				s.offset = -1
			}
		}
		if !line.Cut || !beginsHeader(string(line.Text)) {
			s.add(line)
		}
	}
	return give(r, s, file)
}

// beginsHeader says whether a line at the end of a file may be a header that is not written whole yet.
func beginsHeader(line string) bool {
	const words = "# aider chat started at "
	return !header.MatchString(line) && (strings.HasPrefix(words, line) || strings.HasPrefix(line, words))
}

// give yields a session; what stands before the first header is one only when the user spoke in it.
func give(r *tree.Reader, s *session, file string) bool {
	c, broken := s.conversation()
	skip := ""
	switch {
	case s.started == "" && !s.asked():
		return true
	case len(c.Thread()) > 0:
	default:
		skip = "nobody spoke in it: it holds commands and their output only"
	}
	return r.Give(source.Record{JSON: s.raw, File: file, Offset: s.offset}, c, broken, skip)
}
