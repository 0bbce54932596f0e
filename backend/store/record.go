package store

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"loquat/backend/chat"
)

// Bits of a message's id: the conversation's id stands above them, the message's place in the conversation in them.
const (
	placeBits   = 24
	maxMessages = 1 << placeBits
)

// firstID and lastID bound the ids of a conversation's messages and rounds.
func firstID(conversation int64) int64 { return conversation << placeBits }
func lastID(conversation int64) int64  { return conversation<<placeBits | (maxMessages - 1) }

// excerptLimit is how many characters of text a row shows under its title.
const excerptLimit = 160

// face is what the list shows of a conversation; it depends on the branch in view.
type face struct {
	title    string // of the source or its stand-in; the user's goes before it
	excerpt  string
	model    string
	rounds   int
	messages int
}

// faceOf reads the thread in view once.
func faceOf(c *chat.Conversation) face {
	thread := c.Thread()
	f := face{title: oneLine(c.Title, titleLimit), model: c.Model, messages: len(thread)}
	rounds := map[int]bool{}
	asked, answered := "", ""
	for _, m := range thread {
		rounds[m.Round] = true
		switch {
		case m.Role == chat.RoleUser && asked == "":
			asked = oneLine(m.Content, excerptLimit)
		case m.Role == chat.RoleAssistant && answered == "":
			answered = oneLine(m.Content, excerptLimit)
		}
	}
	f.rounds = len(rounds)
	if f.excerpt = asked; asked == "" {
		f.excerpt = answered
	}
	if f.title == "" {
		f.title = oneLine(c.DisplayTitle(), titleLimit)
		f.excerpt = answered
	}
	return f
}

// titleLimit is how many characters of a title are kept.
const titleLimit = 500

// oneLine is chat.FirstLine for text of any length: only the part that can matter is looked at.
func oneLine(s string, limit int) string {
	if most := 16 * limit; len(s) > most {
		for most > 0 && !utf8.RuneStart(s[most]) {
			most--
		}
		s = s[:most]
	}
	return chat.FirstLine(s, limit)
}

// callJSON and toolJSON are how tool calls and tools are kept.
type callJSON struct {
	ID        string `json:"id,omitempty"`
	Name      string `json:"name,omitempty"`
	Arguments string `json:"arguments,omitempty"`
}

type toolJSON struct {
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Parameters  string `json:"parameters,omitempty"`
}

// packCalls returns JSON, or "" for none.
func packCalls(calls []chat.ToolCall) string {
	if len(calls) == 0 {
		return ""
	}
	packed := make([]callJSON, len(calls))
	for i, c := range calls {
		packed[i] = callJSON(c)
	}
	return marshal(packed)
}

func unpackCalls(text string) ([]chat.ToolCall, error) {
	var packed []callJSON
	if err := json.Unmarshal([]byte(text), &packed); err != nil {
		return nil, err
	}
	calls := make([]chat.ToolCall, len(packed))
	for i, c := range packed {
		calls[i] = chat.ToolCall(c)
	}
	return calls, nil
}

func packTools(tools []chat.Tool) string {
	packed := make([]toolJSON, len(tools))
	for i, t := range tools {
		packed[i] = toolJSON(t)
	}
	return marshal(packed)
}

func unpackTools(text string) ([]chat.Tool, error) {
	var packed []toolJSON
	if err := json.Unmarshal([]byte(text), &packed); err != nil {
		return nil, err
	}
	tools := make([]chat.Tool, len(packed))
	for i, t := range packed {
		tools[i] = chat.Tool(t)
	}
	return tools, nil
}

// marshal writes JSON without the escapes that only matter inside HTML.
func marshal(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // every value given here is made of strings, numbers and lists
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Values for the database: empty texts, zero numbers and unknown times are NULL, which costs no room and little time.

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func oneOrNull(b bool) any {
	if b {
		return 1
	}
	return nil
}

func numberOrNull(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func tokensOrNull(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

func timeOrNull(t chat.Time) any {
	if !t.Valid {
		return nil
	}
	return t.MS
}
