package turns

import (
	"fmt"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// part is one part of a message's content, of OpenAI (text, image_url, input_audio, file), of LLaMA-Factory v1 (the
// same with value), of Anthropic (thinking, tool_use, tool_result), or of OpenTelemetry (tool_call_response, blob, uri).
type part struct {
	kind, text, thinking string
	url, data, format    string
	fileName             string
	call                 chat.ToolCall
	toolUseID            string
	isError              bool
	inside               Turn // of a result: its content, when that is a list of parts
}

// part reads the part that comes next into t.
func (t *Turn) part(p *source.Pull) {
	switch p.Kind() {
	case 'n':
		p.Skip()
		return
	case '"':
		t.addText(p.Text())
		return
	}
	var b part
	from := p.Mark()
	told := false // it has a member that parts have
	if p.Object(func(name string) { told = b.field(p, name) || told }) && told {
		t.take(&b)
		return
	}
	text, _ := source.Clean(string(p.Written(from))) // a value of its own, as tools give them
	t.addText(text)
}

// field reads a member; it is false when parts have no such one.
func (b *part) field(p *source.Pull, name string) bool {
	switch name {
	case "type":
		b.kind = p.Name()
	case "text", "value", "refusal":
		b.text = p.Text()
	case "content":
		if p.Kind() != '[' {
			b.text = p.Text()
			return true
		}
		p.Array(func() { b.inside.part(p) })
		b.text = b.inside.raw.text
	case "thinking", "reasoning":
		b.thinking = p.Text()
	case "id":
		b.call.ID = p.Text()
	case "name", "input", "arguments":
		callField(p, &b.call, name)
	case "tool_use_id", "tool_call_id":
		b.toolUseID = p.Text()
	case "is_error":
		b.isError = p.Bool()
	case "response", "result": // of a tool, any JSON
		b.text = p.AnyText()
	case "mime_type":
		b.format = p.Name()
	case "uri", "file_id":
		b.url = p.Text()
	case "toolCallId", "toolName", "args", "output":
		return b.sdk(p, name)
	case "image_url", "image", "input_audio", "audio", "video", "video_url", "file", "source":
		b.media(p)
	default:
		return false
	}
	return true
}

// sdk reads a member of a call or a result as the AI SDK writes them: {type: "tool-call", toolCallId, toolName, args or
// input}, {type: "tool-result", toolCallId, result or output: {type, value}}; false when the part is neither.
// (https://ai-sdk.dev/docs/reference/ai-sdk-core/model-message)
func (b *part) sdk(p *source.Pull, name string) bool {
	if b.kind != "tool-call" && b.kind != "tool-result" {
		return false
	}
	if name != "output" {
		callField(p, &b.call, name)
		return true
	}
	if p.Kind() != '{' {
		b.text = p.AnyText()
		return true
	}
	written, found := p.Raw(), false
	inner := source.NewPull()
	_ = inner.Parse(written, func() { // it was read from JSON just now
		inner.Object(func(name string) {
			switch name {
			case "type":
				b.isError = strings.HasPrefix(inner.Name(), "error")
			case "value":
				b.text, found = inner.AnyText(), true
			}
		})
	})
	if !found {
		b.text, _ = source.Clean(string(written))
	}
	return true
}

// innerText reads the content of a part: a text, or a list of parts of which the texts are taken.
func innerText(p *source.Pull) string {
	if p.Kind() != '[' {
		return p.Text()
	}
	var t Turn
	p.Array(func() { t.part(p) })
	return t.raw.text
}

// media reads where the bytes of a part are: an address, a data URI, or base64 beside its format.
func (b *part) media(p *source.Pull) {
	if p.Kind() == '"' {
		b.url = p.Text()
		return
	}
	p.Object(func(name string) {
		switch name {
		case "url", "path", "file_id":
			b.url = p.Text()
		case "data", "file_data":
			b.data = p.Text()
		case "format", "media_type":
			b.format = p.Name()
		case "filename":
			b.fileName = p.Text()
		}
	})
}

// take adds what the part says to the message.
func (t *Turn) take(b *part) {
	switch b.kind {
	case "text", "input_text", "output_text", "refusal", "":
		t.addText(b.text)
	case "reasoning", "thinking":
		t.Reasoning = joinParagraphs(t.Reasoning, b.thinking+b.text)
	case "tool_call":
		if calls, ok := ParseCalls(b.text); ok {
			t.raw.calls = append(t.raw.calls, calls...)
			return
		}
		t.addCall(b.call)
	case "tool_use", "tool-call":
		t.addCall(b.call)
	case "tool_result":
		t.results = append(t.results, chat.Message{Role: chat.RoleTool, Content: b.text, ToolCallID: b.toolUseID, IsError: b.isError, Attachments: b.inside.Attachments})
		t.Unknown = append(t.Unknown, b.inside.Unknown...)
	case "tool_call_response", "tool-result":
		t.results = append(t.results, chat.Message{Role: chat.RoleTool, Content: b.text, ToolCallID: b.call.ID, IsError: b.isError})
	case "blob":
		b.data, b.text = b.text, ""
		t.Attachments = append(t.Attachments, b.attachment())
	case "uri", "image_url", "image", "input_image", "input_audio", "audio", "audio_url", "video", "video_url", "file", "input_file", "document":
		t.Attachments = append(t.Attachments, b.attachment())
	default:
		t.Unknown = append(t.Unknown, "content "+b.kind)
		t.addText(b.text)
	}
}

func joinParagraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// attachment makes an attachment of a part; its bytes are there only when the part holds them itself.
func (b *part) attachment() chat.Attachment {
	kind, _, _ := strings.Cut(strings.TrimPrefix(b.kind, "input_"), "_")
	a, inline := source.DataURI(b.uri(kind))
	if !inline {
		a = Missing(b.url)
	}
	switch {
	case b.fileName != "":
		a.Name = b.fileName
	case inline: // a name of its own, so that two pictures are told apart
		a.Name = fmt.Sprintf("%s-%.8s", kind, source.ContentID(b.url, b.data))
	case b.url == "":
		a.Name = kind
	}
	return a
}

// uri returns the bytes of the part as a data URI: as it is written, or made of base64 that stands beside its format.
func (b *part) uri(kind string) string {
	if b.data == "" || strings.HasPrefix(b.data, "data:") {
		return b.data + b.url
	}
	format := b.format
	if !strings.Contains(format, "/") {
		format = kind + "/" + format
	}
	return "data:" + format + ";base64," + b.data
}
