package exporter

import (
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// attach names in the text what came with a message and is not text. Only what a model read gets a placeholder: one in
// an answer would be taught as an answer.
func (d *draft) attach(t *turn, attachments []chat.Attachment) {
	if len(attachments) == 0 {
		return
	}
	if t.role == roleUser || t.role == roleTool {
		lines := make([]string, 0, len(attachments)+1)
		for _, a := range attachments {
			lines = append(lines, placeholder(a))
		}
		if t.content != "" {
			lines = append(lines, t.content)
		}
		t.content = strings.Join(lines, "\n")
	}
	d.warn("ATTACHMENT", t, t.place(), strconv.Itoa(len(attachments)))
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
