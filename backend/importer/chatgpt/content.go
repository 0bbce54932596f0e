package chatgpt

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// known are the content types of FORMATS.md §1 that have a meaning here.
var known = map[string]bool{"text": true, "multimodal_text": true, "code": true, "execution_output": true, "tether_quote": true,
	"tether_browsing_display": true, "sonic_webpage": true, "system_error": true, "thoughts": true, "reasoning_recap": true,
	"user_editable_context": true, "model_editable_context": true, "computer_output": true, "citable_code_output": true, "": true}

// knownParts are the kinds of parts that have a meaning here.
var knownParts = map[string]bool{"": true, "text": true, "image_asset_pointer": true, "audio_transcription": true, "audio_asset_pointer": true,
	"real_time_user_audio_video_asset_pointer": true, "video_container_asset_pointer": true}

// left says whether a content type is no message of its own: thoughts belong to the answer, recaps and the memory of
// the model (private) are left out. All stay in the raw record.
func (c *content) left() bool {
	switch c.kind {
	case "thoughts", "reasoning_recap", "model_editable_context":
		return true
	}
	return false
}

// body is the text of a message (FORMATS.md §1, content_type).
func (m *message) body() string {
	c := &m.content
	switch c.kind {
	case "", "text", "multimodal_text":
		return source.Join("\n\n", c.text, c.partsText())
	case "code":
		text := source.Join("\n\n", c.text, c.partsText())
		if m.calls() {
			return text
		}
		return c.fenced(text)
	case "execution_output":
		return source.Join("\n\n", c.text, c.partsText())
	case "tether_quote", "sonic_webpage":
		text := c.text
		if text == "" {
			text = c.snippet
		}
		return source.Join("\n\n", source.Join("\n", c.title, c.url), text)
	case "tether_browsing_display":
		return source.Join("\n\n", c.summary, c.result)
	case "system_error":
		return source.Join(": ", c.name, c.text)
	case "citable_code_output":
		return source.Join("\n\n", c.output, c.text)
	case "user_editable_context":
		return source.Join("\n\n", cmp.Or(c.profile, m.meta.profile), cmp.Or(c.instructions, m.meta.instructions))
	case "computer_output":
		return c.text
	}
	if text := source.Join("\n\n", c.text, c.partsText()); text != "" {
		return text
	}
	return c.raw
}

// partsText joins the texts of the parts by blank lines.
func (c *content) partsText() string {
	if len(c.parts) == 1 {
		return c.parts[0].text
	}
	var b strings.Builder
	for _, p := range c.parts {
		if p.text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// thought is what a thoughts node says.
func (c *content) thought() string {
	return source.Join("\n\n", strings.Join(c.thoughts, "\n\n"), c.partsText(), c.says)
}

// calls says whether the message is a call of a tool: an assistant speaks to somebody else than everybody.
func (m *message) calls() bool {
	return m.role == string(chat.RoleAssistant) && m.recipient != "" && m.recipient != "all"
}

// hides says whether the source did not show the message to the person. Tool results are as hidden as their call and
// not asked here.
func (m *message) hides(body string) bool {
	return m.meta.hidden || m.weight == 0 || m.content.kind == "user_editable_context" ||
		m.role == string(chat.RoleSystem) && body == "" && !m.meta.userSystem
}

// failed says whether the message is a result that tells of an error.
func (m *message) failed() bool {
	return m.content.kind == "system_error" || strings.HasPrefix(m.meta.status, "failed")
}

// fenced is code as Markdown shows it.
func (c *content) fenced(code string) string {
	if code == "" {
		return ""
	}
	language := c.language
	if language == "unknown" {
		language = ""
	}
	return source.Fenced(language, code)
}
