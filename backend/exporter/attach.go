package exporter

import (
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// attach names in the text what came with a message and is not text. Only what a model read gets a placeholder: one in
// an answer would be taught as an answer. With extracted, text that the source found in an attachment stands in its place.
func (d *draft) attach(t *turn, attachments []chat.Attachment, extracted bool) {
	if len(attachments) == 0 {
		return
	}
	read := t.role == roleUser || t.role == roleTool
	lines := make([]string, 0, len(attachments)+1)
	absent, texts := 0, 0
	for _, a := range attachments {
		hasText := read && !blank(a.Text)
		if hasText && extracted {
			lines = append(lines, "[file: "+a.Name+"]", a.Text)
			continue
		}
		lines = append(lines, placeholder(a))
		absent++
		if hasText {
			texts++
		}
	}
	if read {
		if t.content != "" {
			lines = append(lines, t.content)
		}
		t.content = strings.Join(lines, "\n")
	}
	if absent > 0 {
		d.warn("ATTACHMENT", t, t.place(), strconv.Itoa(absent))
	}
	if texts > 0 {
		d.warn("ATTACHMENT_TEXT", t, t.place(), strconv.Itoa(texts))
	}
}

// placeholder stands for an attachment in the text.
func placeholder(a chat.Attachment) string {
	kind, _, _ := strings.Cut(a.MIME, "/")
	switch kind {
	case "image", "audio", "video":
		return "[" + kind + " omitted]"
	}
	return "[file omitted]"
}
