package grok

import (
	"cmp"
	"io"
	"path"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// assets finds the files of messages: each is called content and lies in a folder named by its id.
type assets struct {
	in   *source.Input
	byID map[string]string // id to name in the export; nil until asked
}

// attachment is a file with its bytes, or a missing one. What it is called and what it is mostly stand nowhere: the type
// is told by its first bytes.
func (a *assets) attachment(f file) chat.Attachment {
	if a.byID == nil {
		a.byID = map[string]string{}
		for _, name := range source.Names(a.in.FS) {
			if path.Base(name) == "content" {
				a.byID[path.Base(path.Dir(name))] = name
			}
		}
	}
	out := turns.Missing(cmp.Or(f.name, f.id))
	out.MIME = cmp.Or(f.media, out.MIME)
	name, ok := a.byID[f.id]
	if !ok {
		return out
	}
	opened, err := a.in.FS.Open(name)
	if err != nil {
		return out
	}
	defer opened.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(opened, head) // a file that cannot be read is told when its bytes are wanted
	if info, err := opened.Stat(); err == nil {
		out.Size = max(0, info.Size())
	}
	out.Missing, out.MIME = false, source.MediaType(head[:n], out.MIME)
	out.Open = func() (io.ReadCloser, error) { return a.in.FS.Open(name) }
	return out
}
