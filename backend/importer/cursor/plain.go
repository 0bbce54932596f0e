package cursor

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// Older transcripts are plain text:
//
//	user:
//	<user_query>…</user_query>
//
//	assistant:
//	[Thinking] …
//	[Tool call] Read
//	  path: /w/a
//
//	[Tool result] Read
//
// Only these lines have a meaning. What belongs to a mark stands behind it, and indented below.
var (
	speaker = regexp.MustCompile(`^(user|assistant):\s*$`)
	mark    = regexp.MustCompile(`^\[(Thinking|Tool call|Tool result)\] ?(.*)$`)
	given   = regexp.MustCompile(`^([A-Za-z_]\w*)(?:: |=|:$)(.*)$`)
)

// isPlain tells a transcript in plain text by its first line and a second mark.
func isPlain(head []byte) bool {
	first, rest, found := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	if !found || !speaker.Match(bytes.TrimRight(first, "\r")) {
		return false
	}
	for _, sign := range []string{"<user_query>", "\nassistant:\n", "\nassistant:\r\n"} {
		if bytes.Contains(rest, []byte(sign)) {
			return true
		}
	}
	return false
}

// isText says whether a file that begins so is a transcript in plain text.
func isText(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	return speaker.Match(bytes.TrimRight(first, "\r"))
}

// plain yields the session of a text file; false when the caller has enough.
func (r *reader) plain(ctx context.Context, t *transcript, file string, finish func(source.Record) (*chat.Conversation, string)) bool {
	f, err := r.In.Open(ctx, file)
	if err != nil {
		return r.Trouble(r.In.Broke(ctx, file, err))
	}
	defer f.Close()
	text, _ := source.UTF8(f)
	b, broken := &block{}, 0
	for line, problem := range source.Lines(text) {
		if err = problem; err != nil {
			break
		}
		clean, n := source.Clean(string(line.Text))
		broken += n
		if len(t.c.Raw)+len(clean) < source.MaxRaw {
			t.c.Raw = append(append(t.c.Raw, clean...), '\n')
		}
		if !b.take(clean, line.Number) {
			b.addTo(t)
			b = &block{role: chat.Role(speaker.FindStringSubmatch(clean)[1]), number: line.Number}
		}
	}
	b.addTo(t)
	c, skip := finish(source.Record{File: file})
	if (err == nil || len(c.Messages) > 0) && !r.Give(source.Record{File: file}, c, broken, skip) {
		return false
	}
	return err == nil || r.Trouble(r.In.Broke(ctx, file, err))
}

// block is what one speaker said, up to the next.
type block struct {
	role   chat.Role
	lines  []string
	number int  // of the last line that was not blank
	fenced bool // a piece of code has begun and not ended: what looks like a speaker may be a part of it
}

// take adds a line to the block, and the blank ones before it; false when it begins another block.
func (b *block) take(line string, number int) bool {
	blank := number > b.number+1
	if speaker.MatchString(line) && (!b.fenced || blank) {
		return false
	}
	for b.number++; b.number < number; b.number++ {
		b.lines = append(b.lines, "")
	}
	if b.lines = append(b.lines, line); strings.HasPrefix(line, "```") {
		b.fenced = !b.fenced
	}
	return true
}

// addTo adds the messages of a block.
func (b *block) addTo(t *transcript) {
	if b.role == chat.RoleAssistant {
		b.addAnswer(t)
		return
	}
	if text := strings.TrimSpace(strings.Join(b.lines, "\n")); text != "" {
		t.add(&turns.Turn{Message: chat.Message{Role: chat.RoleUser, Content: text, Hidden: b.role == ""}})
	}
}

// addAnswer adds what the model said, thought and called, in messages that end where a result comes.
func (b *block) addAnswer(t *transcript) {
	said := &turns.Turn{Message: chat.Message{Role: chat.RoleAssistant}}
	for i := 0; i < len(b.lines); {
		found := mark.FindStringSubmatch(b.lines[i])
		if found == nil {
			said.Content += b.lines[i] + "\n"
			i++
			continue
		}
		body, n := behind(b.lines[i+1:])
		i += 1 + n
		name := strings.TrimSpace(found[2])
		switch found[1] {
		case "Thinking":
			said.Reasoning = source.Join("\n\n", said.Reasoning, source.Join("\n", name, body))
		case "Tool call":
			said.ToolCalls = append(said.ToolCalls, chat.ToolCall{Name: name, Arguments: arguments(body)})
		case "Tool result":
			if body != "" { // most are not written down
				t.add(said)
				t.add(&turns.Turn{Message: chat.Message{Role: chat.RoleTool, Name: name, Content: body}})
				said = &turns.Turn{Message: chat.Message{Role: chat.RoleAssistant}}
			}
		}
	}
	t.add(said)
}

// behind is what belongs to a mark: the indented and blank lines behind it, and how many they are.
func behind(lines []string) (body string, n int) {
	for n < len(lines) && (lines[n] == "" || lines[n][0] == ' ' || lines[n][0] == '\t') {
		n++
	}
	return dedent(lines[:n]), n
}

// dedent joins lines without the indentation that they share.
func dedent(lines []string) string {
	least := -1
	for _, line := range lines {
		if n := len(line) - len(strings.TrimLeft(line, " \t")); line != "" && (least < 0 || n < least) {
			least = n
		}
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line[min(len(line), max(0, least)):] + "\n")
	}
	return strings.TrimRight(b.String(), " \t\n")
}

// arguments makes JSON of what a call is given: it is JSON already, or each line is "name: value" or "name=value".
// Anything else stays one text.
func arguments(body string) string {
	if body == "" || body[0] == '{' {
		return source.Arguments(body)
	}
	var out bytes.Buffer
	e := jsontext.NewEncoder(&out)
	_ = e.WriteToken(jsontext.BeginObject)
	for line := range strings.SplitSeq(body, "\n") {
		found := given.FindStringSubmatch(line)
		if found == nil || e.WriteToken(jsontext.String(found[1])) != nil { // a name that comes twice is an error
			return source.Arguments(body)
		}
		value := jsontext.Value(strings.TrimSpace(found[2]))
		if len(value) == 0 || value[0] != '{' && value[0] != '[' || !value.IsValid() {
			value, _ = jsontext.AppendQuote(nil, string(value))
		}
		_ = e.WriteValue(value)
	}
	_ = e.WriteToken(jsontext.EndObject)
	return strings.TrimSpace(out.String())
}
