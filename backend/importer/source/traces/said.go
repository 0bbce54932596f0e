package traces

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// Said is what was said to a model or by it, whichever way a framework wrote it down: OpenAI messages, messages of
// LangChain, parts of OpenTelemetry, items of OpenAI's Responses, or a text.
type Said struct {
	Turns              []turns.Turn
	Tools              []chat.Tool
	Model              string
	Prompt, Completion *int64 // tokens; nil when not said
	Unknown            int    // objects that are no messages as far as is known
}

// maxDepth is how deep messages are looked for: lists in objects in texts.
const maxDepth = 12

// ReadSaid reads the input or the output of a span; role is whose a message is that names none.
func ReadSaid(p *source.Pull, role string) (s Said) {
	s.value(p, role, 0)
	return s
}

func (s *Said) value(p *source.Pull, role string, depth int) {
	switch p.Kind() {
	case '"':
		s.text(p.Text(), role, depth)
	case '[':
		p.Array(func() { s.value(p, role, depth) })
	case '{':
		raw := p.Raw()
		if depth < maxDepth {
			s.object(raw, role, depth+1)
		}
	default:
		p.Skip()
	}
}

// text reads a text, which may be any of the other forms as JSON.
func (s *Said) text(text, role string, depth int) {
	trimmed := strings.TrimSpace(text)
	if depth < maxDepth && trimmed != "" && strings.ContainsRune(`[{"`, rune(trimmed[0])) && jsontext.Value(trimmed).IsValid(jsontext.AllowDuplicateNames(true)) {
		inner := source.NewPull()
		// It is valid, so it is read to its end.
		_ = inner.Parse([]byte(trimmed), func() { s.value(inner, role, depth+1) })
		return
	}
	if trimmed != "" {
		known, _ := turns.Role(role)
		s.Turns = append(s.Turns, turns.Turn{Message: chat.Message{Role: known, Content: text}, Written: role})
	}
}

// object reads a message, or what messages are wrapped in.
func (s *Said) object(raw []byte, role string, depth int) {
	p := source.NewPull()
	// The bytes were a value just now, so they are JSON.
	if t := (message{}); p.Parse(raw, func() { t = readMessage(p) }) == nil && t.is {
		s.Turns = append(s.Turns, t.Turn)
		_ = p.Parse(raw, func() { p.Object(func(name string) { s.spent(p, name) }) })
		return
	}
	before := len(s.Turns) + len(s.Tools)
	_ = p.Parse(raw, func() { p.Object(func(name string) { s.member(p, name, role, depth) }) })
	if len(s.Turns)+len(s.Tools) == before { // a text stands beside the message that it is the text of
		_ = p.Parse(raw, func() {
			p.Object(func(name string) {
				if name == "text" {
					s.value(p, role, depth)
				}
			})
		})
	}
	if len(s.Turns)+len(s.Tools) == before {
		s.Unknown++
	}
}

// member reads one member of what messages are wrapped in.
func (s *Said) member(p *source.Pull, name, role string, depth int) {
	switch name {
	case "system", "system_prompt", "instructions", "system_instruction":
		s.value(p, "system", depth)
	case "messages", "message", "input", "inputs", "request", "kwargs":
		s.value(p, role, depth)
	case "prompt", "prompts", "question", "query":
		s.value(p, "user", depth)
	case "choices", "generations", "output", "outputs", "response", "completion", "answer":
		s.value(p, role, depth)
	case "tools", "functions":
		s.Tools = append(s.Tools, turns.ReadTools(p)...)
	default:
		s.spent(p, name)
	}
}

// spent reads the model and the tokens that stand beside messages.
func (s *Said) spent(p *source.Pull, name string) {
	switch name {
	case "model":
		if p.Kind() == '"' {
			s.Model = p.Text()
		}
	case "usage", "usage_metadata", "token_usage":
		p.Object(func(name string) { ReadTokens(p, name, &s.Prompt, &s.Completion) })
	}
}

// ReadTokens reads a count of tokens under one of the names that they have.
func ReadTokens(p *source.Pull, name string, prompt, completion **int64) {
	switch name {
	case "prompt_tokens", "input_tokens", "input", "promptTokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens":
		*prompt = p.Count()
	case "completion_tokens", "output_tokens", "output", "completionTokens", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens":
		*completion = p.Count()
	}
}
