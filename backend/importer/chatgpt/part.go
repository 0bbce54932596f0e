package chatgpt

import (
	"slices"
	"strings"

	"loquat/backend/importer/source"
)

// part is one element of content.parts: a text, or something with a pointer to a file.
type part struct {
	kind, text string
	pointers   []pointer
}

// pointer names a file: by an id of the export or a data: URI.
type pointer struct {
	asset string
	size  int64
	sound bool
}

// readThought reads one thought: its heading, and what was thought.
func readThought(p *source.Pull) string {
	if p.Kind() == '"' {
		return p.Text()
	}
	summary, content := "", ""
	var chunks []string
	p.Object(func(name string) {
		switch name {
		case "summary":
			summary = p.Text()
		case "content":
			content = p.Text()
		case "chunks":
			p.Array(func() { chunks = append(chunks, p.Text()) })
		}
	})
	if content == "" { // else they say it once more
		content = strings.Join(chunks, "")
	}
	return source.Join("\n\n", summary, content)
}

func readPart(p *source.Pull) (out part) {
	if p.Kind() == '"' {
		return part{kind: "text", text: p.Text()}
	}
	var own pointer
	p.Object(func(name string) {
		switch name {
		case "content_type":
			out.kind = p.Name()
		case "text":
			out.text = p.Text()
		case "asset_pointer":
			own.asset = p.Text()
		case "size_bytes":
			if n := p.Count(); n != nil {
				own.size = *n
			}
		case "audio_asset_pointer":
			inner := readPart(p).first()
			inner.sound = true
			out.pointers = append(out.pointers, inner)
		case "frames_asset_pointers":
			p.Array(func() { out.pointers = append(out.pointers, readPart(p).first()) })
		}
	})
	own.sound = out.kind == "audio_asset_pointer"
	if own.asset != "" {
		out.pointers = append(out.pointers, own)
	}
	out.pointers = slices.DeleteFunc(out.pointers, func(at pointer) bool { return at.asset == "" })
	return out
}

// first is the pointer of a part that is nothing else; a plain text is one too.
func (p part) first() pointer {
	if len(p.pointers) > 0 {
		return p.pointers[0]
	}
	return pointer{asset: p.text}
}
