package aistudio

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// readFile reads a file: bytes in the prompt, or a name in Google Drive or on YouTube, where its bytes are.
func readFile(p *source.Pull, kind string) chat.Attachment {
	var id, name, address, media, data string
	size := int64(0)
	p.Object(func(field string) {
		switch field {
		case "id":
			id = p.Text()
		case "name":
			name = p.Text()
		case "url", "uri":
			address = p.Text()
		case "mimeType":
			media = p.Text()
		case "data":
			data = p.Text()
		case "sizeBytes":
			if n, ok := p.Number(); ok && n > 0 {
				size = int64(n)
			}
		}
	})
	if data != "" {
		inline, _ := source.DataURI("data:" + media + ";base64," + data)
		inline.Name = name
		return inline
	}
	if kind == "youtubeVideo" && name == "" {
		return chat.Attachment{Name: cmp.Or(address, "https://youtu.be/"+id), MIME: media, Missing: true}
	}
	a := turns.Missing(cmp.Or(name, address, id))
	a.MIME, a.Size = cmp.Or(media, a.MIME), size
	return a
}
