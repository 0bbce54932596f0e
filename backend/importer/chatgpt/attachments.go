package chatgpt

import (
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// attachments lists the files of a message: those its text points to, and those that its metadata names, each once.
func (w *weave) attachments(n *node) []chat.Attachment {
	var out []chat.Attachment
	used := make([]bool, len(n.meta.files))
	add := func(at pointer) {
		said := file{size: at.size}
		for i, f := range n.meta.files {
			if f.id != "" && slices.Contains(assetIDs(at.asset), f.id) {
				said, used[i] = f, true
			}
		}
		out = append(out, w.r.assets.attachment(at.asset, w.near, said))
	}
	for _, p := range n.content.parts {
		if !knownParts[p.kind] {
			source.CountUnknown(w.c, "part "+p.kind)
		}
		for _, at := range p.pointers {
			w.r.record.voice = w.r.record.voice || at.sound
			add(at)
		}
		w.r.record.voice = w.r.record.voice || p.kind == "audio_transcription"
	}
	for _, image := range n.meta.images {
		if image != "" {
			add(pointer{asset: image})
		}
	}
	if n.content.screenshot.asset != "" {
		add(n.content.screenshot)
	}
	for i, f := range n.meta.files {
		if !used[i] {
			out = append(out, w.r.assets.attachment(f.id, w.near, f))
		}
	}
	return out
}
