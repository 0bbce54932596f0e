package turns

import (
	"io"
	"io/fs"
	"mime"
	"path"
	"strings"

	"loquat/backend/chat"
)

// Missing is the attachment of a file that a record names and does not hold; its type is guessed from its name.
func Missing(at string) chat.Attachment {
	if at == "" {
		return chat.Attachment{Missing: true}
	}
	name := path.Base(strings.ReplaceAll(at, `\`, "/"))
	kind, _, _ := strings.Cut(mime.TypeByExtension(strings.ToLower(path.Ext(name))), ";")
	return chat.Attachment{Name: name, MIME: kind, Missing: true}
}

// Beside finds the files that the records of one file name, as paths from its folder. A file that is not there, or not in
// fsys, is missing.
func Beside(fsys fs.FS, file string) func(at string) chat.Attachment {
	return func(at string) chat.Attachment {
		a := Missing(at)
		full := path.Join(path.Dir(file), at)
		if !fs.ValidPath(full) || path.IsAbs(at) {
			return a
		}
		info, err := fs.Stat(fsys, full)
		if err != nil || !info.Mode().IsRegular() {
			return a
		}
		a.Missing, a.Size = false, info.Size()
		a.Open = func() (io.ReadCloser, error) { return fsys.Open(full) }
		return a
	}
}
