package grok

import (
	"io"
	"path"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// assets finds the files of messages: each is called content and lies in a folder named by its id.
type assets struct {
	in   *source.Input
	byID map[string]string // id to name in the export; nil until asked
}

// attachment is the file with that id, or a missing one. What it is called and what it is stand nowhere: the type is
// told by its first bytes.
func (a *assets) attachment(id string) chat.Attachment {
	if a.byID == nil {
		a.byID = map[string]string{}
		for _, name := range source.Names(a.in.FS) {
			if path.Base(name) == "content" {
				a.byID[path.Base(path.Dir(name))] = name
			}
		}
	}
	out := chat.Attachment{Name: id, Missing: true}
	name, ok := a.byID[id]
	if !ok {
		return out
	}
	f, err := a.in.FS.Open(name)
	if err != nil {
		return out
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head) // a file that cannot be read is told when its bytes are wanted
	if info, err := f.Stat(); err == nil {
		out.Size = max(0, info.Size())
	}
	out.Missing, out.MIME = false, source.MediaType(head[:n], "")
	out.Open = func() (io.ReadCloser, error) { return a.in.FS.Open(name) }
	return out
}
